import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../../cli/interrupt";
import { Interrupted } from "../../../cli/process-context";
import { run } from "../../../cli/program";
import { ChildProcesses, type Command, type Ended } from "../../../cli/terraform/child-processes";
import { PLANS } from "../../support/review-fixture";
import { SmallTerminal } from "../../support/small-terminal";

const RECORDED = path.join(PLANS, "first-deploy");

/** Replaces the app, which has a warning, and Terraform, whose apply is interrupted. */
class Fake extends ChildProcesses {
  public override async run({ args, cwd, shell, file }: Command): Promise<Ended> {
    await Promise.resolve();
    if (shell) {
      cpSync(RECORDED, path.join(cwd, "cdktf.out"), { recursive: true });
      warn(path.join(cwd, "cdktf.out/manifest.json"));
    }
    if (args[0] === "apply") throw new Interrupted();
    if (file !== undefined) cpSync(path.join(cwd, "plan.json"), file);
    const out = args.find((arg) => arg.startsWith("-out="))?.slice("-out=".length);
    if (out !== undefined) writeFileSync(out, "plan");
    const exitCode = args[0] === "plan" ? 2 : 0;
    return { exitCode, stdout: '{"terraform_version": "1.11.4"}', stderr: "" };
  }
}

function warn(manifest: string): void {
  const json = JSON.parse(readFileSync(manifest, "utf8")) as { stacks: Record<string, object> };
  const annotation = { level: "@cdktf/warn", constructPath: "hello-dev", message: "no alarm" };
  json.stacks["hello-dev"] = { ...json.stacks["hello-dev"], annotations: [annotation] };
  writeFileSync(manifest, JSON.stringify(json));
}

describe("what stays in a terminal", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "terminal-"));
    writeFileSync(path.join(directory, "cdktf.json"), JSON.stringify({ app: "synthesize" }));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  async function call(...args: readonly string[]): Promise<string> {
    const terminal = new SmallTerminal(80, 24);
    const interruption = new Interrupt();
    const context = { stdout: terminal, stderr: terminal, env: { HOME: directory, NO_COLOR: "1" } };
    const children = new Fake(interruption);
    await run(args, { ...context, cwd: directory, now: () => 0, interruption, children, version: "1.2.3" });
    return terminal.text;
  }

  test("of plan is the warning of a construct, a line for each stack, and the report", async () => {
    expect((await call("plan", "hello-dev")).split("\n").slice(0, 4)).toEqual([
      "Warning: no alarm (at hello-dev)",
      "    0s  app: synthesized 4 stacks",
      "    0s  hello-dev:",
      "1 thing to review.",
    ]);
  });

  test("of an interrupted apply is all that it says", async () => {
    await call("plan", "--out", "plans", "hello-dev");
    expect((await call("apply", "plans", "--yes")).split("\n")).toEqual([
      "Warning: no alarm (at hello-dev)",
      "    0s  app: synthesized 4 stacks",
      "    0s  hello-dev: ready",
      "hello-dev was interrupted",
      "No resource of hello-dev was changed.",
      "Interrupted, possibly partly applied: hello-dev",
      "To continue, plan again: app-runner plan --out plans",
      "",
    ]);
  });
});

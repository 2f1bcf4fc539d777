import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../cli/interrupt";
import { run } from "../../cli/program";
import { ChildProcesses, type Command, type Ended } from "../../cli/terraform/child-processes";
import { PLANS } from "./review-fixture";

const RECORDED = path.join(PLANS, "first-deploy");

/** Replaces the app and Terraform: stacks have recorded plans, and do not change again once they are applied. */
class FakeTerraform extends ChildProcesses {
  /** Names of the stacks that are applied, in order. */
  public readonly applied: string[] = [];
  /** The stack that each stack waits for. */
  public readonly upstream = new Map([
    ["hello-prod-service", "hello-prod-foundation"],
    ["hello-prod-domain", "hello-prod-service"],
  ]);
  /** Names of the stacks that cannot be planned. */
  public readonly broken = new Set<string>();
  /** Called before each command. */
  public before: (subcommand: string, command: Command) => void = () => undefined;

  public override async run(command: Command): Promise<Ended> {
    await Promise.resolve();
    const { args, cwd, shell, file, onLine } = command;
    const [subcommand = ""] = args;
    this.before(subcommand, command);
    if (shell) cpSync(RECORDED, path.join(cwd, "cdktf.out"), { recursive: true });
    if (subcommand === "apply") this.applied.push(path.basename(cwd));
    if (file !== undefined) {
      const plan = path.join(cwd, "plan.json");
      cpSync(existsSync(plan) ? plan : path.join(RECORDED, "stacks/hello-dev/plan.json"), file);
    }
    const exitCode = subcommand === "plan" ? this.plan(path.basename(cwd), args, onLine) : 0;
    const stdout = subcommand === "output" ? "{}" : '{"terraform_version": "1.11.4"}';
    return { exitCode, stdout, stderr: "" };
  }

  private plan(stack: string, args: readonly string[], onLine: Command["onLine"]): number {
    const upstream = this.upstream.get(stack);
    if (this.broken.has(stack)) return 1;
    if (upstream === undefined || this.applied.includes(upstream)) {
      const file = args.find((arg) => arg.startsWith("-out="))?.slice("-out=".length) ?? "";
      writeFileSync(file, `plan of ${stack}`);
      return this.applied.includes(stack) ? 0 : 2;
    }
    const address = `data.terraform_remote_state.cross-stack-reference-input-${upstream}`;
    const diagnostic = { severity: "error", summary: "Unable to find remote state", detail: "", address };
    onLine?.(JSON.stringify({ type: "diagnostic", "@message": "", diagnostic }));
    return 1;
  }
}

/** A project with a fake Terraform. */
export class FakeProject {
  public readonly directory = mkdtempSync(path.join(tmpdir(), "fake-"));
  /** Environment of the tool. */
  public readonly env: Record<string, string> = { HOME: this.directory };
  public readonly interruption = new Interrupt();
  public readonly terraform = new FakeTerraform(this.interruption);

  public constructor() {
    writeFileSync(path.join(this.directory, "cdktf.json"), JSON.stringify({ app: "synthesize" }));
  }

  /**
   * Runs the tool.
   *
   * @param answers answers to its questions; undefined if there is no terminal
   */
  public async run(args: readonly string[], answers?: string[]) {
    const stdout: string[] = [];
    const stderr: string[] = [];
    const ask = async (question: string): Promise<string> => {
      stderr.push(`${question}\n`);
      return Promise.resolve(answers?.shift() ?? "");
    };
    const context = {
      cwd: this.directory,
      env: this.env,
      stdout: { write: (text: string) => stdout.push(text) },
      stderr: { write: (text: string) => stderr.push(text) },
      now: () => 0,
      interruption: this.interruption,
      children: this.terraform,
      version: "1.2.3",
      ...(answers && { ask }),
    };
    const exitCode = await run(args, context);
    return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
  }

  /** Removes the project. */
  public remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

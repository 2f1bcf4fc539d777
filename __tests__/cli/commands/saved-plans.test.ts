import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Interrupted } from "../../../cli/process-context";
import { FakeProject } from "../../support/fake-terraform";
import { created, planOf } from "../../support/plans";

const INDEX = "app-runner-plans.json";
const ERRORED = JSON.stringify({ ...planOf([created("aws_x.a", { a: 1 })]), errored: true });

describe("plans that are saved and applied", () => {
  let project: FakeProject;
  let plans: string;

  beforeEach(() => {
    project = new FakeProject();
    plans = path.join(project.directory, "plans");
  });

  afterEach(() => {
    project.remove();
  });

  /** Saves the plan of one stack. Returns its digest. */
  async function plan(): Promise<string> {
    const { stdout } = await project.run(["plan", "--out", "plans", "--format", "json", "hello-dev"]);
    return (JSON.parse(stdout) as { digest: string }).digest;
  }

  const apply = async (...args: string[]) => project.run(["apply", "plans", "--yes", ...args]);

  test("are applied with the digest in the report", async () => {
    const digest = await plan();
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await apply("--digest", digest)).toMatchObject({ exitCode: 0, stdout: "Applied: hello-dev\n" });
  });

  test("have a digest only if they are saved", async () => {
    const { stdout } = await project.run(["plan", "--format", "json", "hello-dev"]);
    expect(JSON.parse(stdout)).not.toHaveProperty("digest");
  });

  test("are refused with the digest of other plans, before anything runs", async () => {
    const digest = await plan();
    await project.run(["plan", "--out", "plans", "hello-prod-foundation"]);
    const commands: string[] = [];
    project.terraform.before = (subcommand) => commands.push(subcommand);

    const { exitCode, stdout, stderr } = await apply("--digest", digest);
    expect({ exitCode, stdout, commands }).toEqual({ exitCode: 1, stdout: "", commands: [] });
    expect(stderr).toContain(`does not contain the plans with the digest ${digest}`);
  });

  test("are refused if a plan was swapped, before anything runs", async () => {
    await plan();
    writeFileSync(path.join(plans, "hello-dev.tfplan"), "another plan");
    const commands: string[] = [];
    project.terraform.before = (subcommand) => commands.push(subcommand);

    const { exitCode, stderr } = await apply();
    expect({ exitCode, commands }).toEqual({ exitCode: 1, commands: [] });
    expect(stderr).toContain("  - hello-dev.tfplan has changed\n");
  });

  test("are applied from a private copy, whatever happens to the folder meanwhile", async () => {
    await plan();
    let content = "";
    let mode = 0;
    project.terraform.before = (subcommand, { args }) => {
      writeFileSync(path.join(plans, "hello-dev.tfplan"), "another plan");
      if (subcommand !== "apply") return;
      const file = args.at(-1) ?? "";
      content = readFileSync(file, "utf8");
      mode = statSync(path.dirname(file)).mode & 0o777;
    };
    await apply();
    expect({ content, mode }).toEqual({ content: "plan of hello-dev", mode: 0o700 });
  });

  test("are not applied before a stack that waits and that they depend on", async () => {
    project.terraform.upstream.delete("hello-prod-domain");
    await project.run(["plan", "--out", "plans", "hello-prod-*"]);

    expect(await apply()).toMatchObject({
      exitCode: 2,
      stdout:
        "Applied: hello-prod-foundation\nNot applied: hello-prod-domain\n" +
        "Not planned, waiting for another stack: hello-prod-service\n" +
        "To continue, plan again: app-runner plan --out plans\n",
    });
  });

  test.each([
    ["Terraform is interrupted", "plan", new Interrupted(), 130],
    ["a command cannot be run", "show", new Error("no space left"), 1],
  ])("are removed if %s", async (_, at, error, code) => {
    await plan();
    project.terraform.before = (subcommand) => {
      if (subcommand === at) throw error;
    };
    expect((await project.run(["plan", "--out", "plans", "hello-dev"])).exitCode).toBe(code);
    expect(readdirSync(plans)).toEqual([INDEX]);

    project.terraform.before = () => undefined;
    expect(await apply()).toMatchObject({ exitCode: 1, stdout: "" });
    expect(project.terraform.applied).toEqual([]);
    expect(await plan()).toHaveLength(64);
  });

  test("are removed if the disk is full, and the message says so", async () => {
    await plan();
    const full = { code: "ENOSPC", syscall: "write" };
    project.terraform.before = (subcommand) => {
      if (subcommand === "show")
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), full);
    };
    const { exitCode, stderr } = await project.run(["plan", "--out", "plans", "hello-dev"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `error: cannot save the plans in ${plans} (ENOSPC: no space left on device, write): check the disk, and plan again\n`,
    );
    expect(readdirSync(plans)).toEqual([INDEX]);
  });

  test("are removed if a report cannot be written", async () => {
    project.terraform.before = (subcommand) => {
      if (subcommand === "show") writeFileSync(path.join(project.directory, "reports"), "");
    };
    const args = ["--out", "plans", "--reports", "reports", "hello-dev"];
    expect((await project.run(["plan", ...args])).exitCode).toBe(1);
    expect(readdirSync(plans)).toEqual([INDEX]);
    expect((await apply()).stderr).toContain("is incomplete: plan again");
  });

  test.each([
    ["cannot be reviewed", "{", "is not valid JSON"],
    ["is incomplete because Terraform failed", ERRORED, "Terraform failed during planning"],
  ])("do not contain a plan that %s, although Terraform's exit code is 0", async (_, json, message) => {
    project.terraform.before = (subcommand, { cwd }) => {
      if (subcommand === "show" && cwd.endsWith("hello-dev"))
        writeFileSync(path.join(cwd, "plan.json"), json);
    };
    const names = ["hello-dev", "hello-prod-foundation"];
    const planned = await project.run(["plan", "--out", "plans", "--fail-on", "never", ...names]);
    expect(planned.exitCode).toBe(1);
    expect(planned.stdout).toContain(message);
    expect(planned.stderr).toContain("hello-dev: failed: ");
    expect(readdirSync(plans)).not.toContain("hello-dev.tfplan");

    expect((await apply()).stderr).toContain("  - hello-dev could not be planned\n");
    expect((await project.run(["apply", "--all", "--yes", "--fail-on", "never", ...names])).exitCode).toBe(1);
    expect(project.terraform.applied).toEqual([]);
  });
});

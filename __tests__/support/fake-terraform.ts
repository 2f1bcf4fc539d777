import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../cli/interrupt";
import { run } from "../../cli/program";
import { ChildProcesses, type Command, type Ended } from "../../cli/terraform/child-processes";
import { PLANS } from "./review-fixture";

const RECORDED = path.join(PLANS, "first-deploy");

/** The plan of a stack that does not change. */
const EMPTY = { format_version: "1.2", terraform_version: "1.11.4", planned_values: {}, applyable: false };

/** What a command prints on standard output. */
type Printed = Pick<Ended, "exitCode" | "stdout">;

/** Changes what a command prints and its exit code, as a program around Terraform does. */
export type Wrapper = (printed: Printed, args: readonly string[]) => Printed;

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
  /** Runs Terraform. */
  public wrapper: Wrapper = (printed) => printed;

  public override async run(command: Command): Promise<Ended> {
    await Promise.resolve();
    const { args, cwd, shell, file, onLine } = command;
    const [subcommand = ""] = args;
    this.before(subcommand, command);
    if (shell) {
      cpSync(RECORDED, path.join(cwd, "cdktf.out"), { recursive: true });
      return { exitCode: 0, stdout: "", stderr: "" };
    }
    const { exitCode, stdout } = this.wrapper(this.print(subcommand, args, cwd), args);
    if (file !== undefined) writeFileSync(file, stdout);
    if (onLine) stdout.split("\n").forEach(onLine);
    return { exitCode, stdout, stderr: "" };
  }

  private print(subcommand: string, args: readonly string[], cwd: string): Printed {
    const stack = path.basename(cwd);
    switch (subcommand) {
      case "plan":
        return this.plan(stack, args);
      case "show":
        return { exitCode: 0, stdout: this.show(cwd) };
      case "apply": {
        this.applied.push(stack);
        const changes = { operation: "apply" };
        return {
          exitCode: 0,
          stdout: event({ type: "change_summary", "@message": "Apply complete!", changes }),
        };
      }
      case "version":
        return { exitCode: 0, stdout: '{\n  "terraform_version": "1.11.4"\n}\n' };
      case "output":
        return { exitCode: 0, stdout: "{}\n" };
      default:
        return { exitCode: 0, stdout: "" };
    }
  }

  private show(cwd: string): string {
    if (this.applied.includes(path.basename(cwd))) return `${JSON.stringify(EMPTY)}\n`;
    const plan = path.join(cwd, "plan.json");
    return readFileSync(existsSync(plan) ? plan : path.join(RECORDED, "stacks/hello-dev/plan.json"), "utf8");
  }

  private plan(stack: string, args: readonly string[]): Printed {
    const upstream = this.upstream.get(stack);
    if (this.broken.has(stack)) {
      const diagnostic = { severity: "error", summary: "Invalid argument", detail: "" };
      return { exitCode: 1, stdout: event({ type: "diagnostic", "@message": "", diagnostic }) };
    }
    if (upstream === undefined || this.applied.includes(upstream)) {
      const file = args.find((arg) => arg.startsWith("-out="))?.slice("-out=".length) ?? "";
      writeFileSync(file, `plan of ${stack}`);
      const changes = !this.applied.includes(stack);
      return { exitCode: changes && args.includes("-detailed-exitcode") ? 2 : 0, stdout: "" };
    }
    const address = `data.terraform_remote_state.cross-stack-reference-input-${upstream}`;
    const diagnostic = { severity: "error", summary: "Unable to find remote state", detail: "", address };
    return { exitCode: 1, stdout: event({ type: "diagnostic", "@message": "", diagnostic }) };
  }
}

function event(content: object): string {
  return `${JSON.stringify(content)}\n`;
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

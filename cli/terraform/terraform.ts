import { UsageError } from "../errors";
import type { ProcessContext } from "../process-context";
import type { ChildProcesses, Command, Ended } from "./child-processes";
import { type Diagnostic, parseEvent, type TerraformEvent } from "./events";
import { withGogc } from "./go-gc";

/** Options of a plan. */
export interface PlanOptions {
  /** How long to wait for the lock of the state, such as `60s`. */
  readonly lockTimeout: string;
  /** Whether to look at what exists. */
  readonly refresh: boolean;
  /** Values of variables, as `name=value`. */
  readonly vars: readonly string[];
  /** Absolute paths of files with values of variables. */
  readonly varFiles: readonly string[];
}

/** How a plan or an apply ended. */
export interface TerraformResult {
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Terraform's own last line, such as `Plan: 3 to add, 0 to change, 0 to destroy.` */
  readonly summary: string;
  /** What it printed beside its events. */
  readonly stderr: string;
}

/** Tells one state from another. Both are empty where there is no state yet. */
export interface StateId {
  readonly lineage: string;
  readonly serial: number;
}

type Listener = (event: TerraformEvent) => void;

/** Terraform, or OpenTofu, run in the folder of a stack. */
export class Terraform {
  private constructor(
    private readonly children: ChildProcesses,
    /** Environment that it runs in. */
    public readonly env: ProcessContext["env"],
    /** Name or path of the program. */
    public readonly program: string,
    /** Its version, such as `1.11.4`. */
    public readonly version: string,
  ) {}

  /**
   * Looks for the program that `TERRAFORM_BINARY_NAME` names, `terraform` if it names none.
   *
   * @throws UsageError when there is none
   */
  public static async find(
    children: ChildProcesses,
    env: ProcessContext["env"],
    cwd: string,
  ): Promise<Terraform> {
    const program = env["TERRAFORM_BINARY_NAME"] ?? "terraform";
    const environment = { ...env, TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
    const args = ["version", "-json"];
    const { exitCode, stdout, stderr } = await children
      .run({ program, args, cwd, env: environment })
      .catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        throw new UsageError(
          `'${program}' cannot be run (${(error as Error).message}): install Terraform or OpenTofu, ` +
            "or name the program with TERRAFORM_BINARY_NAME",
        );
      });
    const version = exitCode === 0 ? /"terraform_version":\s*"([^"]+)"/.exec(stdout)?.[1] : undefined;
    if (version === undefined) throw new UsageError(`'${program} version -json' failed: ${stderr.trim()}`);
    return new Terraform(children, environment, program, version);
  }

  /** Installs providers and modules, and sets the backend up. */
  public async init(directory: string, ...args: readonly string[]): Promise<Ended> {
    return this.run(directory, ["init", "-input=false", "-no-color", ...args]);
  }

  /** Plans into `file`. Exit code 0: nothing to do, 2: there are changes. */
  public async plan(
    directory: string,
    file: string,
    { lockTimeout, refresh, vars, varFiles }: PlanOptions,
    listener: Listener,
  ): Promise<TerraformResult> {
    const args = [
      ...[
        "plan",
        "-json",
        "-input=false",
        "-detailed-exitcode",
        `-out=${file}`,
        `-lock-timeout=${lockTimeout}`,
      ],
      ...(refresh ? [] : ["-refresh=false"]),
      ...vars.map((value) => `-var=${value}`),
      ...varFiles.map((value) => `-var-file=${value}`),
    ];
    return this.listen(directory, args, listener);
  }

  /** Applies a plan. */
  public async apply(
    directory: string,
    file: string,
    lockTimeout: string,
    listener: Listener,
  ): Promise<TerraformResult> {
    return this.listen(
      directory,
      ["apply", "-json", "-input=false", `-lock-timeout=${lockTimeout}`, file],
      listener,
    );
  }

  /**
   * Writes the JSON of a plan to a file, without holding it in memory.
   *
   * @param json that the JSON goes to
   */
  public async show(directory: string, file: string, json: string): Promise<Ended> {
    return this.run(directory, ["show", "-json", file], { file: json });
  }

  /** The outputs in the state. */
  public async outputs(directory: string): Promise<Readonly<Record<string, unknown>>> {
    const ended = await this.run(directory, ["output", "-json", "-no-color"]);
    if (ended.exitCode !== 0) throw new UsageError(`the outputs cannot be read: ${ended.stderr.trim()}`);
    return JSON.parse(ended.stdout) as Record<string, unknown>;
  }

  /** Which state there is now. */
  public async stateId(directory: string): Promise<StateId> {
    // Both stand at the beginning: no more is kept of a state, which may be large and hold secrets.
    let head = "";
    const onLine = (line: string): void => {
      if (head.length < 1000) head += line;
    };
    const ended = await this.run(directory, ["state", "pull"], { onLine });
    if (ended.exitCode !== 0) throw new UsageError(`the state cannot be read: ${ended.stderr.trim()}`);
    return {
      lineage: /"lineage":\s*"([^"]*)"/.exec(head)?.[1] ?? "",
      serial: Number(/"serial":\s*(\d+)/.exec(head)?.[1] ?? 0),
    };
  }

  private async run(
    directory: string,
    args: readonly string[],
    output: Pick<Command, "file" | "onLine"> = {},
  ): Promise<Ended> {
    const env = withGogc(this.env, directory);
    return this.children.run({ program: this.program, args, cwd: directory, env, ...output });
  }

  private async listen(
    directory: string,
    args: readonly string[],
    listener: Listener,
  ): Promise<TerraformResult> {
    const diagnostics: Diagnostic[] = [];
    let summary = "";
    const onLine = (line: string): void => {
      const event = parseEvent(line);
      if (!event) return;
      if (event.type === "change_summary") summary = event["@message"];
      if (event.diagnostic) diagnostics.push(event.diagnostic);
      listener(event);
    };
    const { exitCode, stderr } = await this.run(directory, args, { onLine });
    return { exitCode, diagnostics, summary, stderr };
  }
}

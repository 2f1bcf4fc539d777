import { existsSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { UsageError } from "../errors";
import { isFromWrapper, MalformedJson } from "../plan/json-scanner";
import type { ProcessContext } from "../process-context";
import type { ChildProcesses, Command, Ended } from "./child-processes";
import { type Diagnostic, parseEvent, type TerraformEvent } from "./events";
import { withGogc } from "./go-gc";
import { quote } from "../text/command-line";
import { describePrinted, parsePrinted, WITHOUT_WRAPPER } from "./printed";

/** What HCP Terraform prints at the end of an apply, as text. */
const COMPLETE = /^(Apply|Destroy) complete!/;

/** How many lines that are not events are kept. */
const KEPT_LINES = 100;

/** How many characters of a state are read, at least. */
const KEPT_OF_STATE = 10_000;

/** Options of a plan. */
export interface PlanOptions {
  /** How long to wait for the state lock, such as `60s`. */
  readonly lockTimeout: string;
  /** Whether to read the real resources first. */
  readonly refresh: boolean;
  /** Values of variables, as `name=value`. */
  readonly vars: readonly string[];
  /** Absolute paths of variable files. */
  readonly varFiles: readonly string[];
}

/** Result of a plan or an apply. */
export interface TerraformResult {
  /** Says only whether the program failed: a wrapper around Terraform may turn 2 into 0 or 1. */
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What Terraform says about a complete apply, such as `Apply complete! Resources: 1 added, 0 changed, 0 destroyed.`; otherwise empty. */
  readonly summary: string;
  /** What it printed in addition to its events. */
  readonly stderr: string;
}

/** Identifies a version of a state. Empty and zero if there is no state yet. */
export interface StateId {
  readonly lineage: string;
  readonly serial: number;
}

type Listener = (event: TerraformEvent) => void;

/** Runs Terraform or OpenTofu in the folder of a stack. */
export class Terraform {
  private constructor(
    private readonly children: ChildProcesses,
    /** Environment of the program. */
    public readonly env: ProcessContext["env"],
    /** Name or path of the program. */
    public readonly program: string,
    /** Version, such as `1.11.4`. */
    public readonly version: string,
  ) {}

  /**
   * Finds the program: `TERRAFORM_BINARY_NAME`, or else `terraform`. If that is the wrapper of hashicorp/setup-terraform, finds Terraform
   * itself: Ctrl-C ends the wrapper at once, and then Terraform, before it can save the state and release the lock.
   *
   * @throws UsageError if the program cannot be run
   */
  public static async find(
    children: ChildProcesses,
    env: ProcessContext["env"],
    cwd: string,
  ): Promise<Terraform> {
    const name = env["TERRAFORM_BINARY_NAME"] || "terraform";
    const program = (name === "terraform" && findBehindWrapper(env["PATH"])) || name;
    // The wrapper of hashicorp/setup-terraform would write all output to this file, including the secrets of plans, and GitHub logs it if
    // debug logging is enabled.
    const environment = { ...env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", GITHUB_OUTPUT: undefined };
    const args = ["version", "-json"];
    const ended = await children.run({ program, args, cwd, env: environment }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      throw new UsageError(
        `cannot run '${program}' (${(error as Error).message}): install Terraform or OpenTofu, ` +
          "or set TERRAFORM_BINARY_NAME to its name or path",
      );
    });
    const version = /"terraform_version":\s*"([^"]+)"/.exec(ended.stdout)?.[1];
    if (ended.exitCode !== 0)
      throw new UsageError(
        `'${program} version -json' failed: ${describePrinted(ended)}${explainArguments(env)}`,
      );
    if (version === undefined)
      throw new UsageError(`'${program} version -json' did not print a version. ${WITHOUT_WRAPPER}`);
    return new Terraform(children, environment, program, version);
  }

  /**
   * Returns this program with values of variables in its environment. Terraform ignores those that a stack does not declare.
   *
   * @param vars values, as `name=value`
   */
  public withVariables(vars: readonly string[]): Terraform {
    const values = vars.map((text) => {
      const at = text.indexOf("=");
      return [`TF_VAR_${text.slice(0, at)}`, text.slice(at + 1)] as const;
    });
    const env = { ...this.env, ...Object.fromEntries(values) };
    return new Terraform(this.children, env, this.program, this.version);
  }

  /** Installs providers and modules, and sets up the backend. */
  public async init(directory: string, ...args: readonly string[]): Promise<Ended> {
    return this.run(directory, ["init", "-input=false", "-no-color", ...args]);
  }

  /** Writes a plan to `file`. Its JSON says what changes. */
  public async plan(
    directory: string,
    file: string,
    { lockTimeout, refresh, vars, varFiles }: PlanOptions,
    listener: Listener,
  ): Promise<TerraformResult> {
    const args = [
      ...["plan", "-json", "-input=false", `-out=${file}`, `-lock-timeout=${lockTimeout}`],
      ...(refresh ? [] : ["-refresh=false"]),
      ...varFiles.map((value) => `-var-file=${value}`),
    ];
    return this.listen(directory, args, listener, this.passVars(vars));
  }

  /**
   * Applies a plan.
   *
   * @param varFiles absolute paths of files with the ephemeral variables, which a plan does not contain
   */
  public async apply(
    directory: string,
    file: string,
    lockTimeout: string,
    listener: Listener,
    varFiles: readonly string[] = [],
  ): Promise<TerraformResult> {
    const files = varFiles.map((value) => `-var-file=${value}`);
    return this.listen(
      directory,
      ["apply", "-json", "-input=false", `-lock-timeout=${lockTimeout}`, ...files, file],
      listener,
    );
  }

  /**
   * Writes the JSON of a plan to a file, without keeping it in memory.
   *
   * @param json file for the JSON
   */
  public async show(directory: string, file: string, json: string): Promise<Ended> {
    return this.run(directory, ["show", "-json", file], { file: json });
  }

  /** Returns the outputs in the state. */
  public async outputs(directory: string): Promise<Readonly<Record<string, unknown>>> {
    const ended = await this.run(directory, ["output", "-json", "-no-color"]);
    if (ended.exitCode !== 0) throw new UsageError(`cannot read the outputs: ${describePrinted(ended)}`);
    try {
      return parsePrinted(ended.stdout);
    } catch (error) {
      if (!(error instanceof MalformedJson)) throw error;
      throw new UsageError(`'${this.program} output -json' did not print JSON. ${WITHOUT_WRAPPER}`);
    }
  }

  /** Identifies the current state. */
  public async stateId(directory: string): Promise<StateId> {
    // Both are at the beginning. The rest of the state is dropped: it may be large and contain secrets.
    let stdout = "";
    const onLine = (line: string): void => {
      if (stdout.length < KEPT_OF_STATE && !isFromWrapper(line)) stdout += `${line}\n`;
    };
    const { exitCode, stderr } = await this.run(directory, ["state", "pull"], { onLine });
    if (exitCode !== 0) throw new UsageError(`cannot read the state: ${describePrinted({ stdout, stderr })}`);
    const lineage = /"lineage":\s*"([^"]*)"/.exec(stdout)?.[1];
    const serial = /"serial":\s*(\d+)/.exec(stdout)?.[1];
    // If there is no state, Terraform prints nothing, and a wrapper may print anything except an object.
    if (lineage === undefined && serial === undefined && !/\{\s*$/m.test(stdout))
      return { lineage: "", serial: 0 };
    if (lineage === undefined || serial === undefined)
      throw new UsageError(`'${this.program} state pull' did not print a state. ${WITHOUT_WRAPPER}`);
    return { lineage, serial: Number(serial) };
  }

  /**
   * Returns the state, which may contain secrets; undefined if the stack has no state.
   *
   * @throws UsageError if it cannot be read
   * @throws MalformedJson if the program does not print a state
   */
  public async pullState(directory: string): Promise<unknown> {
    const ended = await this.run(directory, ["state", "pull"]);
    if (ended.exitCode !== 0) throw new UsageError(`cannot read the state: ${describePrinted(ended)}`);
    return /\{\s*$/m.test(ended.stdout) ? parsePrinted(ended.stdout) : undefined;
  }

  /** Any user can see the arguments of a process. Terraform puts those of this variable before the others, and after those of `TF_CLI_ARGS_plan`. */
  private passVars(vars: readonly string[]): ProcessContext["env"] {
    if (vars.length === 0) return this.env;
    const args = [this.env["TF_CLI_ARGS"], ...vars.map((value) => quote(`-var=${value}`))];
    return { ...this.env, TF_CLI_ARGS: args.filter(Boolean).join(" ") };
  }

  private async run(
    directory: string,
    args: readonly string[],
    output: Pick<Command, "file" | "onLine"> = {},
    environment = this.env,
  ): Promise<Ended> {
    const env = withGogc(environment, directory);
    return this.children.run({ program: this.program, args, cwd: directory, env, ...output });
  }

  private async listen(
    directory: string,
    args: readonly string[],
    listener: Listener,
    environment = this.env,
  ): Promise<TerraformResult> {
    const diagnostics: Diagnostic[] = [];
    const others: string[] = [];
    let summary = "";
    const onLine = (line: string): void => {
      const event = parseEvent(line);
      if (!event) {
        if (isFromWrapper(line)) return;
        const text = stripVTControlCharacters(line).trim();
        if (COMPLETE.test(text)) summary = text;
        others.push(line);
        if (others.length > KEPT_LINES) others.shift();
        return;
      }
      if (event.type === "change_summary" && event.changes?.operation !== "plan") summary = event["@message"];
      if (event.diagnostic) diagnostics.push(event.diagnostic);
      listener(event);
    };
    const { exitCode, stderr } = await this.run(directory, args, { onLine }, environment);
    return { exitCode, diagnostics, summary, stderr: [stderr, ...others].join("\n") };
  }
}

/** The wrapper of hashicorp/setup-terraform is `terraform`, and Terraform is `terraform-bin` in the same folder. */
function findBehindWrapper(searched = ""): string | undefined {
  const folder = searched.split(path.delimiter).find((one) => existsSync(path.join(one, "terraform")));
  const program = folder === undefined ? "" : path.resolve(folder, "terraform-bin");
  return existsSync(program) ? program : undefined;
}

/** Says how to pass arguments that only some commands accept. They may contain secrets. */
function explainArguments(env: ProcessContext["env"]): string {
  if (!env["TF_CLI_ARGS"]) return "";
  return (
    "\nTerraform adds TF_CLI_ARGS to every command, and some do not accept its arguments: " +
    "use TF_CLI_ARGS_plan, TF_CLI_ARGS_apply and TF_CLI_ARGS_init instead"
  );
}

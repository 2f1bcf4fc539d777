import { spawn, type ChildProcess } from "node:child_process";

/** Tools and environment of a Terraform run. */
export interface TerraformContext {
  readonly tools: { readonly terraform: string };
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Settings of a `Terraform`. */
export interface TerraformOptions {
  /** Commands are killed after this time. @default 5 minutes */
  readonly timeoutMs?: number;
  /** More environment variables. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The result of a command. */
export interface TerraformResult {
  /** `null` if a signal ended the command. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and standard error in order, without colours. */
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** A running command. */
export interface TerraformRun {
  readonly finished: Promise<TerraformResult>;
  /** The output so far. */
  readonly output: () => string;
  /** Sends SIGINT to Terraform, which then stops gracefully, or SIGKILL to Terraform and its providers. */
  readonly kill: (signal: "SIGINT" | "SIGKILL") => void;
}

/** The part of `terraform show -json` that tests read. */
export interface ShownJson {
  readonly format_version?: string;
  readonly values?: {
    readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
    readonly root_module?: ShownModule & { readonly child_modules?: readonly ShownModule[] };
  };
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: unknown;
      readonly after: unknown;
      /** Set if the resource is imported. */
      readonly importing?: { readonly id: string };
    };
  }[];
}

/** A module in the state. */
interface ShownModule {
  readonly resources?: readonly ShownResource[];
}

/** A resource in the state. */
export interface ShownResource {
  readonly address: string;
  readonly type: string;
  readonly mode: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Runs Terraform (or OpenTofu) commands in one directory. */
export class Terraform {
  constructor(
    readonly directory: string,
    private readonly context: TerraformContext,
    private readonly options: TerraformOptions = {},
  ) {}

  /** `terraform init`, with providers from the mirror. */
  async init(...more: string[]): Promise<TerraformResult> {
    return this.run("init", "-input=false", ...more);
  }

  /** `terraform validate`. */
  async validate(...more: string[]): Promise<TerraformResult> {
    return this.run("validate", ...more);
  }

  /** `terraform plan` into `tfplan`. Exit code 0: no changes, 1: failed, 2: changes. */
  async plan(...more: string[]): Promise<TerraformResult> {
    return this.run("plan", "-input=false", "-detailed-exitcode", "-out=tfplan", ...more);
  }

  /** `terraform apply` without confirmation. */
  async apply(...more: string[]): Promise<TerraformResult> {
    return this.run("apply", "-input=false", "-auto-approve", ...more);
  }

  /** `terraform destroy` without confirmation. */
  async destroy(...more: string[]): Promise<TerraformResult> {
    return this.run("destroy", "-input=false", "-auto-approve", ...more);
  }

  /** `terraform show -json` of a plan file if given, else of the state. */
  async show(planFile?: string): Promise<ShownJson> {
    const result = await this.run("show", "-json", ...(planFile ? [planFile] : []));
    if (result.exitCode !== 0) throw new Error(`terraform show failed\n${result.output}`);
    return JSON.parse(result.stdout) as ShownJson;
  }

  /** The resources in the state. */
  async state(): Promise<readonly ShownResource[]> {
    return (await this.show()).values?.root_module?.resources ?? [];
  }

  /** The outputs in the state. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const outputs = (await this.show()).values?.outputs ?? {};
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** Runs a command until it ends. */
  async run(command: string, ...more: string[]): Promise<TerraformResult> {
    return this.start(command, ...more).finished;
  }

  /** Starts a command that the test can end early. */
  start(command: string, ...more: string[]): TerraformRun {
    const child = spawn(this.context.tools.terraform, [command, "-no-color", ...more], {
      cwd: this.directory,
      env: { ...this.context.environment, ...this.options.environment },
      stdio: ["ignore", "pipe", "pipe"],
      // In its own process group, so that the providers can be killed with it.
      detached: true,
    });
    return watch(child, this.options.timeoutMs ?? 5 * 60_000);
  }
}

/** Terraform in a directory, with the environment of a world. */
export function terraform(
  directory: string,
  context: TerraformContext,
  options?: TerraformOptions,
): Terraform {
  return new Terraform(directory, context, options);
}

function watch(child: ChildProcess, timeoutMs: number): TerraformRun {
  const started = performance.now();
  let output = "";
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    output += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    output += chunk.toString();
  });
  const kill = (signal: "SIGINT" | "SIGKILL") => {
    send(child, signal);
  };
  const killAtExit = () => {
    kill("SIGKILL");
  };
  const timer = setTimeout(() => {
    output += `\nkilled: took longer than ${timeoutMs} ms\n`;
    kill("SIGKILL");
  }, timeoutMs);
  process.once("exit", killAtExit);
  const finished = new Promise<TerraformResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => {
      const durationMs = Math.round(performance.now() - started);
      resolve({ exitCode, signal, output, stdout, stderr, durationMs });
    });
  }).finally(() => {
    clearTimeout(timer);
    process.off("exit", killAtExit);
  });
  return { finished, output: () => output, kill };
}

function send(child: ChildProcess, signal: "SIGINT" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  try {
    process.kill(signal === "SIGKILL" ? -child.pid : child.pid, signal);
  } catch {
    // It has already ended.
  }
}

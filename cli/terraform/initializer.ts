import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";
import { visibleLines } from "../text/escape";
import type { Ended } from "./child-processes";
import { explainInitFailure } from "./init-problems";
import { describePrinted } from "./printed";
import type { Terraform } from "./terraform";
import { locateDataFolder } from "./workspace";

/** Terraform's name for the lock file. A saved copy has the name of the stack in front. */
export const LOCK_FILE = ".terraform.lock.hcl";

/** File in Terraform's data folder that says what the stack was initialized with. */
const STAMP_FILE = "app-runner-init";

/** Whether a stack is ready for a plan. */
export type Readiness =
  { readonly ready: true; readonly skipped: boolean } | { readonly ready: false; readonly message: string };

/** Parts of a stack that `terraform init` reads. */
interface Requirements {
  readonly terraform?: { readonly required_providers?: unknown };
  readonly module?: unknown;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Initializes stacks if anything that `terraform init` depends on has changed. Terraform's provider cache is not safe for concurrent
 * writes, so the first of the stacks with the same providers fills it, and the others wait.
 */
export class Initializer {
  /** By set of providers: the lock file of the stack that is initialized first, or undefined if that fails. */
  private readonly first = new Map<string, Promise<string | undefined>>();
  private last: Promise<unknown> = Promise.resolve();

  /** @param findKeptLockFile returns the lock file that a stack must use, if any */
  public constructor(
    private readonly terraform: Pick<Terraform, "init" | "program" | "version" | "env">,
    private readonly findKeptLockFile: (stack: string) => string | undefined,
  ) {}

  /**
   * Initializes a stack.
   *
   * @param force whether to do so even if nothing seems to have changed
   */
  public async initialize(stack: SynthesizedStack, force = false): Promise<Readiness> {
    const kept = this.findKeptLockFile(stack.name);
    if (kept !== undefined) copyFileSync(kept, locateLockFile(stack));
    if (!force && this.isCurrent(stack)) return { ready: true, skipped: true };
    const ended = await this.runInTurn(stack, kept);
    if (ended.exitCode === 0) return { ready: true, skipped: false };
    const printed = visibleLines(describePrinted(ended));
    const advice = explainInitFailure(printed, stack, this.terraform);
    const next = advice === undefined ? "" : `\n\n${visibleLines(advice)}`;
    const about = kept === undefined ? "" : `\n\nThe lock file of this stack is ${kept}`;
    return { ready: false, message: `${this.terraform.program} init failed\n${printed}${next}${about}` };
  }

  /** Waits until a stack with the same providers is initialized, or initializes this stack as the first. */
  private async runInTurn(stack: SynthesizedStack, kept: string | undefined): Promise<Ended> {
    const providers = hashValue(readRequirements(stack).terraform?.required_providers);
    for (let first = this.first.get(providers); first; first = this.first.get(providers)) {
      const lockFile = await first;
      if (lockFile !== undefined) {
        // A stack without providers has no lock file.
        if (existsSync(lockFile) && !existsSync(locateLockFile(stack)))
          copyFileSync(lockFile, locateLockFile(stack));
        return this.run(stack, kept);
      }
      if (this.first.get(providers) === first) this.first.delete(providers);
    }
    return this.fillCache(providers, stack, kept);
  }

  /** Initializes the first stack with these providers, after the first stacks with other providers. */
  private async fillCache(
    providers: string,
    stack: SynthesizedStack,
    kept: string | undefined,
  ): Promise<Ended> {
    const run = this.last.then(() => this.run(stack, kept));
    this.last = run.catch(() => undefined);
    const lockFile = run.then(
      ({ exitCode }) => (exitCode === 0 ? locateLockFile(stack) : undefined),
      () => undefined,
    );
    this.first.set(providers, lockFile);
    return run;
  }

  private async run(stack: SynthesizedStack, kept: string | undefined): Promise<Ended> {
    const { directory } = stack;
    const lock = kept === undefined ? [] : ["-lockfile=readonly"];
    let ended = await this.terraform.init(directory, ...lock);
    // The lock file is left over from an earlier plan, and is not one that the project pins.
    if (
      ended.exitCode !== 0 &&
      kept === undefined &&
      describePrinted(ended).replaceAll(/\s+/g, " ").includes("init -upgrade")
    ) {
      ended = await this.terraform.init(directory, "-upgrade");
    }
    if (ended.exitCode === 0) this.stamp(stack);
    return ended;
  }

  private isCurrent(stack: SynthesizedStack): boolean {
    // These arguments may request newer providers, or name a file that has changed.
    if (this.terraform.env["TF_CLI_ARGS_init"]) return false;
    const file = this.locateStamp(stack);
    return existsSync(file) && readFileSync(file, "utf8") === this.fingerprint(stack);
  }

  private stamp(stack: SynthesizedStack): void {
    const file = this.locateStamp(stack);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, this.fingerprint(stack));
  }

  private locateStamp(stack: SynthesizedStack): string {
    return path.join(locateDataFolder(stack, this.terraform.env), STAMP_FILE);
  }

  private fingerprint(stack: SynthesizedStack): string {
    const { terraform, module, provider = {}, resource = {}, data = {} } = readRequirements(stack);
    const types = [...Object.keys(resource), ...Object.keys(data)].map((type) => type.split("_")[0]);
    return hashValue([
      [this.terraform.program, this.terraform.version],
      ["TF_PLUGIN_CACHE_DIR", "TF_CLI_CONFIG_FILE", "TF_CLI_ARGS", "TF_CLI_ARGS_init"].map(
        (name) => this.terraform.env[name],
      ),
      [terraform, module, Object.keys(provider), [...new Set(types)].sort()],
      existsSync(locateLockFile(stack)) ? readFileSync(locateLockFile(stack), "utf8") : "",
    ]);
  }
}

/** Path of the lock file that Terraform uses for a stack. */
export function locateLockFile({ directory }: SynthesizedStack): string {
  return path.join(directory, LOCK_FILE);
}

/**
 * Returns the path of the lock file that a project pins for a stack, if any.
 *
 * @param project folder of `cdktf.json`
 */
export function findCommittedLockFile(project: string, stack: string): string | undefined {
  const file = path.join(project, "locks", `${stack}${LOCK_FILE}`);
  return existsSync(file) ? file : undefined;
}

function readRequirements({ directory }: SynthesizedStack): Requirements {
  return JSON.parse(readFileSync(path.join(directory, STACK_FILE), "utf8")) as Requirements;
}

function hashValue(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(value ?? null))
    .digest("hex");
}

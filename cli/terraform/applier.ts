import { UsageError } from "../errors";
import type { SynthesizedStack } from "../plan/synthesized";
import { Interrupted } from "../process-context";
import type { Progress } from "../progress/progress";
import type { TerraformEvent } from "./events";
import { locateFiles } from "./plan-folder";
import { describeFailure, listErrors } from "./problems";
import { ResourceLog } from "./resource-log";
import { findChangedOutputs, findOutputsRead } from "./stack-outputs";
import type { Terraform, TerraformResult } from "./terraform";
import { writeEphemeral } from "./variables";

/** Result of applying a stack. */
export interface Applied {
  /** `outdated`: not applied, because it was planned with outputs of another stack that have changed since. */
  readonly outcome: "applied" | "unchanged" | "failed" | "interrupted" | "outdated";
  /** For a stack that is not applied: why, and what Terraform did before. */
  readonly message?: string;
}

/** Applies plans, one at a time. */
export class Applier {
  /** Names of the outputs that changed, by their stack. */
  private readonly changed = new Map<SynthesizedStack, readonly string[]>();
  /** Those of them that existed before, so that another stack may have read them. */
  private readonly replaced = new Map<SynthesizedStack, readonly string[]>();

  public constructor(
    private readonly terraform: Pick<Terraform, "apply" | "outputs">,
    private readonly folder: string,
    private readonly lockTimeout: string,
    private readonly progress: Pick<Progress, "begin" | "tell" | "end">,
    private readonly varFiles: readonly string[] = [],
  ) {}

  /**
   * Applies the plan of a stack, unless it was planned with outputs that an earlier apply has changed.
   *
   * @param hasChanges whether the plan changes anything
   */
  public async apply(stack: SynthesizedStack, hasChanges: boolean): Promise<Applied> {
    const outdated = this.explainOutdated(stack);
    if (outdated !== undefined) return { outcome: "outdated", message: outdated };
    if (!hasChanges) return { outcome: "unchanged" };
    this.progress.begin(stack.name, "apply");
    const log = new ResourceLog(stack);
    try {
      const before = await this.terraform.outputs(stack.directory);
      const result = await this.run(stack, log);
      if (!isComplete(result)) {
        // The error of the apply matters more than that the outputs cannot be read either.
        await this.recordOutputs(stack, before).catch(() => undefined);
        return this.fail(stack, explain(result, stack, log));
      }
      await this.recordOutputs(stack, before);
      this.progress.end(stack.name, result.summary);
      return { outcome: "applied" };
    } catch (error) {
      if (error instanceof UsageError) return this.fail(stack, `${error.message}\n\n${log.describe()}`);
      if (!(error instanceof Interrupted)) throw error;
      return { outcome: "interrupted", message: `${stack.name} was interrupted\n${log.describe()}` };
    }
  }

  /**
   * Returns the stacks that read outputs that this apply has changed, in their order. An output that did not exist before does not count:
   * no stack can have read it.
   */
  public findOutdated(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
    return stacks.filter((stack) => findUpstream(stack, this.replaced).length > 0);
  }

  private async recordOutputs(
    stack: SynthesizedStack,
    before: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const changed = findChangedOutputs(before, await this.terraform.outputs(stack.directory));
    this.changed.set(stack, changed);
    this.replaced.set(
      stack,
      changed.filter((name) => Object.hasOwn(before, name)),
    );
  }

  private fail({ name }: SynthesizedStack, why: string): Applied {
    this.progress.end(name, "failed");
    return { outcome: "failed", message: `${name} failed\n${why}` };
  }

  private async run(stack: SynthesizedStack, log: ResourceLog): Promise<TerraformResult> {
    const { plan } = locateFiles(this.folder, stack.name);
    const listen = (event: TerraformEvent): void => {
      log.record(event);
      this.progress.tell(stack.name, event["@message"]);
    };
    const varFiles = writeEphemeral(stack, this.varFiles, this.folder);
    return this.terraform.apply(stack.directory, plan, this.lockTimeout, listen, varFiles);
  }

  private explainOutdated(stack: SynthesizedStack): string | undefined {
    const upstream = findUpstream(stack, this.changed);
    if (upstream.length === 0) return undefined;
    return (
      `${stack.name} was planned with outputs of ${upstream.join(", ")} that this apply has changed: ` +
      "plan and review it again"
    );
  }
}

/** Returns the names of the stacks of which a stack reads one of these outputs. */
function findUpstream(
  reader: SynthesizedStack,
  outputs: ReadonlyMap<SynthesizedStack, readonly string[]>,
): string[] {
  return [...outputs]
    .filter(([stack, names]) => findOutputsRead(reader, stack, names).length > 0)
    .map(([{ name }]) => name);
}

/** Whether everything is applied: a wrapper around Terraform may turn the exit code of a failure into 0. */
function isComplete({ exitCode, diagnostics, summary }: TerraformResult): boolean {
  return exitCode === 0 && listErrors(diagnostics).length === 0 && summary !== "";
}

function explain(result: TerraformResult, stack: SynthesizedStack, log: ResourceLog): string {
  const summaries = result.diagnostics.map(({ summary }) => summary);
  if (summaries.includes("Saved plan is stale"))
    return `the state of ${stack.name} has changed since it was planned`;
  const isSaved = !summaries.some((summary) => /^Failed to (save|persist) state\b/.test(summary));
  return `${describeFailure(result, stack)}\n\n${log.describe(isSaved)}`;
}

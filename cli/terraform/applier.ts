import type { SynthesizedStack } from "../plan/synthesized";
import type { Progress } from "../progress/progress";
import { locatePlan } from "./planner";
import { describeFailure } from "./problems";
import { findChangedOutputs, findOutputsRead } from "./stack-outputs";
import type { Terraform, TerraformResult } from "./terraform";

/** Result of applying a stack. */
export interface Applied {
  /** `outdated`: not applied, because it was planned with outputs of another stack that have changed since. */
  readonly outcome: "applied" | "failed" | "outdated";
  /** For a stack that is not applied: why. */
  readonly message?: string;
}

/** Applies plans, one at a time. */
export class Applier {
  /** Names of the outputs that changed, by their stack. */
  private readonly changed = new Map<string, readonly string[]>();

  public constructor(
    private readonly terraform: Pick<Terraform, "apply" | "outputs">,
    private readonly folder: string,
    private readonly lockTimeout: string,
    private readonly progress: Pick<Progress, "begin" | "tell" | "end">,
  ) {}

  /** Applies the plan of a stack, unless it was planned with outputs that an earlier apply has changed. */
  public async apply(stack: SynthesizedStack): Promise<Applied> {
    const outdated = this.explainOutdated(stack);
    if (outdated !== undefined) return { outcome: "outdated", message: outdated };
    this.progress.begin(stack.name, "apply");
    const before = await this.terraform.outputs(stack.directory);
    const file = locatePlan(this.folder, stack.name);
    const result = await this.terraform.apply(stack.directory, file, this.lockTimeout, (event) => {
      this.progress.tell(stack.name, event["@message"]);
    });
    if (result.exitCode !== 0) {
      this.progress.end(stack.name, "failed");
      return { outcome: "failed", message: `${stack.name} failed\n${explain(result, stack)}` };
    }
    this.changed.set(stack.name, findChangedOutputs(before, await this.terraform.outputs(stack.directory)));
    this.progress.end(stack.name, result.summary);
    return { outcome: "applied" };
  }

  private explainOutdated(stack: SynthesizedStack): string | undefined {
    const upstream = stack.dependencies.filter((name) => {
      const read = findOutputsRead(stack, name);
      return this.changed.get(name)?.some((output) => read.has(output));
    });
    if (upstream.length === 0) return undefined;
    return (
      `${stack.name} was planned with outputs of ${upstream.join(", ")} that this apply has changed: ` +
      "plan and review it again"
    );
  }
}

function explain(result: TerraformResult, stack: SynthesizedStack): string {
  const isStale = result.diagnostics.some(({ summary }) => summary === "Saved plan is stale");
  return isStale
    ? `the state of ${stack.name} has changed since it was planned`
    : describeFailure(result, stack);
}

import type { ResourceChange, Side, StackReview } from "../model";
import { textAt } from "../plan/values";

/** Where a resource is, if known. */
export interface Place {
  readonly region?: string;
  readonly accountId?: string;
}

/** The stacks of a change, by name. */
export type Stacks = ReadonlyMap<string, StackReview>;

/** Returns the stacks of a change by name. */
export function indexStacks({ stacks }: { readonly stacks: readonly StackReview[] }): Stacks {
  return new Map(stacks.map((stack) => [stack.name, stack]));
}

/** Returns where a resource is: an existing one where its ARN says, a new one where its provider creates it. */
export function findPlace(resource: ResourceChange, side: Side, stacks: Stacks): Place {
  const values = resource[side];
  const own = textAt(values, "region");
  if (side === "before") {
    const [, , , region = "", accountId = ""] = textAt(values, "arn")?.split(":", 5) ?? [];
    return { region: own ?? (region || undefined), accountId: accountId || undefined };
  }
  const stack = stacks.get(resource.stack);
  return { region: own ?? resource.region ?? stack?.region, accountId: stack?.accountId };
}

/** Whether two places are certainly different. */
export function areApart(one: Place, other: Place): boolean {
  return differ(one.region, other.region) || differ(one.accountId, other.accountId);
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

import type { ResourceChange, Side, StackReview } from "../model";
import { textAt } from "../plan/values";
import { SERVICE } from "./resources";
import { findAccount, readAccount } from "./service";

/** Where a resource is, if known. */
export interface Place {
  readonly region?: string;
  /** Id of the account, or the profile of the credentials. */
  readonly account?: string;
}

/** The stacks of a change, by name. */
export type Stacks = ReadonlyMap<string, StackReview>;

/** Returns the stacks of a change by name. If the configuration of a stack does not name its account, its existing resources may. */
export function indexStacks({ stacks }: { readonly stacks: readonly StackReview[] }): Stacks {
  return new Map(
    stacks.map((stack) => [stack.name, { ...stack, account: stack.account ?? inferAccount(stack) }]),
  );
}

/** Returns the account of the existing resources of a stack, if all have the same. */
function inferAccount({ resources }: StackReview): string | undefined {
  const accounts = new Set(resources.flatMap(({ before }) => readAccount(textAt(before, "arn")) ?? []));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

/** Returns where a resource is: an existing one where its ARN says, a new one where its provider creates it. */
export function findPlace(resource: ResourceChange, side: Side, stacks: Stacks): Place {
  const values = resource[side];
  const own = textAt(values, "region");
  const stack = stacks.get(resource.stack);
  if (side === "before") {
    const [, , , region = "", id = ""] = textAt(values, "arn")?.split(":", 5) ?? [];
    // A stack that names a profile can only be compared with others that do.
    const account = stack?.account?.startsWith("profile ") === true ? stack.account : id;
    return { region: own ?? (region || undefined), account: account || undefined };
  }
  const account = stack?.account ?? (resource.type === SERVICE ? findAccount(resource) : undefined);
  return { region: own ?? resource.region ?? stack?.region, account };
}

/** Whether two places are certainly different. */
export function areApart(one: Place, other: Place): boolean {
  return differ(one.region, other.region) || differ(one.account, other.account);
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

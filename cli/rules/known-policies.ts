import { type ResourceChange, type Side, Unknown, type Value } from "../model";
import { at, textAt } from "../plan/values";
import { readManagedPolicy } from "./managed-policies";
import { parsePolicy, type Statement } from "./policies";
import { findByType, isDestroyed } from "./resources";
import type { WholeChange } from "./rule";

/** Contents of a customer-managed or AWS-managed policy on one side of the change. */
interface KnownPolicy {
  /** Absent if they are not in the plan. */
  readonly statements?: readonly Statement[];
  /** Whether the change may give it other contents, which are unknown. */
  readonly uncertain: boolean;
  /** The resource, if a reviewed stack manages it. */
  readonly source?: ResourceChange;
}

/** Finds the policy with an ARN, which may be unknown. Returns undefined if no such policy exists on this side. */
export type FindPolicy = (arn: Value, side: Side, stack: string) => KnownPolicy | undefined;

/** Reads the policies of the plans. */
export function readPolicies(change: WholeChange): FindPolicy {
  const byArn = new Map<string, ResourceChange>();
  const withoutArn = new Map<string, ResourceChange[]>();
  for (const policy of findByType(change, "aws_iam_policy")) {
    const arn = textAt(policy.before, "arn") ?? textAt(policy.after, "arn");
    if (arn !== undefined) byArn.set(arn, policy);
    if (!(at(policy.after, "arn") instanceof Unknown)) continue;
    const others = withoutArn.get(policy.stack);
    if (others) others.push(policy);
    else withoutArn.set(policy.stack, [policy]);
  }
  const read = rememberReads();
  return (arn, side, stack) => {
    if (typeof arn !== "string")
      return mergePolicies((withoutArn.get(stack) ?? []).map((one) => read(one, side)));
    const policy = byArn.get(arn);
    if (policy) return side === "after" && isDestroyed(policy) ? undefined : read(policy, side);
    const managed = readManagedPolicy(arn);
    return { ...(managed && { statements: managed }), uncertain: false };
  };
}

/** Many roles can have the same policy, so each is read only once. */
function rememberReads(): (policy: ResourceChange, side: Side) => KnownPolicy {
  const known = {
    before: new Map<ResourceChange, KnownPolicy>(),
    after: new Map<ResourceChange, KnownPolicy>(),
  };
  return (policy, side) => {
    const found = known[side].get(policy) ?? readPolicy(policy, side);
    known[side].set(policy, found);
    return found;
  };
}

function readPolicy(policy: ResourceChange, side: Side): KnownPolicy {
  const statements = parsePolicy(at(policy.action === "forget" ? policy.before : policy[side], "policy"));
  return {
    ...(statements && { statements }),
    uncertain: side === "after" && statements === undefined && policy.action !== "no-op",
    source: policy,
  };
}

/** What an unknown ARN can mean: one of the policies that the stack creates. Each of their permissions may be granted. */
function mergePolicies(created: readonly KnownPolicy[]): KnownPolicy {
  const [first = { uncertain: true }, ...others] = created;
  if (others.length === 0) return first;
  return {
    statements: created.flatMap(({ statements = [] }) => statements.filter(({ allows }) => allows)),
    uncertain: created.some(({ uncertain }) => uncertain),
  };
}

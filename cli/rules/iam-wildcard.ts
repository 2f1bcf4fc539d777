import type { ResourceChange } from "../model";
import { at } from "../plan/values";
import { type Statement, statementsOf } from "./policies";
import { ofType } from "./resources";
import type { Rule } from "./rule";
import { label, list } from "./wording";

const POLICIES = ["aws_iam_role_policy", "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy"];

/** Actions that know no resources: theirs is always `*`. */
const WITHOUT_RESOURCES =
  /^(ecr:GetAuthorizationToken|sts:GetCallerIdentity|cloudwatch:PutMetricData|xray:(Put\w+|Get\w+)|ec2:Describe\w+|[\w-]+:List\w+)$/;

/** A policy that allows more than anybody can need. */
export const iamWildcard: Rule = {
  name: "iam-wildcard",
  severity: "warning",
  title: "A policy allows everything of a kind",
  *check(change) {
    for (const policy of ofType(change, ...POLICIES)) {
      const before = new Set(wildcardsOf(policy, "before"));
      const added = wildcardsOf(policy, "after").filter((wildcard) => !before.has(wildcard));
      if (added.length === 0) continue;
      yield {
        resource: policy,
        message: `${label(policy)} is to allow ${list(added)}. Whoever takes over the container has it too.`,
        remedy: "Name the actions and the ARNs that are needed; the grant… methods of the constructs do.",
      };
    }
  },
};

function wildcardsOf(policy: ResourceChange, side: "before" | "after"): string[] {
  return statementsOf(at(policy[side], "policy"))
    .filter(({ allows }) => allows)
    .flatMap(wildcardsIn);
}

function wildcardsIn({ actions, resources, conditional }: Statement): string[] {
  const everywhere = resources.includes("*") && !conditional;
  return actions
    .filter((action) => /(^|:)\*$/.test(action) || (everywhere && !WITHOUT_RESOURCES.test(action)))
    .map((action) => `${action} on ${resources.join(", ")}`);
}

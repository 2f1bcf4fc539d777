import type { ResourceChange, Side } from "../model";
import { at } from "../plan/values";
import { joinWithAnd } from "../text/lists";
import { parseStatements, type Statement } from "./policies";
import { findByType, ROLE_POLICY } from "./resources";
import type { Rule } from "./rule";
import { labelResource } from "./wording";

const POLICIES = [ROLE_POLICY, "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy"];

/** Actions without resource-level permissions: their resource is always `*`. */
const WITHOUT_RESOURCES =
  /^(ecr:GetAuthorizationToken|sts:GetCallerIdentity|cloudwatch:PutMetricData|xray:(Put\w+|Get\w+)|ec2:Describe\w+|[\w-]+:List\w+)$/;

/** A policy allows more than a service can need. */
export const iamWildcard: Rule = {
  name: "iam-wildcard",
  severity: "warning",
  title: "A policy grants wildcard permissions",
  *check(change) {
    for (const policy of findByType(change, ...POLICIES)) {
      const before = new Set(findWildcards(policy, "before"));
      const added = findWildcards(policy, "after").filter((wildcard) => !before.has(wildcard));
      if (added.length === 0) continue;
      yield {
        resource: policy,
        message: `${labelResource(policy)} allows ${joinWithAnd(added)}. Anyone who takes over the container gets these permissions.`,
        remedy:
          "Allow only the actions and ARNs that are needed, as the grant… methods of the constructs do.",
      };
    }
  },
};

function findWildcards(policy: ResourceChange, side: Side): string[] {
  return parseStatements(at(policy[side], "policy"))
    .filter(({ allows }) => allows)
    .flatMap(listWildcards);
}

function listWildcards({ actions, resources, conditional }: Statement): string[] {
  const everywhere = resources.includes("*") && !conditional;
  return actions
    .filter((action) => /(^|:)\*$/.test(action) || (everywhere && !WITHOUT_RESOURCES.test(action)))
    .map((action) => `'${action}' on ${resources.map((resource) => `'${resource}'`).join(", ")}`);
}

import type { ResourceChange, Side } from "../model";
import { at } from "../plan/values";
import { parseStatements } from "./policies";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readServiceName } from "./service";
import { labelResource } from "./wording";

/** Resource policies, with what they allow. */
const POLICIES: Readonly<Record<string, string>> = {
  aws_ecr_repository_policy: "pull images",
  aws_secretsmanager_secret_policy: "read the secret",
};

/** Something that only a VPC or an account could reach becomes public. */
export const madePublic: Rule = {
  name: "made-public",
  severity: "error",
  title: "A service, a repository or a secret becomes public",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      if (!isPublic(service, "after") || isPublic(service, "before") !== false) continue;
      yield {
        resource: service,
        message: `The service '${readServiceName(service)}' is private and becomes reachable from the internet.`,
        remedy: "Before you merge, make sure that it authenticates its callers, and add a web ACL (webAcl).",
      };
    }
    for (const policy of findByType(change, ...Object.keys(POLICIES))) {
      if (isOpen(policy, "before") || !isOpen(policy, "after")) continue;
      yield {
        resource: policy,
        message: `The policy ${labelResource(policy)} lets everyone ${POLICIES[policy.type] ?? ""}: its principal is '*' without a condition.`,
        remedy: "Name the accounts or roles, or add a condition such as aws:PrincipalOrgID.",
      };
    }
  },
};

function isPublic(service: ResourceChange, side: Side): boolean | undefined {
  const value = at(
    service[side],
    "network_configuration",
    0,
    "ingress_configuration",
    0,
    "is_publicly_accessible",
  );
  return typeof value === "boolean" ? value : undefined;
}

function isOpen(policy: ResourceChange, side: Side): boolean {
  return parseStatements(at(policy[side], "policy")).some(
    ({ allows, principals, conditional }) => allows && !conditional && principals.includes("*"),
  );
}

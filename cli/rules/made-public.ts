import type { ResourceChange, Side } from "../model";
import { at } from "../plan/values";
import { parseStatements } from "./policies";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readServiceName } from "./service";
import { labelResource } from "./wording";

/** Resources whose policy says who may use them. */
const POLICIES: Readonly<Record<string, string>> = {
  aws_ecr_repository_policy: "pull its images",
  aws_secretsmanager_secret_policy: "read the secret",
};

/** What only a VPC or an account could reach is open to everybody. */
export const madePublic: Rule = {
  name: "made-public",
  severity: "error",
  title: "Something becomes reachable by everybody",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      if (!isPublic(service, "after") || isPublic(service, "before") !== false) continue;
      yield {
        resource: service,
        message: `The service '${readServiceName(service)}' is private, and is to be reached from the internet.`,
        remedy:
          "See that it authenticates its callers, and put a web ACL before it (webAcl), before this is merged.",
      };
    }
    for (const policy of findByType(change, ...Object.keys(POLICIES))) {
      if (isOpen(policy, "before") || !isOpen(policy, "after")) continue;
      yield {
        resource: policy,
        message: `The policy ${labelResource(policy)} lets everybody ${POLICIES[policy.type] ?? ""}: its principal is '*', without a condition.`,
        remedy: "Name the accounts or the roles, or add a condition such as aws:PrincipalOrgID.",
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

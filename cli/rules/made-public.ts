import type { ResourceChange, Side } from "../model";
import { at, textAt } from "../plan/values";
import { deniesOtherCallers, limitsCallers } from "./conditions";
import { covers, coversAll } from "./globs";
import { groupBy } from "./group-by";
import { parseStatements, type Statement } from "./policies";
import { findByType, SECRET, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readServiceName } from "./service";
import { joinQuoted, labelResource } from "./wording";

/** A kind of resource that has a policy of who may use it. */
interface PolicyKind {
  /** Argument that names the repository or secret, which the policy is for. */
  readonly of: string;
  /** What the main action does, in words. */
  readonly use: string;
  /** The main action, in lower case. */
  readonly action: string;
}

const READS_SECRET = { use: "read the secret", action: "secretsmanager:getsecretvalue" };

const POLICIES: Readonly<Record<string, PolicyKind>> = {
  aws_ecr_repository_policy: { of: "repository", use: "pull images", action: "ecr:batchgetimage" },
  aws_secretsmanager_secret_policy: { of: "secret_arn", ...READS_SECRET },
  [SECRET]: { of: "arn", ...READS_SECRET },
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
    const policies = findByType(change, ...Object.keys(POLICIES));
    const bySubject = groupBy(policies, (policy) => readSubject(policy, "before"));
    for (const policy of policies) {
      const others = bySubject.get(readSubject(policy, "after") ?? "") ?? [];
      const before = [policy, ...others].flatMap((one) => findOpen(one, "before"));
      const open = findOpen(policy, "after").filter((action) => !before.some((one) => isPart(action, one)));
      if (open.length === 0) continue;
      yield {
        resource: policy,
        message: `The policy ${policy.type === SECRET ? "of " : ""}${labelResource(policy)} lets everyone ${describeUse(policy, open)}: its principal is '*', and no condition limits the callers.`,
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

/** Returns the repository or secret that a policy is for. */
function readSubject({ type, before, after }: ResourceChange, side: Side): string | undefined {
  return textAt(side === "before" ? before : after, POLICIES[type]?.of ?? "");
}

/** Returns the actions that a policy allows everyone. Secrets Manager rejects those of a policy with `block_public_policy`. */
function findOpen(policy: ResourceChange, side: Side): string[] {
  if (at(policy[side], "block_public_policy") === true) return [];
  const statements = parseStatements(at(policy[side], "policy"));
  const denied = statements.filter(deniesOtherCallers);
  return statements
    .filter(({ allows, everyone, conditions }) => allows && everyone && !limitsCallers(conditions))
    .flatMap((statement) => listActions(statement, denied));
}

/** Returns the allowed actions that no statement denies to other callers. */
function listActions({ actions, lowerActions }: Statement, denied: readonly Statement[]): string[] {
  return actions.include.filter(
    (_, index) =>
      !denied.some((deny) =>
        coversAll(deny.lowerActions, lowerActions.include[index] ?? "", lowerActions.exclude),
      ),
  );
}

function isPart(action: string, of: string): boolean {
  return covers(of.toLowerCase(), action.toLowerCase());
}

function describeUse({ type }: ResourceChange, actions: readonly string[]): string {
  const kind = POLICIES[type];
  const isMain = kind && actions.some((action) => covers(action.toLowerCase(), kind.action));
  return isMain ? kind.use : `call ${joinQuoted(actions)}`;
}

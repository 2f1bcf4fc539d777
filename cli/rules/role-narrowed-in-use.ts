import { type ResourceChange, type Side, Unknown } from "../model";
import { at, textAt } from "../plan/values";
import { listPermissions, parseStatements } from "./policies";
import { findByType, isDestroyed, ROLE_POLICY, SERVICE } from "./resources";
import type { Problem, Rule, WholeChange } from "./rule";
import { findRemainingServices, readRun, readServiceName } from "./service";
import { joinWithAnd } from "../text/lists";

/** Maximum number of permissions that a message lists. */
const LISTED = 5;

/** Permissions change immediately, before the next deployment. */
export const roleNarrowedInUse: Rule = {
  name: "role-narrowed-in-use",
  severity: "warning",
  title: "The role of a running service loses permissions",
  reads: [SERVICE],
  *check(change) {
    for (const policy of findByType(change, ROLE_POLICY)) yield* findLostPermissions(policy, change);
    for (const attachment of findByType(change, "aws_iam_role_policy_attachment")) {
      if (!isDestroyed(attachment)) continue;
      yield* describeNarrowed(
        attachment,
        textAt(attachment.before, "role"),
        [`the policy '${textAt(attachment.before, "policy_arn") ?? ""}'`],
        change,
      );
    }
    for (const role of findByType(change, "aws_iam_role")) {
      const [before, after] = [
        textAt(role.before, "permissions_boundary"),
        textAt(role.after, "permissions_boundary"),
      ];
      if (role.action !== "update" || after === undefined || before === after) continue;
      yield* describeNarrowed(
        role,
        textAt(role.before, "name"),
        [`everything outside the permissions boundary '${after}'`],
        change,
        "Set the permissions boundary in a later change.",
      );
    }
  },
};

function* findLostPermissions(policy: ResourceChange, change: WholeChange): Generator<Problem> {
  const after = at(policy.after, "policy");
  if (!["update", "delete"].includes(policy.action) || after instanceof Unknown) return;
  const kept = listPermissions(parseStatements(after));
  const lost = [...listPermissions(parseStatements(at(policy.before, "policy")))].filter(
    (permission) => !kept.has(permission),
  );
  yield* describeNarrowed(policy, textAt(policy.before, "role"), lost, change);
}

function* describeNarrowed(
  resource: ResourceChange,
  role: string | undefined,
  lost: readonly string[],
  change: WholeChange,
  later = "Remove them in a later change.",
): Generator<Problem> {
  for (const service of findRemainingServices(change)) {
    if (!usesRole(service, role)) continue;
    const missed = lost.filter((permission) => !isGivenUp(permission, service));
    if (missed.length === 0) continue;
    yield {
      resource,
      message: `The role of '${readServiceName(service)}' loses ${listMissed(missed)}. This takes effect immediately, including for running instances.`,
      remedy: `First deploy a version that does not need these permissions. ${later}`,
    };
  }
}

function listMissed(missed: readonly string[]): string {
  const listed = missed.slice(0, LISTED);
  return missed.length > LISTED
    ? `${listed.join(", ")} and ${missed.length - LISTED} more`
    : joinWithAnd(listed);
}

/** Whether the service has the role and keeps it in this change. */
function usesRole(service: ResourceChange, role: string | undefined): boolean {
  const paths = [
    ["instance_configuration", 0, "instance_role_arn"],
    ["source_configuration", 0, "authentication_configuration", 0, "access_role_arn"],
  ];
  return paths.some((path) => {
    const [before, after] = [textAt(service.before, ...path), at(service.after, ...path)];
    return (
      role !== undefined &&
      before?.split("/").at(-1) === role &&
      (after === before || after instanceof Unknown)
    );
  });
}

/** Whether the permission is for a secret that the service no longer uses after this change. */
function isGivenUp(permission: string, service: ResourceChange): boolean {
  const arns = (side: Side): string[] =>
    Object.values(readRun(service, side).secrets).flatMap((from) =>
      typeof from === "string" ? [from.split(":").slice(0, 7).join(":")] : [],
    );
  const still = arns("after");
  return arns("before").some((arn) => permission.endsWith(` on '${arn}'`) && !still.includes(arn));
}

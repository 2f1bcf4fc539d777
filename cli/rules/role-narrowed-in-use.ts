import { type ResourceChange, Unknown } from "../model";
import { at, text } from "../plan/values";
import { permissionsOf, statementsOf } from "./policies";
import { isDestroyed, ofType } from "./resources";
import type { Problem, Rule, WholeChange } from "./rule";
import { remainingServices, runOf, SERVICE, serviceName } from "./service";
import { list } from "./wording";

/** At most this many permissions are listed. */
const LISTED = 5;

/** A running service loses permissions of its role. */
export const roleNarrowedInUse: Rule = {
  name: "role-narrowed-in-use",
  severity: "warning",
  title: "The role of a running service may do less",
  reads: [SERVICE],
  *check(change) {
    for (const policy of ofType(change, "aws_iam_role_policy")) yield* lostPermissions(policy, change);
    for (const attachment of ofType(change, "aws_iam_role_policy_attachment")) {
      if (!isDestroyed(attachment)) continue;
      yield* narrowed(
        attachment,
        text(attachment.before, "role"),
        [`policy ${text(attachment.before, "policy_arn") ?? ""}`],
        change,
      );
    }
    for (const role of ofType(change, "aws_iam_role")) {
      const [before, after] = [
        text(role.before, "permissions_boundary"),
        text(role.after, "permissions_boundary"),
      ];
      if (role.action !== "update" || after === undefined || before === after) continue;
      yield* narrowed(role, text(role.before, "name"), [`everything beyond the boundary ${after}`], change);
    }
  },
};

function* lostPermissions(policy: ResourceChange, change: WholeChange): Generator<Problem> {
  const after = at(policy.after, "policy");
  if (!["update", "delete"].includes(policy.action) || after instanceof Unknown) return;
  const kept = permissionsOf(statementsOf(after));
  const lost = [...permissionsOf(statementsOf(at(policy.before, "policy")))].filter(
    (permission) => !kept.has(permission),
  );
  yield* narrowed(policy, text(policy.before, "role"), lost, change);
}

function* narrowed(
  resource: ResourceChange,
  role: string | undefined,
  lost: readonly string[],
  change: WholeChange,
): Generator<Problem> {
  for (const service of remainingServices(change)) {
    if (!usesRole(service, role)) continue;
    const missed = lost.filter((permission) => !isGivenUp(permission, service));
    if (missed.length === 0) continue;
    const more = missed.length > LISTED ? ` and ${missed.length - LISTED} more` : "";
    yield {
      resource,
      message: `The role of '${serviceName(service)}' loses ${list(missed.slice(0, LISTED))}${more}. That holds at once, also for what runs now.`,
      remedy: "Deploy a version that does not need it first, and take it away in a later change.",
    };
  }
}

/** It has the role now, and does not leave it in the same change. */
function usesRole(service: ResourceChange, role: string | undefined): boolean {
  const paths = [
    ["instance_configuration", 0, "instance_role_arn"],
    ["source_configuration", 0, "authentication_configuration", 0, "access_role_arn"],
  ];
  return paths.some((path) => {
    const [before, after] = [text(service.before, ...path), at(service.after, ...path)];
    return (
      role !== undefined &&
      before?.split("/").at(-1) === role &&
      (after === before || after instanceof Unknown)
    );
  });
}

/** A secret that the service gives up in the same change. */
function isGivenUp(permission: string, service: ResourceChange): boolean {
  const arns = (side: "before" | "after"): string[] =>
    Object.values(runOf(service, side).secrets).flatMap((from) =>
      typeof from === "string" ? [from.split(":").slice(0, 7).join(":")] : [],
    );
  const still = arns("after");
  return arns("before").some((arn) => permission.endsWith(` on ${arn}`) && !still.includes(arn));
}

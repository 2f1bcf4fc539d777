import type { ResourceChange, Side, Value } from "../model";
import { at, textAt } from "../plan/values";
import { limitsAnything } from "./conditions";
import { matchesAll, matchesAllOfKind } from "./globs";
import { groupBy } from "./group-by";
import { needsAll } from "./known-actions";
import { isBroadManagedPolicy, readManagedPolicy } from "./managed-policies";
import { describePermission, isCovered, listPermissions, type Permission } from "./permissions";
import { parseStatements, type Statement } from "./policies";
import { findByType, ROLE_POLICY } from "./resources";
import type { Rule } from "./rule";
import { joinFirst, labelResource } from "./wording";

/** Resources with a policy document, or that attach policies. */
const TYPES = [
  ROLE_POLICY,
  "aws_iam_role",
  "aws_iam_policy",
  "aws_iam_user_policy",
  "aws_iam_group_policy",
  "aws_iam_policy_attachment",
  ...["role", "user", "group"].flatMap((kind) => [
    `aws_iam_${kind}_policy_attachment`,
    `aws_iam_${kind}_policy_attachments_exclusive`,
  ]),
];

/** A policy allows more than a service can need. */
export const iamWildcard: Rule = {
  name: "iam-wildcard",
  severity: "warning",
  title: "A policy grants wildcard permissions",
  readsRelated: ["aws_iam_policy"],
  *check(change) {
    const policies = findByType(change, ...TYPES);
    const granted = indexGranted(policies);
    const find = indexStatements(policies);
    const broad = indexBroad(policies, find);
    for (const policy of policies) {
      const after = readContents(policy, "after");
      const before = [
        readContents(policy, "before"),
        ...(granted.get(readHolder(policy, "after") ?? "") ?? []),
      ];
      const added = listWildcards(after, before, broad, find);
      if (added.length === 0) continue;
      yield {
        resource: policy,
        message: `${labelResource(policy)} allows ${joinFirst(added)}. Anyone who takes over the container gets these permissions.`,
        remedy:
          "Allow only the actions and ARNs that are needed, as the grant… methods of the constructs do.",
      };
    }
  },
};

/** What a resource grants. */
interface Contents {
  readonly statements: readonly Statement[];
  /** ARNs of the policies that it attaches. */
  readonly attached: readonly string[];
}

type FindStatements = (arn: string) => readonly Statement[];

function readContents(policy: ResourceChange, side: Side): Contents {
  const state = policy[side];
  const inline = listItems(at(state, "inline_policy")).map((block) => at(block, "policy"));
  const arns = ["policy_arns", "managed_policy_arns"].flatMap((name) => listItems(at(state, name)));
  return {
    statements: [at(state, "policy"), ...inline].flatMap(parseStatements).filter(({ allows }) => allows),
    attached: [at(state, "policy_arn"), ...arns].filter((arn) => typeof arn === "string"),
  };
}

/** Returns what policies grant before the change, by their role, user or group: to move it to another policy grants nothing new. */
function indexGranted(policies: readonly ResourceChange[]): ReadonlyMap<string, readonly Contents[]> {
  const byHolder = groupBy(policies, (policy) => readHolder(policy, "before"));
  return new Map(
    [...byHolder].map(([holder, all]) => [holder, all.map((one) => readContents(one, "before"))]),
  );
}

/** Returns a function that finds what a policy with an ARN allows before the change; nothing if that is not known. */
function indexStatements(policies: readonly ResourceChange[]): FindStatements {
  const byArn = groupBy(policies, ({ type, before }) =>
    type === "aws_iam_policy" ? textAt(before, "arn") : undefined,
  );
  return (arn) => {
    const managed = readManagedPolicy(arn)?.filter(({ allows }) => allows);
    return managed ?? (byArn.get(arn) ?? []).flatMap((policy) => readContents(policy, "before").statements);
  };
}

/** Returns the ARNs of unchanged policies with wildcards. To attach one grants them. */
function indexBroad(policies: readonly ResourceChange[], find: FindStatements): ReadonlySet<string> {
  const arns = policies
    .filter(({ type, action }) => type === "aws_iam_policy" && action === "no-op")
    .map(({ after }) => textAt(after, "arn") ?? "");
  return new Set(arns.filter((arn) => find(arn).flatMap(listPermissions).some(isWildcard)));
}

/** Returns the role, user or group that has a policy, if it is known and a single one. */
function readHolder({ type, before, after }: ResourceChange, side: Side): string | undefined {
  const state = side === "before" ? before : after;
  const key = ["role", "user", "group"].find(
    (kind) => textAt(state, kind) !== undefined || textAt(state, `${kind}_name`) !== undefined,
  );
  if (key !== undefined) return `${key} ${textAt(state, key) ?? textAt(state, `${key}_name`) ?? ""}`;
  const name = textAt(state, "name");
  if (name === undefined || type === "aws_iam_policy_attachment") return undefined;
  return type === "aws_iam_role" ? `role ${name}` : `policy ${name}`;
}

/** Returns the wildcards that were not granted before. */
function listWildcards(
  { statements, attached }: Contents,
  before: readonly Contents[],
  broad: ReadonlySet<string>,
  find: FindStatements,
): string[] {
  const attachedBefore = new Set(before.flatMap((contents) => contents.attached));
  const known = [...before.flatMap((contents) => contents.statements), ...[...attachedBefore].flatMap(find)];
  const granted = statements
    .flatMap(listPermissions)
    .filter((permission) => isWildcard(permission) && !isCovered(permission, known))
    .map(describePermission);
  const isNew = (arn: string): boolean => {
    const wildcards = find(arn).flatMap(listPermissions).filter(isWildcard);
    return wildcards.length === 0 || wildcards.some((permission) => !isCovered(permission, known));
  };
  const added = attached
    .filter((arn) => !attachedBefore.has(arn) && (isBroadManagedPolicy(arn) || broad.has(arn)) && isNew(arn))
    .map((arn) => `everything in '${arn}'`);
  return [...new Set([...granted, ...added])];
}

function isWildcard({ lowerAction, resource, statement }: Permission): boolean {
  if (/(^|:)\*+$/.test(lowerAction)) return true;
  if (limitsAnything(statement.conditions)) return false;
  return matchesAll(resource) ? !needsAll(lowerAction) : matchesAllOfKind(resource);
}

function listItems(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

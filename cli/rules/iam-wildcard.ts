import type { ResourceChange, Side, Value } from "../model";
import { at, textAt } from "../plan/values";
import { limitsAnything } from "./conditions";
import { ACTIONS_WITHOUT_RESOURCES } from "./data/actions-without-resources";
import { isBroadManagedPolicy } from "./managed-policies";
import { describePermission, isCovered, listPermissions, type Permission } from "./permissions";
import { parseStatements, type Statement } from "./policies";
import { findByType, isDestroyed, ROLE_POLICY } from "./resources";
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
    const moved = indexMoved(policies);
    const broad = indexBroad(policies);
    for (const policy of policies) {
      const after = readContents(policy, "after");
      const before = [readContents(policy, "before"), ...(moved.get(readHolder(policy, "after")) ?? [])];
      const added = listWildcards(after, before, broad);
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

function readContents(policy: ResourceChange, side: Side): Contents {
  const state = policy[side];
  const inline = listItems(at(state, "inline_policy")).map((block) => at(block, "policy"));
  const arns = ["policy_arns", "managed_policy_arns"].flatMap((name) => listItems(at(state, name)));
  return {
    statements: [at(state, "policy"), ...inline].flatMap(parseStatements).filter(({ allows }) => allows),
    attached: [at(state, "policy_arn"), ...arns].filter((arn) => typeof arn === "string"),
  };
}

/** Returns what destroyed policies grant, by their role, user or group: to move it to another policy grants nothing new. */
function indexMoved(policies: readonly ResourceChange[]): ReadonlyMap<string, readonly Contents[]> {
  const moved = new Map<string, Contents[]>();
  for (const policy of policies.filter(isDestroyed)) {
    const holder = readHolder(policy, "before");
    const others = moved.get(holder);
    if (others) others.push(readContents(policy, "before"));
    else if (holder !== "") moved.set(holder, [readContents(policy, "before")]);
  }
  return moved;
}

/** Returns the ARNs of unchanged policies with wildcards. To attach one grants them. */
function indexBroad(policies: readonly ResourceChange[]): ReadonlySet<string> {
  const arns = policies
    .filter(({ type, action }) => type === "aws_iam_policy" && action === "no-op")
    .filter((policy) => listWildcards(readContents(policy, "after"), [], new Set()).length > 0)
    .map(({ after }) => textAt(after, "arn") ?? "");
  return new Set(arns);
}

/** Returns the role, user or group that has a policy; empty if it is unknown or not a single one. */
function readHolder({ type, before, after }: ResourceChange, side: Side): string {
  const state = side === "before" ? before : after;
  const key = ["role", "user", "group"].find(
    (kind) => textAt(state, kind) !== undefined || textAt(state, `${kind}_name`) !== undefined,
  );
  if (key !== undefined) return `${key} ${textAt(state, key) ?? textAt(state, `${key}_name`) ?? ""}`;
  const name = textAt(state, "name");
  if (name === undefined || type === "aws_iam_policy_attachment") return "";
  return type === "aws_iam_role" ? `role ${name}` : `policy ${name}`;
}

/** Returns the wildcards that were not granted before. */
function listWildcards(
  { statements, attached }: Contents,
  before: readonly Contents[],
  broad: ReadonlySet<string>,
): string[] {
  const known = before.flatMap((contents) => contents.statements);
  const granted = statements
    .flatMap(listPermissions)
    .filter((permission) => isWildcard(permission) && !isCovered(permission, known))
    .map(describePermission);
  const attachedBefore = new Set(before.flatMap((contents) => contents.attached));
  const added = attached
    .filter((arn) => !attachedBefore.has(arn) && (isBroadManagedPolicy(arn) || broad.has(arn)))
    .map((arn) => `everything in '${arn}'`);
  return [...new Set([...granted, ...added])];
}

function isWildcard({ lowerAction, resource, statement }: Permission): boolean {
  if (/(^|:)\*+$/.test(lowerAction)) return true;
  return /^\*+$/.test(resource) && !limitsAnything(statement.conditions) && !needsAll(lowerAction);
}

let actionsThatNeedAll: ReadonlySet<string> | undefined;

/** Whether AWS allows an action only on `*`, because it is not for a single resource. */
function needsAll(lowerAction: string): boolean {
  actionsThatNeedAll ??= new Set(
    ACTIONS_WITHOUT_RESOURCES.trim()
      .split("\n")
      .flatMap((line) => {
        const [service = "", ...actions] = line.toLowerCase().split(" ");
        return actions.map((action) => `${service}:${action}`);
      }),
  );
  return actionsThatNeedAll.has(lowerAction);
}

function listItems(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

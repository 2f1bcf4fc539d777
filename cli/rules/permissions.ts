import type { ResourceChange } from "../model";
import { deniesOnlyPlainHttp, isImplied } from "./conditions";
import { covers, coversAll, haveCommon, matchesAll, type Matcher, overlaps } from "./globs";
import { expandAction } from "./known-actions";
import type { Statement } from "./policies";
import { joinQuoted } from "./wording";

/** A policy of a role, or its permissions boundary, on one side of the change. */
export interface Grant {
  /** Is the same before and after: the ARN of the policy, or the address of an inline one. */
  readonly id: string;
  /** Name for messages, such as `the policy 'arn:…'`. */
  readonly label: string;
  /** Absent if the contents are not in the plan. */
  readonly statements?: readonly Statement[];
  /** Whether the change may give it other contents, which are unknown. */
  readonly uncertain: boolean;
  /** The resources that define it. */
  readonly sources: readonly ResourceChange[];
}

/** All policies of a role, on one side of the change. */
export interface RoleAccess {
  readonly grants: readonly Grant[];
  readonly boundary?: Grant;
  /** Whether the role may have policies that are not in the plan. */
  readonly incomplete: boolean;
}

/** Something that a role may do before the change, but not after it. */
export interface Loss {
  /** Such as `'s3:GetObject' on 'arn:aws:s3:::uploads/*'`. */
  readonly text: string;
  /** What takes it: a policy that allows less, a new Deny statement, or a permissions boundary. */
  readonly kind: "allow" | "deny" | "boundary";
  /** The policy or boundary that causes it. */
  readonly grant: Grant;
  /** Absent if the contents of the policy are unknown. */
  readonly permission?: Permission;
}

/** One action of a statement on one of its resources, both as patterns. */
export interface Permission {
  readonly action: string;
  readonly lowerAction: string;
  readonly resource: string;
  readonly statement: Statement;
}

const ALL = { include: ["*"], exclude: [] };

const ALLOW_ALL: Statement = {
  allows: true,
  actions: ALL,
  lowerActions: ALL,
  resources: ALL,
  everyone: false,
  services: [],
  conditions: [],
};

/** Yields what a role may do before the change, but not after it. */
export function* findLosses(before: RoleAccess, after: RoleAccess): Generator<Loss> {
  if (!after.grants.some(({ uncertain }) => uncertain)) {
    yield* findLostPolicies(before.grants, after.grants);
    yield* findLostPermissions(before, after.grants);
  }
  yield* findNewDenies(before, listStatements(before.grants), after.grants);
  if (after.boundary) yield* findBoundaryLosses(before, after.boundary);
}

/** Yields the policies with unknown contents that the role no longer has. */
function* findLostPolicies(before: readonly Grant[], after: readonly Grant[]): Generator<Loss> {
  const kept = new Set(after.map(({ id }) => id));
  const lost = before.filter(({ id, statements }) => statements === undefined && !kept.has(id));
  if (lost.length === 0 || allowsAll(listStatements(after))) return;
  for (const grant of lost) yield { kind: "allow", text: grant.label, grant };
}

function* findLostPermissions(before: RoleAccess, grants: readonly Grant[]): Generator<Loss> {
  const after = listStatements(grants);
  const same = new Set(after.map((statement) => JSON.stringify(statement)));
  const allowed = after.filter(({ allows }) => allows);
  const had = new Set(before.grants.map(({ id }) => id));
  // A policy with unknown contents that the role gets may allow it, but not everything.
  const unknown = grants.some(({ id, statements }) => statements === undefined && !had.has(id));
  for (const { grant, permission } of listEffective(before)) {
    if (same.has(JSON.stringify(permission.statement)) || isCovered(permission, allowed)) continue;
    if (unknown && permission.action !== "*") continue;
    const limited = isCovered(permission, allowed, false);
    const text = `${describePermission(permission)}${limited ? " unless a new condition is met" : ""}`;
    yield { kind: "allow", text, grant, permission };
  }
}

/** Yields what new Deny statements take from the role. `known` are the statements that may have denied it before. */
function* findNewDenies(
  { grants, incomplete }: RoleAccess,
  known: readonly Statement[],
  after: readonly Grant[],
): Generator<Loss> {
  const denied = known.filter(({ allows }) => !allows);
  const allowed = listStatements(grants)
    .filter(({ allows }) => allows)
    .flatMap(listPermissions);
  const unsure =
    (incomplete && allowed.length === 0) || grants.some(({ statements }) => statements === undefined);
  for (const grant of after) {
    for (const statement of grant.statements ?? []) {
      if (statement.allows || deniesOnlyPlainHttp(statement)) continue;
      const how = statement.conditions.length > 0 ? "denied if a condition is met" : "denied";
      const taken = listPermissions(statement).flatMap((permission) => {
        const common = allowed.flatMap((one) => intersect(one, permission));
        return common.length === 0 && unsure ? [permission] : common;
      });
      for (const permission of taken)
        if (!isCovered(permission, denied))
          yield { kind: "deny", text: `${describePermission(permission)} (${how})`, grant, permission };
    }
  }
}

/** Returns the part of an allowed permission that a Deny statement denies, if any. */
function intersect(allowed: Permission, denied: Permission): Permission[] {
  const [one, other] = [allowed.statement, denied.statement];
  if (
    !isTouched(allowed, [
      {
        ...other,
        resources: only(denied.resource, other.resources),
        lowerActions: only(denied.lowerAction, other.lowerActions),
      },
    ])
  )
    return [];
  const { action, lowerAction } = covers(denied.lowerAction, allowed.lowerAction) ? allowed : denied;
  const resource = covers(denied.resource, allowed.resource) ? allowed.resource : denied.resource;
  const statement = {
    ...other,
    actions: only(action, one.actions, other.actions),
    lowerActions: only(lowerAction, one.lowerActions, other.lowerActions),
    resources: only(resource, one.resources, other.resources),
  };
  return [{ action, lowerAction, resource, statement }];
}

/** Returns a matcher for one pattern, with the exceptions that concern it. */
function only(pattern: string, ...matchers: readonly Matcher[]): Matcher {
  const exceptions = matchers.flatMap(({ exclude }) => exclude);
  return {
    include: [pattern],
    exclude: exceptions.filter((exception) => overlaps(exception.toLowerCase(), pattern.toLowerCase())),
  };
}

/** Yields what a role loses because its permissions boundary is new or allows less. */
function* findBoundaryLosses(before: RoleAccess, after: Grant): Generator<Loss> {
  const { boundary, grants } = before;
  if (boundary && after.uncertain) return;
  const changes = boundary?.id !== after.id;
  const { statements } = after;
  const unsure = before.incomplete || grants.some((grant) => grant.statements === undefined);
  if (statements === undefined || (changes && unsure)) {
    if (changes && !allowsAll(statements ?? []))
      yield { kind: "boundary", text: `everything outside ${after.label}`, grant: after };
    return;
  }
  const allowed = statements.filter(({ allows }) => allows);
  for (const { permission } of listEffective(before))
    if (!isCovered(permission, allowed))
      yield { kind: "boundary", text: describePermission(permission), grant: after, permission };
  yield* findNewDenies(before, boundary?.statements ?? [], [after]);
}

/** Yields what a role may do: what both its policies and its permissions boundary allow. */
function* listEffective({
  grants,
  boundary,
}: RoleAccess): Generator<{ grant: Grant; permission: Permission }> {
  const denied = listStatements(grants).filter(({ allows }) => !allows);
  const allowed = listStatements(grants).filter(({ allows }) => allows);
  const bounds = (boundary?.statements ?? [ALLOW_ALL]).filter(({ allows }) => allows);
  for (const grant of grants) {
    for (const permission of (grant.statements ?? []).filter(({ allows }) => allows).flatMap(listPermissions))
      if (isCovered(permission, bounds) && !isCovered(permission, denied)) yield { grant, permission };
  }
  if (!boundary) return;
  for (const permission of bounds.flatMap(listPermissions))
    if (isCovered(permission, allowed) && !isCovered(permission, denied))
      yield { grant: boundary, permission };
}

/** Whether the policies still allow an action on a resource. */
export function isStillAllowed(
  { grants, boundary }: RoleAccess,
  lowerAction: string,
  resource: string,
): boolean {
  const permission = { action: lowerAction, lowerAction, resource, statement: ALLOW_ALL };
  const layers = [listStatements(grants), ...(boundary ? [boundary.statements ?? []] : [])];
  return layers.every(
    (statements) =>
      isCovered(
        permission,
        statements.filter(({ allows }) => allows),
      ) &&
      !isTouched(
        permission,
        statements.filter(({ allows }) => !allows),
      ),
  );
}

function listStatements(grants: readonly Grant[]): Statement[] {
  return grants.flatMap(({ statements = [] }) => statements);
}

/** Returns each action of a statement on each of its resources. */
export function listPermissions(statement: Statement): Permission[] {
  const { actions, lowerActions, resources } = statement;
  return actions.include.flatMap((action, index) =>
    resources.include.map((resource) => ({
      action,
      lowerAction: lowerActions.include[index] ?? "",
      resource,
      statement,
    })),
  );
}

function allowsAll(statements: readonly Statement[]): boolean {
  return statements.some(
    ({ allows, actions, resources, conditions }) =>
      allows &&
      conditions.length === 0 &&
      [actions, resources].every(({ include, exclude }) => include.includes("*") && exclude.length === 0),
  );
}

/** Whether a single statement applies to all of a permission, or one to each of the actions that its pattern matches. */
export function isCovered(
  { lowerAction, resource, statement }: Permission,
  by: readonly Statement[],
  compareConditions = true,
): boolean {
  const exceptions = statement.lowerActions.exclude;
  const others = by.filter(
    ({ resources, conditions }) =>
      coversResource(resources, resource, statement.resources.exclude) &&
      (!compareConditions || isImplied(conditions, statement.conditions)),
  );
  const isIncluded = (action: string): boolean =>
    others.some(({ lowerActions }) => coversAll(lowerActions, action, exceptions));
  if (isIncluded(lowerAction)) return true;
  if (others.length === 0 || !/[*?]/.test(lowerAction)) return false;
  const actions = expandAction(lowerAction).filter(
    (action) => !exceptions.some((exception) => covers(exception, action)),
  );
  return (
    actions.length > 0 && actions.every((action) => others.some((other) => includesAction(other, action)))
  );
}

const expanded = new WeakMap<Statement, ReadonlySet<string>>();

/** Whether a statement applies to one action. Policies can have thousands of patterns, so that each is expanded once. */
function includesAction(statement: Statement, action: string): boolean {
  const { include, exclude } = statement.lowerActions;
  if (include.includes("*")) return !exclude.some((pattern) => covers(pattern, action));
  const known = expanded.get(statement) ?? new Set(include.flatMap(expandAction));
  expanded.set(statement, known);
  return known.has(action);
}

function coversResource(resources: Matcher, resource: string, exceptions: readonly string[]): boolean {
  if (coversAll(resources, resource, exceptions)) return true;
  return matchesAll(resource) && resources.exclude.length === 0 && resources.include.some(matchesAll);
}

/** Whether a statement applies to a part of a permission. */
function isTouched({ lowerAction, resource, statement }: Permission, by: readonly Statement[]): boolean {
  const actions = only(lowerAction, statement.lowerActions);
  const matched = only(resource, statement.resources);
  return by.some(
    ({ lowerActions, resources }) => haveCommon(actions, lowerActions) && haveCommon(matched, resources),
  );
}

/** Returns a permission in words, such as `'s3:*' on '*'`. */
export function describePermission({ action, resource, statement }: Permission): string {
  const { actions, resources } = statement;
  return `${describePattern(action, actions.exclude)} on ${describePattern(resource, resources.exclude)}`;
}

function describePattern(pattern: string, exceptions: readonly string[]): string {
  if (exceptions.length === 0) return `'${pattern}'`;
  return `${pattern === "*" ? "everything" : `'${pattern}'`} except ${joinQuoted(exceptions)}`;
}

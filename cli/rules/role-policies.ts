import { Hidden, type ResourceChange, type Side, Unknown, type Value } from "../model";
import { at, textAt } from "../plan/values";
import { type FindPolicy, readPolicies } from "./known-policies";
import type { Grant, RoleAccess } from "./permissions";
import { parsePolicy } from "./policies";
import { findByType, isDestroyed, ROLE_POLICY } from "./resources";
import type { WholeChange } from "./rule";

const ROLE = "aws_iam_role";
const ATTACHMENT = "aws_iam_role_policy_attachment";
/** Attaches one policy to several roles, users and groups. */
const SHARED_ATTACHMENT = "aws_iam_policy_attachment";
/** Removes all inline policies that it does not list. */
const ONLY_INLINE = "aws_iam_role_policies_exclusive";
/** Attaches the policies that it lists, and removes all others. */
const ONLY_ATTACHED = "aws_iam_role_policy_attachments_exclusive";

const TYPES = [ROLE, ROLE_POLICY, ATTACHMENT, SHARED_ATTACHMENT, ONLY_INLINE, ONLY_ATTACHED];

/** Resource types that say what a role may do. */
export const ROLE_TYPES: readonly string[] = [...TYPES, "aws_iam_policy"];

/** A role with all of its policies that are in the plans. */
export interface PlannedRole {
  readonly name: string;
  /** Absent if no reviewed stack manages it. */
  readonly resource?: ResourceChange;
  /** All resources that say what the role may do. */
  readonly resources: readonly ResourceChange[];
  readonly before: RoleAccess;
  readonly after: RoleAccess;
}

/** Returns a function that finds the role with an ARN. */
export function readRoles(change: WholeChange): (arn: string) => PlannedRole {
  const byName = indexByRole(change);
  const findPolicy = readPolicies(change);
  return (arn) => {
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const named = byName.get(name) ?? [];
    const roles = named.filter(({ type }) => type === ROLE);
    const isOther = ({ before, after }: ResourceChange): boolean =>
      ![arn, undefined].includes(textAt(before, "arn") ?? textAt(after, "arn"));
    const resource = roles.find((role) => !isOther(role));
    // Another account, whose stacks are reviewed too, may have a role with the same name.
    const others = new Set(roles.filter(isOther).map(({ stack }) => stack));
    const resources = named.filter(({ stack }) => stack === resource?.stack || !others.has(stack));
    const reader = new RoleReader(name, resource, resources, findPolicy);
    return {
      name,
      ...(resource && { resource }),
      resources,
      before: reader.read("before"),
      after: reader.readAfter(),
    };
  };
}

/** Returns the resources of each role by its name. */
function indexByRole(change: WholeChange): Map<string, ResourceChange[]> {
  const byName = new Map<string, ResourceChange[]>();
  for (const resource of findByType(change, ...TYPES)) {
    const states = [...listStates(resource, "before"), ...listStates(resource, "after")];
    for (const name of new Set(states.flatMap((state) => listRoleNames(resource.type, state)))) {
      if (typeof name !== "string") continue;
      const others = byName.get(name);
      if (others) others.push(resource);
      else byName.set(name, [resource]);
    }
  }
  return byName;
}

/** Returns the names of the roles that a resource is for, which may be unknown. */
function listRoleNames(type: string, state: Value): readonly Value[] {
  if (type === SHARED_ATTACHMENT) return listItems(at(state, "roles"));
  const key = type === ROLE ? "name" : type === ONLY_INLINE || type === ONLY_ATTACHED ? "role_name" : "role";
  return listItems([at(state, key) ?? null]);
}

/** Returns what exists of a resource on one side of the change. */
function listStates(resource: ResourceChange, side: Side): Value[] {
  const { action, type, keepsOld = false, before } = resource;
  // Destroying a list of the only policies leaves them as they are.
  const stays = action === "forget" || (action === "delete" && [ONLY_INLINE, ONLY_ATTACHED].includes(type));
  const states =
    side === "before" || stays ? [before] : keepsOld ? [before, resource.after] : [resource.after];
  return states.filter((state) => state !== null);
}

/** Reads the policies of one role. */
class RoleReader {
  public constructor(
    private readonly name: string,
    private readonly role: ResourceChange | undefined,
    private readonly resources: readonly ResourceChange[],
    private readonly findPolicy: FindPolicy,
  ) {}

  /** Reads what the role may do on one side of the change. */
  public read(side: Side): RoleAccess {
    const grants = this.resources.flatMap((resource) =>
      listStates(resource, side)
        .filter((state) => this.isFor(resource, state))
        .flatMap((state) => this.listGrants(resource, state, side)),
    );
    const boundary = this.readBoundary(side);
    return { grants, ...(boundary && { boundary }), incomplete: this.role === undefined };
  }

  /** Reads what the role may do after the change, without the policies that the change removes as not listed. */
  public readAfter(): RoleAccess {
    const { grants, ...access } = this.read("after");
    const lists = this.resources.filter(({ action }) => ["create", "update", "replace"].includes(action));
    return { ...access, grants: grants.filter(({ id }) => lists.every((list) => isListed(id, list))) };
  }

  /** Whether a resource is for the role. If its role after the change is unknown, that is the same as before. */
  private isFor({ type, before }: ResourceChange, state: Value): boolean {
    const names = listRoleNames(type, state);
    const unknown = names.some((name) => name instanceof Unknown);
    return names.includes(this.name) || (unknown && listRoleNames(type, before).includes(this.name));
  }

  private listGrants(resource: ResourceChange, state: Value, side: Side): Grant[] {
    const { type } = resource;
    if (type === ROLE) return this.listOwnGrants(resource, state, side);
    if (type === ROLE_POLICY) return [readInline(resource, state, side)];
    if (type === ONLY_INLINE) return [];
    const arns =
      type === ONLY_ATTACHED ? this.listAttached(resource, state, side) : [at(state, "policy_arn") ?? null];
    return arns.flatMap((arn) => this.readAttached(resource, arn, side));
  }

  /** Returns the policies of a list. An unchanged list does not attach a policy again that the change detaches. */
  private listAttached({ action }: ResourceChange, state: Value, side: Side): readonly Value[] {
    const arns = listItems(at(state, "policy_arns"));
    if (side === "before" || ["create", "update", "replace"].includes(action)) return arns;
    const detached = new Set(
      this.resources.filter(isDestroyed).map(({ before }) => at(before, "policy_arn")),
    );
    return arns.filter((arn) => !detached.has(arn));
  }

  private listOwnGrants(role: ResourceChange, state: Value, side: Side): Grant[] {
    const managed = this.listManaged(side);
    const other = side === "before" ? role.after : role.before;
    const [otherPolicies, otherArns] = ["inline_policy", "managed_policy_arns"].map(
      (key) => new Set(listItems(at(other, key)).map((value) => JSON.stringify(value))),
    );
    const inline = listItems(at(state, "inline_policy"))
      .filter((policy) => at(policy, "policy") !== "")
      .filter((policy) => !(managed.has(at(policy, "name")) && otherPolicies?.has(JSON.stringify(policy))))
      .map((policy) => readInline(role, policy, side));
    const attached = listItems(at(state, "managed_policy_arns"))
      .filter((arn) => !(managed.has(arn) && otherArns?.has(JSON.stringify(arn))))
      .flatMap((arn) => this.readAttached(role, arn, side));
    return [...inline, ...attached];
  }

  /**
   * Returns the names and ARNs of the policies that resources of their own manage. The role has a copy of them, which the plan
   * does not update.
   */
  private listManaged(side: Side): ReadonlySet<Value | undefined> {
    const others = this.resources.filter(({ type }) => type !== ROLE);
    const states = others.flatMap(({ before, after }) => (side === "before" ? [before] : [before, after]));
    return new Set(
      states.flatMap((state) => [
        at(state, "name"),
        at(state, "policy_arn"),
        ...listItems(at(state, "policy_arns")),
      ]),
    );
  }

  private readAttached(resource: ResourceChange, arn: Value, side: Side): Grant[] {
    const found = this.findPolicy(arn, side, resource.stack);
    if (!found) return [];
    const { source, ...policy } = found;
    const id = typeof arn === "string" ? arn : resource.address;
    return [{ id, label: `the policy '${id}'`, sources: [resource, ...(source ? [source] : [])], ...policy }];
  }

  private readBoundary(side: Side): Grant | undefined {
    const { role } = this;
    const arn = role && at(role.action === "forget" ? role.before : role[side], "permissions_boundary");
    if (role === undefined || !(arn instanceof Unknown || (typeof arn === "string" && arn !== "")))
      return undefined;
    const [grant] = this.readAttached(role, arn, side);
    const label =
      typeof arn === "string" ? `the permissions boundary '${arn}'` : "its new permissions boundary";
    return grant && { ...grant, label };
  }
}

function readInline(resource: ResourceChange, state: Value, side: Side): Grant {
  const name = textAt(state, "name");
  const statements = parsePolicy(at(state, "policy"));
  return {
    id: name === undefined ? resource.address : `inline:${name}`,
    label: `the inline policy '${name ?? resource.address}'`,
    ...(statements && { statements }),
    uncertain: side === "after" && statements === undefined && resource.action !== "no-op",
    sources: [resource],
  };
}

/** Whether a policy stays although a resource removes all policies that it does not list. */
function isListed(id: string, { type, after }: ResourceChange): boolean {
  const [key, listed] =
    type === ONLY_INLINE && id.startsWith("inline:")
      ? ["policy_names", id.slice("inline:".length)]
      : type === ONLY_ATTACHED && id.startsWith("arn:")
        ? ["policy_arns", id]
        : [];
  const list = key === undefined ? undefined : at(after, key);
  return !Array.isArray(list) || list.some((item) => item === listed || typeof item !== "string");
}

/** Returns the items of a list. An unknown list is one unknown item. */
function listItems(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  return value instanceof Unknown || value instanceof Hidden ? [value] : [];
}

import { type ResourceChange, type Side, Unknown } from "../model";
import { at, textAt } from "../plan/values";
import { covers } from "./globs";
import { findLosses, isStillAllowed, type Loss } from "./permissions";
import { isDestroyed, SERVICE } from "./resources";
import { type PlannedRole, readRoles, ROLE_TYPES } from "./role-policies";
import { findLostTrust, type LostTrust } from "./role-trust";
import type { Problem, Rule } from "./rule";
import { findRemainingServices, readRun, readServiceName } from "./service";
import { describeCause, joinFirst } from "./wording";

/** All that App Runner does with an access role. */
const PULL_ACTIONS = [
  "ecr:batchchecklayeravailability",
  "ecr:batchgetimage",
  "ecr:describeimages",
  "ecr:getdownloadurlforlayer",
];

const TASKS = "tasks.apprunner.amazonaws.com";
const BUILD = "build.apprunner.amazonaws.com";

/** A role that a service has before the change and keeps, or may keep. */
interface RoleInUse {
  readonly arn: string;
  /** Whether the role of the service after the change is unknown. */
  readonly unsure: boolean;
  /** What App Runner assumes it as: `build…` pulls images, `tasks…` runs the container. */
  readonly principals: readonly string[];
}

/** A role with what it loses. */
interface NarrowedRole extends PlannedRole {
  readonly losses: readonly Loss[];
}

/** Permissions change immediately, before the next deployment. */
export const roleNarrowedInUse: Rule = {
  name: "role-narrowed-in-use",
  severity: "warning",
  title: "The role of a running service loses permissions",
  reads: [SERVICE],
  readsRelated: ROLE_TYPES,
  *check(change) {
    const findRole = readRoles(change);
    const narrowed = new Map<string, NarrowedRole>();
    for (const service of findRemainingServices(change)) {
      for (const used of listRoles(service)) {
        const role = narrowed.get(used.arn) ?? compareRole(findRole(used.arn));
        narrowed.set(used.arn, role);
        yield* checkRole(service, used, role);
      }
    }
  },
};

function compareRole(role: PlannedRole): NarrowedRole {
  return { ...role, losses: isChanged(role) ? [...findLosses(role.before, role.after)] : [] };
}

/** Returns the roles that the service keeps in this change, each once. */
function listRoles(service: ResourceChange): RoleInUse[] {
  const paths = [
    ["instance_configuration", 0, "instance_role_arn"],
    ["source_configuration", 0, "authentication_configuration", 0, "access_role_arn"],
  ];
  const roles = paths.flatMap((path, index) => {
    const [arn, after] = [textAt(service.before, ...path), at(service.after, ...path)];
    const unsure = after instanceof Unknown;
    const principals = [index === 0 ? TASKS : BUILD];
    return arn !== undefined && (unsure || after === arn) ? [{ arn, unsure, principals }] : [];
  });
  const [first, second] = roles;
  return first && first.arn === second?.arn ? [{ ...first, principals: [TASKS, BUILD] }] : roles;
}

function* checkRole(service: ResourceChange, used: RoleInUse, role: NarrowedRole): Generator<Problem> {
  const { resource, resources } = role;
  if (resource && isDestroyed(resource)) {
    // Terraform destroys the old role after the service has got the new one, or has been destroyed.
    const last = resource.action === "delete" || resource.createBeforeDestroy;
    const moves = used.unsure && (last || service.action === "replace");
    const renamed = resources.some(({ type, action }) => type === resource.type && action === "create");
    if (!moves && !renamed) yield describeDestroyed(service, resource, role.name);
    return;
  }
  for (const principal of used.principals) {
    const trust = resource && findLostTrust(resource, principal);
    if (trust) yield describeTrust(service, resource, principal, trust);
  }
  if (!used.principals.includes(TASKS) && canStillPull(service, role)) return;
  const causes = new Map<ResourceChange, Loss[]>();
  for (const loss of role.losses) {
    if (isGivenUp(loss, service)) continue;
    const cause = findCause(loss, role);
    const others = causes.get(cause);
    if (others) others.push(loss);
    else causes.set(cause, [loss]);
  }
  for (const [cause, losses] of causes) yield describeNarrowed(service, cause, losses);
}

function isChanged({ resources, before, after }: PlannedRole): boolean {
  const grants = [before, after].flatMap(({ grants, boundary }) =>
    boundary ? [...grants, boundary] : grants,
  );
  return [...resources, ...grants.flatMap(({ sources }) => sources)].some(({ action }) => action !== "no-op");
}

/** Whether App Runner can still pull the service's image with the role. */
function canStillPull(service: ResourceChange, { after }: PlannedRole): boolean {
  const { image = "" } = readRun(service, "after");
  const [, account, region, suffix = "", name] =
    /^(\d{12})\.dkr\.ecr\.([a-z\d-]+)\.amazonaws\.com(\.cn)?\/([^:@]+)/.exec(image) ?? [];
  if (account === undefined) return false;
  const repository = `arn:aws${suffix === "" ? "" : "-cn"}:ecr:${region}:${account}:repository/${name}`;
  return (
    PULL_ACTIONS.every((action) => isStillAllowed(after, action, repository)) &&
    isStillAllowed(after, "ecr:getauthorizationtoken", "*")
  );
}

/** Returns the changed resource that takes the permission from the role. */
function findCause({ grant }: Loss, { resources }: PlannedRole): ResourceChange {
  const changed = [...grant.sources, ...resources].find(({ action }) => action !== "no-op");
  return changed ?? (grant.sources[0] as ResourceChange);
}

function describeDestroyed(service: ResourceChange, role: ResourceChange, name: string): Problem {
  const fate =
    role.action === "replace" ? `destroyed and created again, because ${describeCause(role)}` : "destroyed";
  return {
    resource: role,
    message: `The role '${name}' of '${readServiceName(service)}' is ${fate}. Running instances lose all its permissions immediately.`,
    remedy: "First create a new role and deploy the service with it. Destroy the old role in a later change.",
  };
}

function describeTrust(
  service: ResourceChange,
  role: ResourceChange,
  principal: string,
  trust: LostTrust,
): Problem {
  const whose = `of the role '${textAt(role.before, "name") ?? role.address}' of '${readServiceName(service)}'`;
  const effect =
    principal === BUILD
      ? "deployments fail, because App Runner cannot pull the image"
      : "deployments fail, and running instances soon have no permissions";
  return trust === "removed"
    ? {
        resource: role,
        message: `The trust policy ${whose} no longer lets '${principal}' assume it: ${effect}.`,
        remedy: `Keep '${principal}' in the trust policy until no service uses the role.`,
      }
    : {
        resource: role,
        message: `The trust policy ${whose} lets '${principal}' assume it only if a new condition is met. If App Runner does not meet it, ${effect}.`,
        remedy: "First test the condition with the role of a service that is not in production.",
      };
}

function describeNarrowed(
  service: ResourceChange,
  resource: ResourceChange,
  losses: readonly Loss[],
): Problem {
  const what = joinFirst([...new Set(losses.map(({ text }) => text))]);
  const later = losses.every(({ kind }) => kind === "boundary")
    ? "Set the permissions boundary in a later change."
    : losses.every(({ kind }) => kind === "deny")
      ? "Deny them in a later change."
      : "Remove them in a later change.";
  return {
    resource,
    message: `The role of '${readServiceName(service)}' loses ${what}. This takes effect immediately, including for running instances.`,
    remedy: `First deploy a version that does not need these permissions. ${later}`,
  };
}

/** Whether the permission is for secrets that the service no longer uses after this change. */
function isGivenUp({ permission }: Loss, service: ResourceChange): boolean {
  if (!permission || !/:(secret:|parameter\/)./.test(permission.resource)) return false;
  const arns = (side: Side): string[] =>
    Object.values(readRun(service, side).secrets).flatMap((from) =>
      typeof from === "string" ? [from.split(":").slice(0, 7).join(":")] : [],
    );
  // A parameter of the same account and region can be named without its ARN.
  const isFor = (from: string): boolean =>
    from.startsWith("arn:")
      ? covers(permission.resource, from)
      : permission.resource.endsWith(`:parameter/${from.replace(/^\//, "")}`);
  return arns("before").some(isFor) && !arns("after").some(isFor);
}

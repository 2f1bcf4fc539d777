import type { ResourceChange } from "../model";
import type { WholeChange } from "./rule";

/** Terraform resource types that several rules use. */
export const SERVICE = "aws_apprunner_service";
export const SCALING = "aws_apprunner_auto_scaling_configuration_version";
export const DOMAIN_ASSOCIATION = "aws_apprunner_custom_domain_association";
export const REPOSITORY = "aws_ecr_repository";
export const SECRET = "aws_secretsmanager_secret";
export const ROLE_POLICY = "aws_iam_role_policy";

/** Whether the existing resource is destroyed or replaced. */
export function isDestroyed({ action, keepsOld = false }: ResourceChange): boolean {
  return action === "delete" || (action === "replace" && !keepsOld);
}

/** Whether the resource is managed by the stack after the apply. A forgotten one still exists, but its values after are `null`. */
export function remains({ action }: ResourceChange): boolean {
  return action !== "delete" && action !== "forget";
}

/** The resources of each change, by type: a rule may look for the resources of a type once for each resource of another one. */
const indexes = new WeakMap<WholeChange, ReadonlyMap<string, readonly ResourceChange[]>>();

/** Returns all resources of these types, across all stacks. */
export function findByType(change: WholeChange, ...types: readonly string[]): ResourceChange[] {
  const index = indexes.get(change) ?? indexByType(change);
  indexes.set(change, index);
  return types.flatMap((type) => index.get(type) ?? []);
}

function indexByType({ resources }: WholeChange): ReadonlyMap<string, readonly ResourceChange[]> {
  const index = new Map<string, ResourceChange[]>();
  for (const resource of resources) {
    const same = index.get(resource.type);
    if (same) same.push(resource);
    else index.set(resource.type, [resource]);
  }
  return index;
}

/** Groups resources by a text, such as an ARN. Those without the text are left out. */
export function groupByText(
  resources: readonly ResourceChange[],
  read: (resource: ResourceChange) => string | undefined,
): ReadonlyMap<string, readonly ResourceChange[]> {
  const groups = new Map<string, ResourceChange[]>();
  for (const resource of resources) {
    const text = read(resource);
    if (text === undefined) continue;
    const group = groups.get(text);
    if (group) group.push(resource);
    else groups.set(text, [resource]);
  }
  return groups;
}

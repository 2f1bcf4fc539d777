import type { ResourceChange } from "../model";
import { groupBy } from "./group-by";
import type { WholeChange } from "./rule";

/** Terraform resource types that several rules use. */
export const SERVICE = "aws_apprunner_service";
export const SCALING = "aws_apprunner_auto_scaling_configuration_version";
export const DOMAIN_ASSOCIATION = "aws_apprunner_custom_domain_association";
export const RECORD = "aws_route53_record";
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

const INDEXES = new WeakMap<WholeChange, ReadonlyMap<string, readonly ResourceChange[]>>();

/** Returns all resources of these types, across all stacks. Rules ask for each service, so the resources are indexed once. */
export function findByType(change: WholeChange, ...types: readonly string[]): ResourceChange[] {
  const index = INDEXES.get(change) ?? groupBy(change.resources, ({ type }) => type);
  INDEXES.set(change, index);
  return types.flatMap((type) => index.get(type) ?? []);
}

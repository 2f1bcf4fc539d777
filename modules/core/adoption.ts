import type { TerraformResource } from "cdktf";
import { withoutVersionCheck } from "./cdktf-internals";
import type { PropertyChecks, StringRule } from "./property-checks";
import { requireFeature, TERRAFORM_FEATURES } from "./terraform-features";
import { display, isToken } from "./values";

/**
 * Lets Terraform import `resource` instead of creating it. The import block has no effect once it was applied. As long as it is
 * there, Terraform refuses to destroy the resource, also to replace it.
 *
 * @param importId id of the existing thing, as the provider imports it
 */
export function addProtectedImportBlock(resource: TerraformResource, importId: string): void {
  addImportBlock(resource, importId);
  resource.lifecycle = { ...resource.lifecycle, preventDestroy: true };
}

/** Adds the import block of `resource`, and nothing else. */
export function addImportBlock(resource: TerraformResource, importId: string): void {
  const { importBlock, importExpression } = TERRAFORM_FEATURES;
  requireFeature(resource, isToken(importId) ? importExpression : importBlock);
  resource.importFrom(importId);
  withoutVersionCheck(resource);
}

/** The name that an adopted thing has to have. */
export interface AdoptedName {
  /** Prop that sets the name. */
  readonly prop: string;
  /** The name. */
  readonly name: string;
}

/**
 * Checks the ARN in the prop `adopt`, where there is one: Terraform would replace a thing that has another name than the construct.
 *
 * @param member where the ARN is in it
 * @param rule what the ARN has to look like, with a group `name`
 */
export function checkAdoption<K extends string>(
  checks: PropertyChecks,
  adopt: Readonly<Record<K, unknown>> | undefined,
  member: K,
  rule: StringRule,
  expected: AdoptedName,
): void {
  checks.optional.props("adopt", adopt);
  if (adopt === undefined) return;
  const prop = `adopt.${member}`;
  const arn = adopt[member];
  checks.string(prop, arn, rule);
  if (typeof arn !== "string" || isToken(arn) || isToken(expected.name)) return;
  const found = rule.pattern.exec(arn)?.groups?.["name"];
  checks.that(
    found === undefined || found === expected.name,
    `'${prop}' must be the ARN of ${display(expected.name)}, the '${expected.prop}' here, got that of ${display(found)}: ` +
      "Terraform would replace what it adopts",
  );
}

import type { TerraformResource } from "cdktf";
import { withoutVersionCheck } from "./cdktf-internals";
import type { PropertyChecks, StringRule } from "./property-checks";
import { requireFeature, TERRAFORM_FEATURES } from "./terraform-features";
import { display, isToken } from "./values";

/**
 * Makes Terraform import `resource` instead of creating it, and refuse to destroy or replace it. The import block has no effect after it
 * has been applied.
 *
 * @param importId id that the provider imports the existing resource by
 */
export function addProtectedImportBlock(resource: TerraformResource, importId: string): void {
  addImportBlock(resource, importId);
  resource.lifecycle = { ...resource.lifecycle, preventDestroy: true };
}

/** Adds only the import block of `resource`, without `preventDestroy`. */
export function addImportBlock(resource: TerraformResource, importId: string): void {
  const { importBlock, importExpression } = TERRAFORM_FEATURES;
  requireFeature(resource, isToken(importId) ? importExpression : importBlock);
  resource.importFrom(importId);
  withoutVersionCheck(resource);
}

/** Name that the adopted resource must have. */
export interface AdoptedName {
  /** Prop that sets the name. */
  readonly prop: string;
  /** Value of that prop. */
  readonly name: string;
}

/**
 * Checks the ARN in the prop `adopt`, if set: Terraform would replace a resource whose name differs from the construct's.
 *
 * @param member key of the ARN in `adopt`
 * @param rule rule for the ARN, with a group `name`
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
    `'${prop}' must be the ARN of ${display(expected.name)}, the '${expected.prop}', got the ARN of ${display(found)}: ` +
      "Terraform would replace the adopted resource",
  );
}

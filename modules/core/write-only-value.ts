import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type { PropertyChecks } from "./property-checks";
import { requireFeature, TERRAFORM_FEATURES } from "./terraform-features";
import { isRecord, isToken } from "./values";

/** Names that Terraform reserves. */
const RESERVED = ["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

/**
 * A value that Terraform writes to AWS and never stores. It comes from the environment variable `TF_VAR_<variableName>`, and is not in the
 * code, the plan or the state.
 */
export interface WriteOnlyValue {
  /** Name of the Terraform variable. The environment variable `TF_VAR_<variableName>` sets it. */
  readonly variableName: string;
  /** Version of the value, 1 or more. Terraform writes the value only when this number changes. */
  readonly version: number;
}

/** Records a fault unless `value` names a variable. A wrong value is not printed: it may be the secret itself. */
export function validateWriteOnlyValue(checks: PropertyChecks, prop: string, value: unknown): void {
  if (value === undefined) {
    const allowed = "{ variableName, version }: the name of a Terraform variable and a number";
    checks.allow(false, prop, allowed, value);
    return;
  }
  if (!isRecord(value)) {
    checks.fault(
      `'${prop}' must be { variableName, version }, not the value itself, which would be stored in the code and in the state`,
    );
    return;
  }
  const { variableName, version, ...others } = value;
  checks.that(
    Object.keys(others).length === 0,
    `'${prop}' must have no props other than 'variableName' and 'version'`,
  );
  const named = typeof variableName === "string" && /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(variableName);
  checks.that(
    named && !isToken(variableName) && !RESERVED.includes(variableName),
    `'${prop}.variableName' must be 1 to 128 letters, digits and '_', not starting with a digit, and not one of ` +
      `${RESERVED.join(", ")}: pass the name of the variable, not the value`,
  );
  checks.integer(`${prop}.version`, version, { min: 1, max: 2_147_483_647 });
}

/**
 * Adds the variable that passes a value to a write-only argument.
 *
 * @returns a reference to the value
 */
export function writeOnlyVariable(scope: Construct, id: string, variableName: string): string {
  const variable = new TerraformVariable(scope, id, {
    type: "string",
    sensitive: true,
    nullable: false,
    description: `Written to AWS and never stored. Set it with TF_VAR_${variableName}`,
    validation: [
      {
        condition: `\${length(var.${variableName}) > 0}`,
        errorMessage: `TF_VAR_${variableName} must not be empty.`,
      },
    ],
  });
  variable.addOverride("ephemeral", true);
  variable.overrideLogicalId(variableName);
  requireFeature(scope, TERRAFORM_FEATURES.ephemeralVariable);
  requireFeature(scope, TERRAFORM_FEATURES.writeOnlyArgument);
  return variable.stringValue;
}

/**
 * What is read of the JSON that `terraform show -json` prints of a plan.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface PlanJson {
  readonly formatVersion: string;
  readonly terraformVersion?: string;
  /** Whether planning failed half-way, so that the plan does not hold everything. */
  readonly errored: boolean;
  /** What conditions that did not hold say. */
  readonly failures: readonly string[];
  readonly resourceChanges: readonly PlannedResource[];
  /** What was changed outside Terraform. */
  readonly resourceDrift: readonly PlannedResource[];
  readonly outputChanges: Readonly<Record<string, PlannedValues>>;
  /** Region of the default AWS provider, where the configuration says it. */
  readonly region?: string;
}

/** One resource or data source. */
export interface PlannedResource {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: PlannedValues;
}

/** Values before and after, beside trees of the same shape with `true` where a value is unknown or sensitive. */
export interface PlannedValues {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}

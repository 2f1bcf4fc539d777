import type { Providers } from "./providers";

/**
 * The parts of `terraform show -json` that the review reads.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface PlanJson extends Providers {
  readonly formatVersion: string;
  readonly terraformVersion?: string;
  /** Whether planning failed partway, so that the plan is incomplete. */
  readonly errored: boolean;
  /** Messages of failed conditions. */
  readonly failures: readonly string[];
  readonly resourceChanges: readonly PlannedResource[];
  /** Resources that were changed outside Terraform. */
  readonly resourceDrift: readonly PlannedResource[];
  readonly outputChanges: Readonly<Record<string, PlannedValues>>;
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

/** Values before and after, with trees of the same shape that mark unknown and sensitive parts with `true`. */
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

import type { Providers } from "./providers";

/**
 * The parts of `terraform show -json` and `tofu show -json` that the review reads.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 * @see https://opentofu.org/docs/internals/json-format/
 */
export interface PlanJson extends Providers {
  readonly formatVersion: string;
  readonly terraformVersion?: string;
  /** Whether planning failed partway, so that the plan is incomplete. */
  readonly errored: boolean;
  /** Whether the plan contains the whole change. Absent if the program does not say: OpenTofu, and Terraform before version 1.8. */
  readonly complete?: boolean;
  /** Whether Terraform says that an apply changes anything, including only the state. Absent if the program does not say. */
  readonly applyable?: boolean;
  /** Failed conditions. */
  readonly failures: readonly FailedCheck[];
  readonly resourceChanges: readonly PlannedResource[];
  /** Resources that were changed outside Terraform. */
  readonly resourceDrift: readonly PlannedResource[];
  /** Changes that Terraform leaves for a later plan. */
  readonly deferredChanges: readonly DeferredResource[];
  /** Actions that the apply invokes. */
  readonly actionInvocations: readonly PlannedInvocation[];
  readonly outputChanges: Readonly<Record<string, PlannedValues>>;
  /** Parts that could not be read, each as a sentence without its period. */
  readonly unread: readonly string[];
  /** Members of the plan that this version does not know. */
  readonly unknownMembers: readonly string[];
  /** If the program does not say whether the plan is complete: resources of the configuration that are not in the plan. */
  readonly missing: readonly string[];
}

/** One resource or data source. */
export interface PlannedResource {
  readonly address: string;
  readonly previous_address?: string;
  /** Address of its module; absent in the root module. */
  readonly module_address?: string;
  readonly mode: "managed" | "data" | "ephemeral";
  readonly type: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: PlannedValues;
}

/** A change that Terraform leaves for a later plan. */
export interface DeferredResource {
  /** Terraform's reason, such as `instance_count_unknown`. */
  readonly reason: string;
  readonly resource: PlannedResource;
}

/** An action that Terraform 1.14 or later invokes. */
export interface PlannedInvocation {
  readonly address: string;
  readonly type: string;
  /** Address of the resource whose change invokes it. */
  readonly trigger?: string;
  /** Event that invokes it, such as `AfterUpdate`. */
  readonly event?: string;
  /** Terraform's reason to leave it for a later plan. */
  readonly deferred?: string;
}

/** A condition that is not met. */
export interface FailedCheck {
  /** Address, such as `check.health`. */
  readonly name: string;
  readonly message: string;
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
  readonly importing?: { readonly id?: string; readonly identity?: unknown };
}

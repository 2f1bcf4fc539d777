import type { ResourceChange, Value } from "../model";
import { at, isContainer, text } from "../plan/values";
import { ofType, remains } from "./resources";
import type { WholeChange } from "./rule";
import { label } from "./wording";

/** Type of a service in Terraform. */
export const SERVICE = "aws_apprunner_service";

/** One side of a change. */
export type Side = "before" | "after";

/**
 * The services that there are after the apply.
 *
 * @param change the whole change
 */
export function remainingServices(change: WholeChange): ResourceChange[] {
  return ofType(change, SERVICE).filter(remains);
}

/**
 * A text of a resource as it is after the apply or, where that is not known, as it is before.
 *
 * @param resource of a plan
 * @param path keys and indices
 */
export function currentText(
  resource: ResourceChange,
  ...path: readonly (string | number)[]
): string | undefined {
  return text(resource.after, ...path) ?? text(resource.before, ...path);
}

/**
 * Name of a service, as messages call it.
 *
 * @param service of a plan
 */
export function serviceName(service: ResourceChange): string {
  return currentText(service, "service_name") ?? label(service);
}

/** How a service runs its image or its built code. */
export interface Run {
  /** What App Runner pulls; code has none. */
  readonly image?: string;
  /** `ECR` or `ECR_PUBLIC`. */
  readonly registry?: string;
  readonly autoDeploy: boolean;
  /** Plain variables, by name. */
  readonly variables: Readonly<Record<string, Value>>;
  /** Secrets, by the name of the variable that takes them. */
  readonly secrets: Readonly<Record<string, Value>>;
}

/**
 * How a service runs.
 *
 * @param service of a plan
 * @param side before or after the apply
 */
export function runOf(service: ResourceChange, side: Side): Run {
  const source = at(service[side], "source_configuration", 0);
  const image = at(source, "image_repository", 0);
  const run =
    at(image, "image_configuration", 0) ??
    at(source, "code_repository", 0, "code_configuration", 0, "code_configuration_values", 0);
  return {
    image: text(image, "image_identifier"),
    registry: text(image, "image_repository_type"),
    autoDeploy: at(source, "auto_deployments_enabled") === true,
    variables: mapOf(at(run, "runtime_environment_variables")),
    secrets: mapOf(at(run, "runtime_environment_secrets")),
  };
}

function mapOf(value: Value | undefined): Readonly<Record<string, Value>> {
  return isContainer(value) && !Array.isArray(value) ? (value as Record<string, Value>) : {};
}

/**
 * The services that stay and that read a secret or a parameter.
 *
 * @param change the whole change
 * @param arn of the secret
 * @param side before or after the apply
 */
export function readersOf(change: WholeChange, arn: string, side: Side): ResourceChange[] {
  return remainingServices(change).filter((service) =>
    Object.values(runOf(service, side).secrets).some(
      (from) => typeof from === "string" && refersTo(from, arn),
    ),
  );
}

/** `arn:…:secret:name-AbCdEf`, or with `:field:stage:id` behind it. */
function refersTo(from: string, arn: string): boolean {
  return from === arn || from.startsWith(`${arn}:`);
}

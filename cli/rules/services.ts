import type { ResourceChange, Value } from "../model";
import { at, isContainer } from "../plan/values";
import type { WholeChange } from "./rule";

/** Type of a service in Terraform. */
export const SERVICE = "aws_apprunner_service";

/** One side of a change. */
export type Side = "before" | "after";

/**
 * Whether the resource that exists now is destroyed: also to make another one in its place.
 *
 * @param resource of a plan
 */
export function isDestroyed({ action }: ResourceChange): boolean {
  return action === "delete" || action === "replace";
}

/**
 * Whether there is a resource after the apply.
 *
 * @param resource of a plan
 */
export function remains({ action }: ResourceChange): boolean {
  return action !== "delete" && action !== "forget";
}

/**
 * All resources of a type, over all stacks.
 *
 * @param change the whole change
 * @param types in Terraform
 */
export function ofType(change: WholeChange, ...types: readonly string[]): ResourceChange[] {
  return change.resources.filter(({ type }) => types.includes(type));
}

/**
 * The services that there are after the apply.
 *
 * @param change the whole change
 */
export function remainingServices(change: WholeChange): ResourceChange[] {
  return ofType(change, SERVICE).filter(remains);
}

/**
 * How a message calls a resource: by its construct, or else by its address.
 *
 * @param resource of a plan
 */
export function label({ constructPath, address }: ResourceChange): string {
  return constructPath?.replace(/\/Resource$/, "") ?? address;
}

/**
 * A text of a resource.
 *
 * @param value of the resource, before or after
 * @param path keys and indices
 * @returns undefined where there is none, or where it may not be seen
 */
export function text(value: Value | undefined, ...path: readonly (string | number)[]): string | undefined {
  const part = at(value, ...path);
  return typeof part === "string" && part !== "" ? part : undefined;
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

/**
 * The arguments that make Terraform replace a resource, or its reason in words.
 *
 * @param resource that is replaced
 */
export function causeOf({ attributes, reason }: ResourceChange): string {
  const forcing = attributes
    .filter(({ forcesReplacement }) => forcesReplacement)
    .map(({ name }) => `'${name}'`);
  if (forcing.length > 0) return `${forcing.join(" and ")} cannot be changed`;
  if (reason === "replace_because_tainted")
    return "it is tainted: its creation failed, or somebody marked it";
  if (reason === "replace_by_request") return "somebody asked for it with -replace";
  if (reason === "replace_by_triggers") return "its replace_triggered_by says so";
  return "Terraform does not say why";
}

/**
 * Words in a list, such as `'a', 'b' and 'c'`.
 *
 * @param names to list
 */
export function list(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1) ?? ""}`;
}

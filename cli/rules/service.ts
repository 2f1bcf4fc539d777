import type { ResourceChange, Side, Value } from "../model";
import { at, isContainer, textAt } from "../plan/values";
import { findByType, remains, SERVICE } from "./resources";
import type { WholeChange } from "./rule";
import { labelResource } from "./wording";

/** The services that there are after the apply. */
export function findRemainingServices(change: WholeChange): ResourceChange[] {
  return findByType(change, SERVICE).filter(remains);
}

/** Name of a service, as messages call it. */
export function readServiceName(service: ResourceChange): string {
  return (
    textAt(service.after, "service_name") ?? textAt(service.before, "service_name") ?? labelResource(service)
  );
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

/** How a service runs. */
export function readRun(service: ResourceChange, side: Side): Run {
  const source = at(service[side], "source_configuration", 0);
  const image = at(source, "image_repository", 0);
  const run =
    at(image, "image_configuration", 0) ??
    at(source, "code_repository", 0, "code_configuration", 0, "code_configuration_values", 0);
  return {
    image: textAt(image, "image_identifier"),
    registry: textAt(image, "image_repository_type"),
    autoDeploy: at(source, "auto_deployments_enabled") === true,
    variables: readMap(at(run, "runtime_environment_variables")),
    secrets: readMap(at(run, "runtime_environment_secrets")),
  };
}

function readMap(value: Value | undefined): Readonly<Record<string, Value>> {
  return isContainer(value) && !Array.isArray(value) ? (value as Record<string, Value>) : {};
}

/** The services that stay and that read a secret or a parameter. */
export function findReaders(change: WholeChange, arn: string, side: Side): ResourceChange[] {
  return findRemainingServices(change).filter((service) =>
    Object.values(readRun(service, side).secrets).some(
      (from) => typeof from === "string" && refersTo(from, arn),
    ),
  );
}

/** `arn:…:secret:name-AbCdEf`, or with `:field:stage:id` behind it. */
function refersTo(from: string, arn: string): boolean {
  return from === arn || from.startsWith(`${arn}:`);
}

import type { ResourceChange, Side, Value } from "../model";
import { at, isContainer, textAt } from "../plan/values";
import { findByType, remains, SERVICE } from "./resources";
import type { WholeChange } from "./rule";
import { labelResource } from "./wording";

/** Returns the services that exist after the apply. */
export function findRemainingServices(change: WholeChange): ResourceChange[] {
  return findByType(change, SERVICE).filter(remains);
}

/** Returns the name of a service for messages. */
export function readServiceName(service: ResourceChange): string {
  return (
    textAt(service.after, "service_name") ?? textAt(service.before, "service_name") ?? labelResource(service)
  );
}

/** How a service runs its image or source code. */
export interface Run {
  /** Image that App Runner pulls; none for source code. */
  readonly image?: string;
  /** `ECR` or `ECR_PUBLIC`. */
  readonly registry?: string;
  readonly autoDeploy: boolean;
  /** Plain variables, by name. */
  readonly variables: Readonly<Record<string, Value>>;
  /** Secrets, by the name of their variable. */
  readonly secrets: Readonly<Record<string, Value>>;
}

/** Reads how a service runs. */
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

/** Returns the remaining services that read a secret or a parameter. */
export function findReaders(change: WholeChange, arn: string, side: Side): ResourceChange[] {
  return findRemainingServices(change).filter((service) =>
    Object.values(readRun(service, side).secrets).some(
      (from) => typeof from === "string" && refersTo(from, arn),
    ),
  );
}

/** Matches `arn:…:secret:name-AbCdEf`, with or without a trailing `:field:stage:id`. */
function refersTo(from: string, arn: string): boolean {
  return from === arn || from.startsWith(`${arn}:`);
}

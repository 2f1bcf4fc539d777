import { Hidden, type ResourceChange, type Side, Unknown, type Value } from "../model";
import { at, isContainer, partOrWhole, textAt } from "../plan/values";
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

/** Where a service has ARNs that always contain its own account. */
const OWN_ARNS = [
  ["arn"],
  ["source_configuration", 0, "authentication_configuration", 0, "access_role_arn"],
  ["instance_configuration", 0, "instance_role_arn"],
  ["auto_scaling_configuration_arn"],
  ["network_configuration", 0, "egress_configuration", 0, "vpc_connector_arn"],
  ["observability_configuration", 0, "observability_configuration_arn"],
] as const;

/** Returns the account of a service. Before its creation, only the ARNs that it refers to show it. */
export function findAccount({ before, after }: ResourceChange): string | undefined {
  return OWN_ARNS.map((path) => textAt(after, ...path) ?? textAt(before, ...path))
    .map(readAccount)
    .find((account) => account !== undefined);
}

/** Returns the account in an ARN. */
export function readAccount(arn: string | undefined): string | undefined {
  return /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):/.exec(arn ?? "")?.[1];
}

/** How a service runs its image or source code. */
export interface Run {
  /** Image that App Runner pulls; none for source code. */
  readonly image?: string;
  /** `ECR` or `ECR_PUBLIC`. */
  readonly registry?: string;
  readonly autoDeploy: boolean;
  /** Plain variables, by name. Empty if `wholes` has all of them. */
  readonly variables: Readonly<Record<string, Value>>;
  /** Secrets, by the name of their variable. Empty if `wholes` has all of them. */
  readonly secrets: Readonly<Record<string, Value>>;
  /** Maps that are hidden or unknown as a whole, so that not even their names are known. */
  readonly wholes: { readonly variables?: Hidden | Unknown; readonly secrets?: Hidden | Unknown };
}

/** Reads how a service runs. */
export function readRun(service: ResourceChange, side: Side): Run {
  const source = partOrWhole(service[side], "source_configuration", 0);
  const image = partOrWhole(source, "image_repository", 0);
  const run =
    partOrWhole(image, "image_configuration", 0) ??
    partOrWhole(source, "code_repository", 0, "code_configuration", 0, "code_configuration_values", 0);
  const variables = partOrWhole(run, "runtime_environment_variables");
  const secrets = partOrWhole(run, "runtime_environment_secrets");
  return {
    image: textAt(image, "image_identifier"),
    registry: textAt(image, "image_repository_type"),
    autoDeploy: at(source, "auto_deployments_enabled") === true,
    variables: readMap(variables),
    secrets: readMap(secrets),
    wholes: {
      ...(isWhole(variables) && { variables }),
      ...(isWhole(secrets) && { secrets }),
    },
  };
}

function readMap(value: Value | undefined): Readonly<Record<string, Value>> {
  return isContainer(value) && !Array.isArray(value) ? (value as Record<string, Value>) : {};
}

function isWhole(value: Value | undefined): value is Hidden | Unknown {
  return value instanceof Hidden || value instanceof Unknown;
}

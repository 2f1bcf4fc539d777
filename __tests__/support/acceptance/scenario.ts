import type { AppRunnerClient } from "@aws-sdk/client-apprunner";

/** Arguments of resources in Terraform JSON, by type and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** What Terraform plans for a resource. */
export type Action = "create" | "update" | "replace" | "no-op";

/** The value of an attribute: equal to it, matched by it, or equal to another attribute. `null` is an empty or missing value. */
export type Expected = string | number | boolean | null | RegExp | SameAs | Readonly<Record<string, string>>;

/** The attribute of a resource in the same state. */
export interface SameAs {
  /** Address and path, such as `aws_kms_key.x` and `arn`. */
  readonly sameAs: readonly [address: string, path: string];
}

/** Attributes by path, such as `instance_configuration.0.cpu`. `#` is the size of a list or map. */
export type Attributes = Readonly<Record<string, Expected>>;

/** A configuration, and what is expected of its plan, its apply and the plan that follows. */
export interface Step {
  readonly resources: Resources;
  readonly data?: Resources;
  /** The action that Terraform plans, by address. @default - not checked */
  readonly planned?: Readonly<Record<string, Action>>;
  /** Attributes after the apply, by address. @default - not checked */
  readonly expected?: Readonly<Record<string, Attributes>>;
  /** Tags in App Runner, by address. @default - not checked */
  readonly tagsInAws?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Addresses that the next plan still changes. @default - none */
  readonly unsettled?: readonly string[];
  /** Attributes that an import reads differently, by address. A refresh does too, or they are only set at creation. @default - none */
  readonly differsOnImport?: Readonly<Record<string, readonly string[]>>;
}

/** Names of the provider configurations. Each has its own region, so that the quotas of one region are enough. */
export type Provider = "main" | "plain" | "defaults" | "ignoring";

/** Steps that each start from the state of the step before. */
export interface Scenario {
  /** What is shown, unique. */
  readonly title: string;
  readonly provider: Provider;
  /** The steps in the order of the batch. In a step that is missing, the scenario has not started yet. */
  readonly steps: readonly (Step | undefined)[];
  /** Changes App Runner behind Terraform's back after the last step. @default - nothing */
  readonly afterwards?: Afterwards;
}

/** A change behind Terraform's back, and what Terraform plans then. */
interface Afterwards {
  readonly change: (client: AppRunnerClient, valuesOf: ValuesOf) => Promise<unknown>;
  readonly planned: Readonly<Record<string, Action>>;
}

/** The values of a resource in the state. */
export type ValuesOf = (address: string) => Readonly<Record<string, unknown>>;

/** A scenario that is not run, and why. */
export interface NotRun {
  readonly title: string;
  readonly reason: string;
}

/** A service that runs a public image. */
export function publicService(name: string, changes: object = {}, imageConfiguration: object = {}): object {
  return {
    service_name: name,
    source_configuration: {
      auto_deployments_enabled: false,
      image_repository: {
        image_identifier: "public.ecr.aws/docker/library/httpd:latest",
        image_repository_type: "ECR_PUBLIC",
        image_configuration: { port: "8000", ...imageConfiguration },
      },
    },
    ...changes,
  };
}

/** The value of an attribute must be that of another one. */
export function sameAs(address: string, path: string): SameAs {
  return { sameAs: [address, path] };
}

import type {
  ApprunnerServiceSourceConfiguration,
  ApprunnerServiceSourceConfigurationImageRepositoryImageConfiguration,
} from "@cdktf/provider-aws/lib/apprunner-service";
import { Fn, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { Kind } from "../../core/kind";
import { MAX_TEXT_LENGTH } from "../../core/patterns";
import type { PropertyChecks } from "../../core/property-checks";
import { isToken } from "../../core/values";
import type { IRole } from "../../iam/role-base";
import type { SecretReference } from "../../secretsmanager/secret-base";
import type { ParameterReference } from "../../ssm/parameter";

/** What a service runs. App Runner never turns a service of one kind into one of the other. */
export type SourceKind = "image" | "code";

/** The props of a service that depend on its source. */
export interface RunProps {
  /**
   * Port that the container listens on, 1 to 65535. App Runner also sets it as `PORT`.
   *
   * @default 8080
   */
  readonly port?: number;
  /**
   * Command that starts the container instead of the image's own. Code has none of its own: it needs one.
   *
   * @default - the image's entry point
   */
  readonly startCommand?: string;
  /**
   * Plain environment variables. Everybody who may describe the service can read them.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Environment variables whose value App Runner reads from a secret or a parameter when it deploys.
   *
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SecretReference | ParameterReference>>;
  /**
   * Role that App Runner pulls the image with. It is allowed to pull from the image's repository.
   *
   * @default - the repository's own, or else a new role; none for public images and code
   */
  readonly accessRole?: IRole;
}

/** A value that a rollback takes back. */
export interface PlannedValue {
  /** What was planned. */
  readonly value: unknown;
  /** Where the provider reads what runs, below the service's `source_configuration`. */
  readonly path: string;
  /**
   * What was planned where the provider reads nothing, as a Terraform expression.
   *
   * @default - the provider always reads something
   */
  readonly empty?: string;
}

/** What an `AppRunnerService` needs to know of its source. */
export interface SourceConfig {
  /** Whether the service runs an image or code. */
  readonly kind: SourceKind;
  /** The provider's block. */
  readonly sourceConfiguration: ApprunnerServiceSourceConfiguration;
  /** Role that App Runner pulls the image with; public images and code have none. */
  readonly accessRole?: IRole;
  /** What the running service is compared with after an apply, by its name in an error. */
  readonly planned: Readonly<Record<string, PlannedValue>>;
  /**
   * What has to hold before the service is created or updated.
   *
   * @param scope where what the guards look up stands in the tree
   * @internal
   */
  guards(scope: Construct): readonly Precondition[];
}

/** What a service runs: made with `ImageSource` or `CodeSource`. */
export interface ISource {
  /**
   * Checks the source and says what the service needs to know of it.
   *
   * @param service the service
   * @param props how the service is to run it, checked
   * @throws ValidationError when App Runner could not run it
   */
  bind(service: Construct, props: RunProps): SourceConfig;
}

/** Kind of the objects that are an ImageSource or a CodeSource. */
export const SOURCE = new Kind<ISource>(
  "an ImageSource or a CodeSource",
  "ImageSource.ecr(repository, { tag })",
);

/** Records a fault unless App Runner takes `value` as a command: one line. It is not printed: it may be confidential. */
export function validateCommand(checks: PropertyChecks, prop: string, value: unknown): void {
  checks.text(prop, value, MAX_TEXT_LENGTH);
  const line = typeof value !== "string" || isToken(value) || /^[^\r\n]+$/.test(value);
  checks.that(line, `'${prop}' must be one line that is not empty`);
}

/** How an image or built code is run: the provider's arguments, which are the same for both. */
export type RunConfiguration = ApprunnerServiceSourceConfigurationImageRepositoryImageConfiguration;

/** The provider's arguments for how a source is run. */
export function buildRunConfiguration(props: RunProps): RunConfiguration {
  const secrets = Object.entries(props.secrets ?? {}).map(
    ([name, { valueFrom }]) => [name, valueFrom] as const,
  );
  return {
    port: isToken(props.port) ? Fn.tostring(props.port) : String(props.port ?? 8080),
    startCommand: props.startCommand,
    runtimeEnvironmentVariables: props.environment,
    runtimeEnvironmentSecrets: secrets.length > 0 ? Object.fromEntries(secrets) : undefined,
  };
}

/** What of a `RunConfiguration` a rollback takes back. The provider reads what is empty back as null. */
export function buildPlannedRun(run: RunConfiguration, path: string): Record<string, PlannedValue> {
  return {
    port: { value: run.port, path: `${path}.port` },
    start_command: { value: run.startCommand ?? "", path: `${path}.start_command`, empty: '""' },
    environment: {
      value: run.runtimeEnvironmentVariables ?? {},
      path: `${path}.runtime_environment_variables`,
      empty: "{}",
    },
    secrets: {
      value: run.runtimeEnvironmentSecrets ?? {},
      path: `${path}.runtime_environment_secrets`,
      empty: "{}",
    },
  };
}

import type {
  ApprunnerServiceSourceConfiguration,
  ApprunnerServiceSourceConfigurationImageRepositoryImageConfiguration,
} from "@cdktf/provider-aws/lib/apprunner-service";
import { Fn, type IResolvable } from "cdktf";
import type { Construct } from "constructs";
import type { ArgumentPath, FinalArguments, Guard } from "../../core/final-arguments";
import { Kind } from "../../core/kind";
import { MAX_TEXT_LENGTH } from "../../core/patterns";
import type { PropertyChecks } from "../../core/property-checks";
import { isToken } from "../../core/values";
import type { IRole } from "../../iam/role-base";
import { type ISecret, SECRET, type SecretReference } from "../../secretsmanager/secret-base";
import { type IParameter, PARAMETER, type ParameterReference } from "../../ssm/parameter-base";

/** Kind of source. App Runner cannot change a service from one kind to the other. */
export type SourceKind = "image" | "code";

/** Props of a service that depend on its source. */
export interface RunProps {
  /**
   * Port on which the container listens, 1 to 65535. App Runner also sets it as the variable `PORT`.
   *
   * @default 8080
   */
  readonly port?: number;
  /**
   * Command that starts the container. Required for code with `build`.
   *
   * @default - the image's entry point
   */
  readonly startCommand?: string;
  /**
   * Plain environment variables, or a token for a map, such as `Fn.merge([…])`. Anyone who can describe the service can read
   * them.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>> | IResolvable;
  /**
   * Environment variables whose values App Runner reads from secrets or parameters during a deployment. A `Secret` means its
   * whole value.
   *
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SecretReference | ParameterReference | ISecret | IParameter>>;
  /**
   * Role that App Runner uses to pull the image. The service grants it pull access to the repository.
   *
   * @default - the repository's access role if it has one, else a new role; none for public images and code
   */
  readonly accessRole?: IRole;
}

/** A planned value that a rollback would revert. */
export interface PlannedValue {
  /** Planned value. */
  readonly value: unknown;
  /** Path of the actual value below the service's `source_configuration`. */
  readonly path: string;
  /**
   * Terraform expression for the value if the provider reads null.
   *
   * @default - the provider never reads null
   */
  readonly empty?: string;
}

/** Configuration of a source, for an `AppRunnerService`. */
export interface SourceConfig {
  /** Whether the service runs an image or code. */
  readonly kind: SourceKind;
  /** The provider's block. */
  readonly sourceConfiguration: ApprunnerServiceSourceConfiguration;
  /** Role that App Runner uses to pull the image; `undefined` for public images and code. */
  readonly accessRole?: IRole;
  /** Arguments of the service that Terraform sets only when it creates the service, for `ignore_changes`. */
  readonly ignoreChanges?: readonly string[];
  /** Planned values to compare with the running service after an apply, keyed by their names in errors. */
  readonly planned: Readonly<Record<string, PlannedValue>>;
  /**
   * Returns preconditions of the service.
   *
   * @param scope parent of the guards' data sources
   * @param findArguments returns the final arguments of the service at synth
   * @internal
   */
  guards(scope: Construct, findArguments: () => FinalArguments): readonly Guard[];
}

/** Source of a service, created with `ImageSource` or `CodeSource`. */
export interface ISource {
  /**
   * Checks the source and returns its configuration.
   *
   * @param service the service
   * @param props checked props of the service
   * @throws ValidationError if App Runner could not run the source
   */
  bind(service: Construct, props: RunProps): SourceConfig;
}

/** Kind of an ImageSource or a CodeSource. */
export const SOURCE = new Kind<ISource>(
  "an ImageSource or a CodeSource",
  "ImageSource.ecr(repository, { tag })",
).suggests(suggestSource);

const PRIVATE_IMAGE =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<name>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>sha256:.+))?$/;

/** Suggests a source for the URI of an image, or the URL of a code repository. */
function suggestSource(value: unknown): string | undefined {
  if (typeof value !== "string" || isToken(value)) return undefined;
  if (value.startsWith("public.ecr.aws/")) return `ImageSource.ecrPublic(${JSON.stringify(value)})`;
  if (/^https:\/\/(github\.com|bitbucket\.org)\//.test(value))
    return `CodeSource.repository({ connection, url: ${JSON.stringify(value)}, branch: "main", build })`;
  const image: Partial<Record<string, string>> = PRIVATE_IMAGE.exec(value)?.groups ?? {};
  const { account, region, name, tag = "latest", digest } = image;
  if (name === undefined) return undefined;
  const arn = `arn:aws:ecr:${region}:${account}:repository/${name}`;
  const version = digest === undefined ? `tag: ${JSON.stringify(tag)}` : `digest: ${JSON.stringify(digest)}`;
  return `ImageSource.ecr(Repository.fromArn(this, "Images", ${JSON.stringify(arn)}), { ${version} })`;
}

/** Records a fault unless App Runner accepts `value` as a command. The value may be confidential, so it is not printed. */
export function validateCommand(checks: PropertyChecks, prop: string, value: unknown): void {
  checks.text(prop, value, MAX_TEXT_LENGTH);
  const line = typeof value !== "string" || /^[^\r\n]+$/.test(value);
  checks.that(line, `'${prop}' must be a single non-empty line`);
}

/** Returns the reference that a variable in `secrets` means: a secret on its own means its whole value. */
export function referenceOf(
  value: SecretReference | ParameterReference | ISecret | IParameter,
): SecretReference | ParameterReference {
  if (SECRET.includes(value)) return value.wholeValue();
  return PARAMETER.includes(value) ? value.value() : value;
}

/** The provider's arguments for running a source: the same for an image and for code. */
export type RunConfiguration = ApprunnerServiceSourceConfigurationImageRepositoryImageConfiguration;

/** Returns the provider's arguments for running a source. */
export function buildRunConfiguration(props: RunProps): RunConfiguration {
  const secrets = Object.entries(props.secrets ?? {}).map(
    ([name, value]) => [name, referenceOf(value).valueFrom] as const,
  );
  return {
    port: isToken(props.port) ? Fn.tostring(props.port) : String(props.port ?? 8080),
    startCommand: props.startCommand,
    // The binding passes a token on, which its type does not say.
    runtimeEnvironmentVariables: props.environment as Record<string, string> | undefined,
    runtimeEnvironmentSecrets: secrets.length > 0 ? Object.fromEntries(secrets) : undefined,
  };
}

/** Returns the path of the argument of a service from its path below `source_configuration`, such as `a[0].b`. */
export function pathInSource(path: string): ArgumentPath {
  return ["source_configuration", ...path.replaceAll("[0]", "").split(".")];
}

/** Returns the values of a `RunConfiguration` that a rollback would revert. The provider reads an empty value as null. */
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

import type { Precondition } from "cdktf";
import { Construct } from "constructs";
import type { ISecret, SecretVersion } from "../../secretsmanager/secret-base";
import { type IParameter, PARAMETER_REFERENCE } from "../../ssm/parameter";
import type { RunProps, SourceConfig } from "../source/source";
import { KeyGuard } from "./key-guard";
import { guardParameter } from "./parameter-guard";
import { guardSecret } from "./secret-guard";
import { SourceKindGuard } from "./source-kind-guard";

/** Props of `StartGuards`. */
export interface StartGuardsProps extends Pick<RunProps, "secrets"> {
  /** Name of the service. */
  readonly serviceName: string;
  /** ARN of the customer managed key that encrypts the image or the code. */
  readonly kmsKeyArn?: string;
}

/**
 * Stops an apply before it creates or updates a service that could not start.
 *
 * A service whose image or secret is missing would fail minutes after its creation, and would have to be deleted. The guards
 * look up the image and the secrets at plan. They do not read secret values.
 */
export class StartGuards extends Construct {
  /** Preconditions of the service. */
  public readonly preconditions: readonly Precondition[];
  /** Versions of the secrets and parameters in use, as Terraform expressions. They change with the secrets. */
  public readonly secretVersions: readonly string[];

  public constructor(service: Construct, id: string, source: SourceConfig, props: StartGuardsProps) {
    super(service, id);
    const { serviceName, kmsKeyArn, secrets = {} } = props;
    const { versionsBySecret, parameters } = sortReferences(secrets);
    const own = [
      ...new SourceKindGuard(service, "SourceKind", serviceName, source.kind).preconditions,
      ...source.guards(this),
      ...(kmsKeyArn === undefined ? [] : new KeyGuard(this, "Key", service, kmsKeyArn).preconditions),
    ];
    const secretScope = new Construct(this, "Secrets");
    const values = [
      ...[...versionsBySecret].map(([secret, { variable, versions }]) =>
        guardSecret(secretScope, service, variable, secret, versions),
      ),
      ...[...parameters].map(([parameter, variable]) => guardParameter(this, service, variable, parameter)),
    ];
    this.preconditions = [...own, ...values.flatMap(({ preconditions }) => preconditions)];
    this.secretVersions = values.flatMap(({ versionIds }) => versionIds);
  }
}

/** Secrets and parameters that a service reads. */
interface SortedReferences {
  /** For each secret, the last variable that refers to it and all versions in use. */
  readonly versionsBySecret: ReadonlyMap<ISecret, { variable: string; versions: readonly SecretVersion[] }>;
  /** For each parameter, the last variable that refers to it. */
  readonly parameters: ReadonlyMap<IParameter, string>;
}

/** Sorts references into secrets and parameters. */
export function sortReferences(references: NonNullable<RunProps["secrets"]>): SortedReferences {
  const versionsBySecret = new Map<ISecret, { variable: string; versions: readonly SecretVersion[] }>();
  const parameters = new Map<IParameter, string>();
  for (const [variable, reference] of Object.entries(references)) {
    if (PARAMETER_REFERENCE.includes(reference)) {
      parameters.set(reference.parameter, variable);
    } else {
      const { secret, version } = reference;
      const { versions = [] } = versionsBySecret.get(secret) ?? {};
      versionsBySecret.set(secret, { variable, versions: [...versions, version] });
    }
  }
  return { versionsBySecret, parameters };
}

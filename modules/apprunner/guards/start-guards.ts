import type { Precondition } from "cdktf";
import { Construct } from "constructs";
import type { ISecret, SecretVersion } from "../../secretsmanager/secret-base";
import { type IParameter, PARAMETER_REFERENCE } from "../../ssm/parameter";
import type { RunProps, SourceConfig } from "../source/source";
import { KeyGuard } from "./key-guard";
import { guardParameter } from "./parameter-guard";
import { guardSecret } from "./secret-guard";
import { SourceKindGuard } from "./source-kind-guard";

/** What a service is guarded for. */
export interface StartGuardsProps extends Pick<RunProps, "secrets"> {
  /** Name of the service. */
  readonly serviceName: string;
  /** ARN of the key that encrypts the image or the code, where a customer has it. */
  readonly kmsKeyArn?: string;
}

/**
 * Stops an apply before App Runner is called for what could not start.
 *
 * A service whose image or secret is missing would be created, fail after minutes and have to be deleted. The guards
 * look the image and the secrets up when Terraform plans; no secret value is read.
 */
export class StartGuards extends Construct {
  /** Conditions that have to hold before the service is created or updated. */
  public readonly preconditions: readonly Precondition[];
  /** The versions that are read of the secrets and parameters, as Terraform expressions: they change when a secret does. */
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

/** What a service reads of secrets and parameters. */
interface SortedReferences {
  /** For each secret the variable that refers to it last, and all versions that are read. */
  readonly versionsBySecret: ReadonlyMap<ISecret, { variable: string; versions: readonly SecretVersion[] }>;
  /** For each parameter the variable that refers to it last. */
  readonly parameters: ReadonlyMap<IParameter, string>;
}

/** The secrets with all versions that are asked for, and the parameters, each with the last variable that refers to it. */
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

import { type IResolvable, Lazy, type Precondition, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import {
  type ArgumentPath,
  FinalArguments,
  type Guard,
  guardIf,
  leaveOutAllIf,
} from "../../core/final-arguments";
import type { ISecret, SecretReference, SecretVersion } from "../../secretsmanager/secret-base";
import { type IParameter, PARAMETER_REFERENCE, type ParameterReference } from "../../ssm/parameter-base";
import { pathInSource, referenceOf, type RunProps, type SourceConfig } from "../source/source";
import { guardEnvironment } from "./environment-guard";
import { KeyGuard } from "./key-guard";
import { guardParameter } from "./parameter-guard";
import { guardSecret } from "./secret-guard";
import { SourceKindGuard } from "./source-kind-guard";

/** Props of `StartGuards`. */
export interface StartGuardsProps extends Pick<RunProps, "environment" | "secrets"> {
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
  public readonly preconditions: readonly Guard[];
  /** Versions of the secrets and parameters in use, as Terraform expressions. They change with the secrets. */
  public readonly secretVersions: readonly IResolvable[];
  private readonly findArguments: () => FinalArguments;

  /**
   * @param findService returns the provider's resource, which exists at synth
   */
  public constructor(
    private readonly service: Construct,
    id: string,
    source: SourceConfig,
    props: StartGuardsProps,
    findService: () => TerraformResource,
  ) {
    super(service, id);
    this.findArguments = () => FinalArguments.of(findService());
    const { serviceName, kmsKeyArn, secrets = {} } = props;
    const own = [
      ...new SourceKindGuard(service, "SourceKind", serviceName, source.kind, this.findArguments)
        .preconditions,
      ...source.guards(this, this.findArguments),
      ...(kmsKeyArn === undefined ? [] : this.guardKey(kmsKeyArn)),
      ...guardEnvironment(this, service, props, pathOf(source, "environment"), this.findArguments),
    ];
    const values = this.guardReferences(secrets, pathOf(source, "secrets"));
    this.preconditions = [...own, ...values.flatMap(({ preconditions }) => preconditions)];
    this.secretVersions = values.flatMap(({ versionIds }) => versionIds);
  }

  private guardKey(kmsKeyArn: string): readonly Guard[] {
    const applies = (args: FinalArguments) => args.keeps(["encryption_configuration", "kms_key"], kmsKeyArn);
    const guard = new KeyGuard(this, "Key", this.service, kmsKeyArn);
    leaveOutAllIf(guard, () => !applies(this.findArguments()));
    return guardIf(guard.preconditions, applies);
  }

  /** Checks what the variables refer to, except variables that the user overrides or ignores. */
  private guardReferences(references: References, path: ArgumentPath): readonly GuardedValue[] {
    const { versionsBySecret, parameters } = sortReferences(references);
    const scope = new Construct(this, "Secrets");
    const appliesTo = (thing: ISecret | IParameter) => (args: FinalArguments) =>
      Object.entries(references).some(([name, given]) => {
        const reference = referenceOf(given);
        return targetOf(reference) === thing && args.keeps([...path, name], reference.valueFrom);
      });
    const adapt = (found: FoundValue, applies: (args: FinalArguments) => boolean): GuardedValue => ({
      preconditions: guardIf(found.preconditions, applies),
      versionIds: found.versionIds.map((versionId) =>
        Lazy.anyValue({ produce: () => (applies(this.findArguments()) ? versionId : undefined) }),
      ),
    });
    return [
      ...[...versionsBySecret].map(([secret, { variable, versions }]) => {
        const applies = appliesTo(secret);
        const guard = guardSecret(scope, this.service, variable, secret, versions, () =>
          applies(this.findArguments()),
        );
        return adapt(guard, (args) => guard.isChecked() && applies(args));
      }),
      ...[...parameters].map(([parameter, variable]) =>
        adapt(guardParameter(this, this.service, variable, parameter), appliesTo(parameter)),
      ),
    ];
  }
}

/** Returns the path of the map of variables in the arguments of the service. */
function pathOf({ planned }: SourceConfig, name: "environment" | "secrets"): ArgumentPath {
  return pathInSource(planned[name]?.path ?? "");
}

type References = NonNullable<RunProps["secrets"]>;

/** What a guard of a secret or a parameter found. */
interface FoundValue {
  readonly preconditions: readonly Precondition[];
  /** Versions in use, as Terraform expressions. */
  readonly versionIds: readonly string[];
}

/** The same for as long as a variable refers to the secret or the parameter. */
interface GuardedValue {
  readonly preconditions: readonly Guard[];
  readonly versionIds: readonly IResolvable[];
}

/** Secrets and parameters that a service reads. */
interface SortedReferences {
  /** For each secret, the last variable that refers to it and all versions in use. */
  readonly versionsBySecret: ReadonlyMap<ISecret, { variable: string; versions: readonly SecretVersion[] }>;
  /** For each parameter, the last variable that refers to it. */
  readonly parameters: ReadonlyMap<IParameter, string>;
}

/** Sorts references into secrets and parameters. */
export function sortReferences(references: References): SortedReferences {
  const versionsBySecret = new Map<ISecret, { variable: string; versions: readonly SecretVersion[] }>();
  const parameters = new Map<IParameter, string>();
  for (const [variable, given] of Object.entries(references)) {
    const reference = referenceOf(given);
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

function targetOf(reference: SecretReference | ParameterReference): ISecret | IParameter {
  return PARAMETER_REFERENCE.includes(reference) ? reference.parameter : reference.secret;
}

import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { KMS_KEY_ARN } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { isToken } from "../core/values";
import { validateWriteOnlyValue, type WriteOnlyValue, writeOnlyVariable } from "../core/write-only-value";
import { type IRole, ROLE } from "../iam/role-base";

/** A parameter of Systems Manager, made by this library or elsewhere. Its value is never read. */
export interface IParameter extends IConstruct {
  /** Name of the parameter, such as `/hello/log-level`. */
  readonly parameterName: string;
  /** ARN of the parameter. */
  readonly parameterArn: string;
  /** ARN of the customer KMS key that encrypts the value, where there is one. */
  readonly kmsKeyArn?: string;
  /** Number of the value, where Terraform sets it. */
  readonly valueVersion?: string;
  /** The value of the parameter, as an environment variable takes it. */
  value(): ParameterReference;
  /**
   * Allows `role` to read this parameter and no other, and to decrypt it with its key.
   *
   * @param role the role that reads
   */
  grantRead(role: IRole): void;
}

/** The value of an environment variable that App Runner reads from a parameter of Systems Manager. */
export class ParameterReference {
  /**
   * @param parameter the parameter
   */
  public constructor(public readonly parameter: IParameter) {}

  /** What App Runner reads: the parameter's ARN, which it also takes from another region. */
  public get valueFrom(): string {
    return this.parameter.parameterArn;
  }
}

/** Props of a `Parameter`. */
export interface ParameterProps {
  /**
   * Name: letters, digits and `_.-`; or up to 15 levels of them, each after a `/`. Not starting with `aws` or `ssm`. Changing it
   * replaces the parameter.
   */
  readonly parameterName: string;
  /** The variable that carries the value, and the number of the value. */
  readonly value: WriteOnlyValue;
  /**
   * Kind of the parameter: `SecureString` is encrypted, `String` is not.
   *
   * @default "SecureString"
   */
  readonly type?: "String" | "SecureString";
  /**
   * ARN of the customer KMS key that encrypts a `SecureString`.
   *
   * @default - the key `aws/ssm` of the account
   */
  readonly kmsKeyArn?: string;
  /**
   * What the parameter is for.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Whether Terraform refuses to destroy the parameter, whose value nobody can restore.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the parameter, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Options of an imported parameter. */
export interface ParameterImportOptions {
  /**
   * ARN of the customer KMS key that encrypts the parameter: a service that reads it has to be allowed to decrypt.
   *
   * @default - the key `aws/ssm` of the account, which needs no permission
   */
  readonly kmsKeyArn?: string;
}

const NAME = {
  pattern: /^(?!\/?(aws|ssm))(?=.{1,1011}$)([\w.-]+|(\/[\w.-]+){1,15})$/i,
  allowed:
    "letters, digits and '_.-', or up to 15 levels of them, each after a '/', not starting with 'aws' or 'ssm'",
};
const ARN = {
  pattern: /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/[\w.-]+(\/[\w.-]+){0,14}$/,
  allowed: "the ARN of a parameter, 'arn:aws:ssm:<region>:<account>:parameter/<name>'",
};

/** What all parameters have in common, new or imported. */
export abstract class ParameterBase extends LocatedConstruct implements IParameter {
  public abstract readonly parameterName: string;
  public abstract readonly parameterArn: string;
  public abstract readonly kmsKeyArn?: string;
  public abstract readonly valueVersion?: string;

  public value(): ParameterReference {
    return new ParameterReference(this);
  }

  public grantRead(role: IRole): void {
    new PropertyChecks(this).kind("role", role, ROLE).throwIfAny();
    role.addToPolicy({ actions: ["ssm:GetParameters"], resources: [this.parameterArn] });
    if (this.kmsKeyArn !== undefined) {
      role.addToPolicy({ actions: ["kms:Decrypt"], resources: [this.kmsKeyArn] });
    }
  }
}

/**
 * A parameter of Systems Manager whose value Terraform writes and never stores.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
 * @example
 * const token = new Parameter(this, "Token", {
 *   parameterName: "/hello/token",
 *   value: { variableName: "hello_token", version: 1 },
 * });
 * new AppRunnerService(this, "Api", {
 *   serviceName: "hello",
 *   source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
 *   secrets: { TOKEN: token.value() },
 * });
 */
export class Parameter extends ParameterBase {
  /**
   * A parameter of this account and region that exists already. Nothing is looked up: the provider could not without
   * storing the value.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param parameterName name of the parameter
   * @param options its customer KMS key
   * @throws ValidationError when `parameterName` is no name of a parameter
   */
  public static fromName(
    scope: Construct,
    id: string,
    parameterName: string,
    options: ParameterImportOptions = {},
  ): IParameter {
    return new ImportedParameterByName(scope, id, parameterName, options);
  }

  /**
   * A parameter that exists already, also one of another region. Nothing is looked up.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param parameterArn `arn:aws:ssm:<region>:<account>:parameter/<name>`
   * @param options its customer KMS key
   * @throws ValidationError when `parameterArn` is not the ARN of a parameter
   */
  public static fromArn(
    scope: Construct,
    id: string,
    parameterArn: string,
    options: ParameterImportOptions = {},
  ): IParameter {
    return new ImportedParameterByArn(scope, id, parameterArn, options);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: SsmParameter;
  public readonly parameterName: string;
  public readonly parameterArn: string;
  public readonly kmsKeyArn?: string;
  public readonly valueVersion: string;

  public constructor(scope: Construct, id: string, props: ParameterProps) {
    super(scope, id);
    this.validate(props);

    this.resource = new SsmParameter(this, "Resource", {
      name: props.parameterName,
      type: props.type ?? "SecureString",
      valueWo: writeOnlyVariable(this, "Value", props.value.variableName),
      valueWoVersion: props.value.version,
      keyId: props.kmsKeyArn,
      description: props.description,
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      tags: props.tags,
    });
    this.parameterName = props.parameterName;
    this.parameterArn = this.resource.arn;
    this.kmsKeyArn = props.kmsKeyArn;
    this.valueVersion = this.resource.getStringAttribute("value_wo_version");
  }

  private validate(props: ParameterProps): void {
    const checks = new PropertyChecks(this)
      .props("props", props)
      .knows("value")
      .string("parameterName", props.parameterName, NAME)
      .oneOf("type", props.type ?? "SecureString", ["String", "SecureString"])
      .boolean("preventDestroy", props.preventDestroy);
    validateWriteOnlyValue(checks, "value", props.value);
    checks.optional.string("kmsKeyArn", props.kmsKeyArn, KMS_KEY_ARN);
    checks.that(
      props.kmsKeyArn === undefined || props.type !== "String",
      "'kmsKeyArn' needs the type 'SecureString', got 'String'",
    );
    checks.optional.text("description", props.description, 1024);
    checks.tags("tags", props.tags).finish(Parameter);
  }
}

abstract class ImportedParameter extends ParameterBase {
  public readonly valueVersion = undefined;
  public readonly kmsKeyArn?: string;

  protected constructor(scope: Construct, id: string, options: ParameterImportOptions) {
    super(scope, id);
    const checks = new PropertyChecks(this).props("options", options);
    this.kmsKeyArn = options.kmsKeyArn;
    checks.optional.string("kmsKeyArn", this.kmsKeyArn, KMS_KEY_ARN);
    checks.finish();
  }
}

class ImportedParameterByName extends ImportedParameter {
  public readonly parameterArn: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly parameterName: string,
    options: ParameterImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("parameterName", parameterName, NAME).throwIfAny();
    const { partition } = new DataAwsPartition(this, "Partition", {});
    const region = new DataAwsRegion(this, "Region", {}).id;
    const { accountId } = new DataAwsCallerIdentity(this, "Account", {});
    const path = isToken(parameterName)
      ? Fn.trimprefix(parameterName, "/")
      : parameterName.replace(/^\//, "");
    this.parameterArn = `arn:${partition}:ssm:${region}:${accountId}:parameter/${path}`;
  }
}

class ImportedParameterByArn extends ImportedParameter {
  public readonly parameterName: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly parameterArn: string,
    options: ParameterImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("parameterArn", parameterArn, ARN).throwIfAny();
    this.parameterName = isToken(parameterArn) ? parameterArn : parseName(parameterArn);
  }
}

/** A name that has levels starts with a `/`, which its ARN does not repeat. */
function parseName(parameterArn: string): string {
  const path = parameterArn.slice(parameterArn.indexOf("/") + 1);
  return path.includes("/") ? `/${path}` : path;
}

/** Kind of the objects that are a ParameterReference. */
export const PARAMETER_REFERENCE = new Kind<ParameterReference>(
  "a ParameterReference",
  "parameter.value()",
  ParameterReference,
);

/** Kind of the objects that are a Parameter. */
export const PARAMETER = new Kind<IParameter>("a Parameter", "Parameter.fromName(…)", ParameterBase);

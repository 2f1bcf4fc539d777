import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct, IConstruct } from "constructs";
import { arnCheck, parseArn } from "../core/arn";
import { expression, literalStart, quote } from "../core/expressions";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { allowCharacters } from "../core/mixed-text";
import { KMS_KEY_ARN } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { isToken } from "../core/values";
import { validateWriteOnlyValue, type WriteOnlyValue, writeOnlyVariable } from "../core/write-only-value";
import { type IRole, ROLE } from "../iam/role-base";

/** A Systems Manager parameter, created by this library or elsewhere. Its value is never read. */
export interface IParameter extends IConstruct {
  /** Name of the parameter, such as `/hello/log-level`. */
  readonly parameterName: string;
  /** ARN of the parameter. */
  readonly parameterArn: string;
  /** ARN of the customer KMS key that encrypts the value, if any. */
  readonly kmsKeyArn?: string;
  /** Version number of the value, if Terraform sets it. */
  readonly valueVersion?: string;
  /** References the value of the parameter, for an environment variable. */
  value(): ParameterReference;
  /**
   * Allows `role` to read this parameter only, and to decrypt it with its customer key.
   *
   * @param role role that reads
   */
  grantRead(role: IRole): void;
}

/** Source of an environment variable's value: a Systems Manager parameter. */
export class ParameterReference {
  /**
   * @param parameter the parameter
   */
  public constructor(public readonly parameter: IParameter) {}

  /** What App Runner reads: the parameter's ARN, which can be in a different region. */
  public get valueFrom(): string {
    return this.parameter.parameterArn;
  }
}

/** Props of a `Parameter`. */
export interface ParameterProps {
  /**
   * Name: letters, digits and `_.-`, optionally in up to 15 levels that each start with `/`. It cannot start with `aws` or
   * `ssm`. Changing it replaces the parameter.
   */
  readonly parameterName: string;
  /** Terraform variable that passes the value, and the version number of the value. */
  readonly value: WriteOnlyValue;
  /**
   * Type of the parameter: `SecureString` is encrypted, `String` is not.
   *
   * @default "SecureString"
   */
  readonly type?: "String" | "SecureString";
  /**
   * ARN of the customer KMS key that encrypts a `SecureString`.
   *
   * @default - the account's `aws/ssm` key
   */
  readonly kmsKeyArn?: string;
  /**
   * Description of the parameter.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Whether Terraform refuses to destroy or replace the parameter. The value of a deleted parameter cannot be restored.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the parameter, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Options of an imported parameter. */
export interface ParameterImportOptions {
  /**
   * ARN of the customer KMS key that encrypts the parameter. Services that read the parameter are allowed to decrypt with it.
   *
   * @default - the account's `aws/ssm` key, which needs no permission
   */
  readonly kmsKeyArn?: string;
}

/**
 * Of the 1011 characters of a name, 45 or more are for the start of the ARN.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
const NAME = {
  pattern: /^(?!\/?(aws|ssm))(?=.{1,966}$)([\w.-]+|(\/[\w.-]+){1,15})$/i,
  allowed:
    "a name such as 'url' or '/hello/url': letters, digits, '_', '.' and '-', at most 15 levels and 966 characters, " +
    "not starting with 'aws' or 'ssm'",
  mixed: (name: string) => allowCharacters("\\w.\\-\\/")(name) && !/^\/?(aws|ssm)/i.test(name),
};
const ARN = {
  pattern: /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/(?=.{1,966}$)[\w.-]+(\/[\w.-]+){0,14}$/,
  allowed:
    "the ARN of a parameter, 'arn:aws:ssm:<region>:<account>:parameter/<name>', where <name> has at most 15 levels",
  mixed: arnCheck("ssm", "parameter/"),
};

/** Base class of new and imported parameters. */
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
 * A Systems Manager parameter whose value Terraform writes but never stores.
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
   * References an existing parameter by name, in the account and region of the stack. Nothing is looked up, because the
   * provider would store the value.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param parameterName name of the parameter
   * @param options customer KMS key of the parameter
   * @throws ValidationError if `parameterName` is not a valid parameter name
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
   * References an existing parameter by ARN, in any region. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param parameterArn `arn:aws:ssm:<region>:<account>:parameter/<name>`
   * @param options customer KMS key of the parameter
   * @throws ValidationError if `parameterArn` is not the ARN of a parameter
   */
  public static fromArn(
    scope: Construct,
    id: string,
    parameterArn: string,
    options: ParameterImportOptions = {},
  ): IParameter {
    return new ImportedParameterByArn(scope, id, parameterArn, options);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
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
    claimName(this, { prop: "parameterName", name: props.parameterName, resource: this.resource });
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
      "'type' must be 'SecureString' with 'kmsKeyArn', got 'String'",
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
    const path =
      literalStart(parameterName) === ""
        ? expression(`trimprefix(${quote(parameterName)}, "/")`)
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
    this.parameterName = parseName(parameterArn);
  }
}

/** A name with levels starts with a `/`, which the ARN omits. Terraform computes the name if a token can contain a level. */
function parseName(parameterArn: string): string {
  const { resource: path } = parseArn(parameterArn, "parameter/");
  if (path?.includes("/")) return `/${path}`;
  if (path !== undefined && !isToken(path)) return path;
  const code = path === undefined ? `element(split(":parameter/", ${quote(parameterArn)}), 1)` : quote(path);
  return expression(`length(split("/", ${code})) > 1 ? "/\${${code}}" : ${code}`);
}

/** Recognizes a ParameterReference. */
export const PARAMETER_REFERENCE = new Kind<ParameterReference>(
  "a ParameterReference",
  "parameter.value()",
  ParameterReference,
);

/** Recognizes a Parameter. */
export const PARAMETER = new Kind<IParameter>("a Parameter", "Parameter.fromName(…)", ParameterBase);

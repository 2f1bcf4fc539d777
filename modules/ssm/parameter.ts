import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct } from "constructs";
import { KMS_KEY_ARN } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { validateWriteOnlyValue, type WriteOnlyValue, writeOnlyVariable } from "../core/write-only-value";
import {
  ImportedParameterByArn,
  ImportedParameterByName,
  PARAMETER_NAME,
  type ParameterImportOptions,
} from "./imported-parameter";
import { type IParameter, ParameterBase } from "./parameter-base";

export type { ParameterImportOptions } from "./imported-parameter";

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
      .string("parameterName", props.parameterName, PARAMETER_NAME)
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

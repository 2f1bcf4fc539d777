import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { Construct } from "constructs";
import { arnCheck, parseArn } from "../core/arn";
import { expression, literalStart, quote } from "../core/expressions";
import { allowCharacters } from "../core/mixed-text";
import { KMS_KEY_ARN } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { isToken } from "../core/values";
import { ParameterBase } from "./parameter-base";

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
 * Format of a parameter's name. Of the 1011 characters of a name, 45 or more are for the start of the ARN.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const PARAMETER_NAME = {
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

/** An existing parameter, known by its name. */
export class ImportedParameterByName extends ImportedParameter {
  public readonly parameterArn: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly parameterName: string,
    options: ParameterImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("parameterName", parameterName, PARAMETER_NAME).throwIfAny();
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

/** An existing parameter, known by its ARN. */
export class ImportedParameterByArn extends ImportedParameter {
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

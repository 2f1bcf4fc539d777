import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { arnCheck, parseArn } from "../core/arn";
import { expression, literalEnd, maskTokens, printPath, quote } from "../core/expressions";
import { allowCharacters } from "../core/mixed-text";
import { Kind } from "../core/kind";
import { KMS_KEY_ARN } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { explainFailure } from "../core/terraform";
import { isToken } from "../core/values";
import { type ISecret, SecretBase } from "./secret-base";
import { REPLICATED_SECRET } from "./secret-replica";

/** Options of an imported secret. */
export interface SecretImportOptions {
  /**
   * ARN of the customer KMS key that encrypts the secret. Services that read the secret are allowed to decrypt with it.
   *
   * @default - the account's `aws/secretsmanager` key, which needs no permission
   */
  readonly kmsKeyArn?: string;
  /**
   * Provider that looks up the secret, for a secret in a different region or account.
   *
   * @default - the provider of the stack
   */
  readonly provider?: TerraformProvider;
}

/**
 * Format of a secret's name (API model: NameType).
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export const SECRET_NAME = {
  pattern: /^[A-Za-z0-9/_+=.@-]{1,512}$/,
  allowed: "1 to 512 letters, digits and '/_+=.@-'",
  mixed: allowCharacters("A-Za-z0-9\\/_+=.@\\-"),
};

/** Format of a secret's complete ARN. */
export const SECRET_ARN = {
  pattern:
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:(?<name>[A-Za-z0-9/_+=.@-]{1,512})-[A-Za-z0-9]{6}$/,
  allowed: "the complete ARN of a secret, including the six characters after the name",
  mixed: (arn: string) => arnCheck("secretsmanager", "secret:")(arn) && canEndSecretArn(arn),
};

abstract class ImportedSecret extends SecretBase {
  public readonly kmsKeyArn?: string;
  public override readonly provider?: TerraformProvider;

  protected constructor(scope: Construct, id: string, options: SecretImportOptions) {
    super(scope, id);
    const checks = new PropertyChecks(this).props("options", options);
    const { kmsKeyArn, provider } = options;
    checks.optional.string("kmsKeyArn", kmsKeyArn, KMS_KEY_ARN);
    checks.optional.provider("provider", provider);
    checks.finish();
    this.kmsKeyArn = kmsKeyArn;
    this.provider = provider;
  }
}

/** An existing secret, looked up by its name. */
export class ImportedSecretByName extends ImportedSecret {
  public readonly secretArn: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly secretName: string,
    options: SecretImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("secretName", secretName, SECRET_NAME).throwIfAny();
    const data = new DataAwsSecretsmanagerSecret(this, "Resource", {
      name: secretName,
      provider: this.provider,
    });
    this.secretArn = explainFailure(data, explainMissingSecret(this))("arn");
  }
}

/** An existing secret, known only by its ARN. */
export class ImportedSecretByArn extends ImportedSecret {
  public readonly secretName: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly secretArn: string,
    options: SecretImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("secretArn", secretArn, SECRET_ARN).throwIfAny();
    this.secretName = nameIn(secretArn);
  }
}

/** Recognizes a secret whose ARN the user passed. */
export const SECRET_BY_ARN = new Kind<ISecret>(
  "a Secret with a given ARN",
  "Secret.fromArn(…)",
  ImportedSecretByArn,
);

/** Six characters that Secrets Manager adds to the name. */
const SUFFIX = /-[A-Za-z0-9]{6}$/;

/** Whether the ARN of a secret ends with its six characters, if its literal parts decide that. */
function canEndSecretArn(secretArn: string): boolean {
  const end = literalEnd(secretArn);
  return SUFFIX.test(end) || (end.length < 7 && /^[A-Za-z0-9]*$|^-[A-Za-z0-9]*$/.test(end));
}

/** Returns the name of a secret. Terraform computes it if a token hides where it starts or ends. */
function nameIn(secretArn: string): string {
  const { resource } = parseArn(secretArn, "secret:");
  const known = resource !== undefined && (!isToken(resource) || SUFFIX.test(resource));
  if (known) return resource.replace(SUFFIX, "");
  const whole = resource === undefined ? `element(split(":", ${quote(secretArn)}), 6)` : quote(resource);
  return expression(`replace(${whole}, "/-[A-Za-z0-9]{6}$/", "")`);
}

/**
 * Returns what to do if Terraform cannot find the secret, because it does not exist or is scheduled for deletion.
 *
 * @param secretArn ARN of the secret, if it is known before the lookup
 */
export function explainMissingSecret(
  secret: IConstruct & Pick<ISecret, "secretName" | "provider">,
  secretArn?: string,
): string {
  const { secretName, provider } = secret;
  const id = maskTokens(secretName, "<name>");
  const region = secretArn === undefined ? undefined : parseArn(secretArn, "secret:").region;
  const options = region === undefined || isToken(region) ? "" : ` --region ${region}`;
  if (REPLICATED_SECRET.includes(secret)) {
    return (
      `the replica of the secret '${id}' (${printPath(secret)}); if it is missing: apply ${printPath(TerraformStack.of(secret))} first; ` +
      `if that did not help, this says why, as the status of the replica: aws secretsmanager describe-secret --secret-id ${id}, ` +
      "in the region of the secret"
    );
  }
  return (
    `the secret '${id}' (${printPath(secret)}); if it is missing or scheduled for deletion: ` +
    `aws secretsmanager create-secret --name ${id}${options}, or restore-secret --secret-id ${id}${options}` +
    (SECRET_BY_ARN.includes(secret) ? "; if it exists: pass its complete ARN to Secret.fromArn" : "") +
    (provider === undefined ? "; if it is in another region or account: import it with a provider" : "")
  );
}

import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { KMS_KEY_ARN } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { explainFailure } from "../core/terraform";
import { isToken } from "../core/values";
import { type ISecret, SecretBase } from "./secret-base";

/** Options of an imported secret. */
export interface SecretImportOptions {
  /**
   * ARN of the customer KMS key that encrypts the secret: a service that reads it has to be allowed to decrypt.
   *
   * @default - the key `aws/secretsmanager` of the account, which needs no permission
   */
  readonly kmsKeyArn?: string;
  /**
   * Provider that looks the secret up: for a secret of another region or account.
   *
   * @default - the provider of the stack
   */
  readonly provider?: TerraformProvider;
}

/** What the name of a secret looks like. */
export const SECRET_NAME = {
  pattern: /^[A-Za-z0-9/_+=.@-]{1,512}$/,
  allowed: "1 to 512 letters, digits and '/_+=.@-'",
};

/** What the whole ARN of a secret looks like. */
export const SECRET_ARN = {
  pattern:
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:(?<name>[A-Za-z0-9/_+=.@-]+)-[A-Za-z0-9]{6}$/,
  allowed: "the whole ARN of a secret, with the six characters after the name",
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

/** A secret that is looked up by its name. */
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

/** A secret that only its ARN is known of. */
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
    this.secretName = SECRET_ARN.pattern.exec(secretArn)?.groups?.["name"] ?? secretArn;
  }
}

/** What to do about a secret that Terraform cannot find, because it never was or because it is being deleted. */
export function explainMissingSecret(secret: ISecret): string {
  const id = isToken(secret.secretName) ? "<name>" : secret.secretName;
  return (
    `the secret '${id}' (${secret.node.path}); if it is missing or scheduled for deletion: ` +
    `aws secretsmanager create-secret --name ${id}, or restore-secret --secret-id ${id}` +
    (secret.provider === undefined
      ? "; if it is of another region or account: import it with a provider"
      : "")
  );
}

import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { DataAwsSecretsmanagerSecretVersions } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions";
import type { Precondition } from "cdktf";
import { Construct } from "constructs";
import { addressOf, explainFailure } from "../core/terraform";
import { isToken } from "../core/validation";
import { missingSecret } from "../secretsmanager/imported-secret";
import type { ISecret } from "../secretsmanager/secret-base";

/** What ECR expects in the secret. */
export const CREDENTIALS_FORM = '{"username": "<name>", "accessToken": "<token>"}';

/**
 * Stops an apply where the secret with the credentials for an upstream registry is missing or has no value. No value is
 * read.
 */
export class CredentialsGuard extends Construct {
  /** Conditions that have to hold before ECR pulls. */
  public readonly preconditions: Precondition[];

  /**
   * @param scope where the guard stands in the tree
   * @param id its name there
   * @param credentials the secret
   * @param cachePath path of the pull-through cache, for the error
   */
  public constructor(scope: Construct, id: string, credentials: ISecret, cachePath: string) {
    super(scope, id);
    const { secretArn, secretName, node } = credentials;
    const found = new DataAwsSecretsmanagerSecret(this, "Resource", { arn: secretArn });
    explainFailure(found, missingSecret(credentials));
    const all = new DataAwsSecretsmanagerSecretVersions(this, "Versions", { secretId: secretArn });
    const versions = `${addressOf(all)}.versions`;
    const name = isToken(secretName) ? "<name>" : secretName;
    this.preconditions = [
      {
        condition: `\${anytrue([for v in (${versions} == null ? [] : ${versions}) : contains(v.version_stages, "AWSCURRENT")])}`,
        errorMessage:
          `The secret '${name}' (${node.path}) has no value, so ECR could not pull for ${cachePath}. Write ` +
          `${CREDENTIALS_FORM} to the file value.json and set it: aws secretsmanager put-secret-value ` +
          `--secret-id ${name} --secret-string file://value.json. Then apply again.`,
      },
    ];
  }
}

import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

/** Problems of credentials, by ECR error. */
export interface CredentialsProblem {
  readonly name:
    "SecretNotFoundException" | "UnableToAccessSecretException" | "UnableToDecryptSecretValueException";
  readonly message: string;
}

/** Why ECR cannot sign in with a secret, or `undefined` if it can. */
export async function credentialsProblem(
  client: SecretsManagerClient,
  credentialArn: string,
): Promise<CredentialsProblem | undefined> {
  const named = { SecretId: credentialArn };
  const secret = await client.send(new DescribeSecretCommand(named)).catch(() => undefined);
  if (!secret || secret.DeletedDate) {
    return { name: "SecretNotFoundException", message: `The secret ${credentialArn} does not exist.` };
  }
  if (secret.KmsKeyId && secret.KmsKeyId !== "alias/aws/secretsmanager") {
    return { name: "UnableToDecryptSecretValueException", message: `ECR may not use ${secret.KmsKeyId}.` };
  }
  const value = await client.send(new GetSecretValueCommand(named)).catch(() => undefined);
  if (isCredentials(value?.SecretString)) return undefined;
  return {
    name: "UnableToAccessSecretException",
    message: "The secret needs a username and an accessToken.",
  };
}

function isCredentials(value: string | undefined): boolean {
  try {
    const { username, accessToken } = JSON.parse(value ?? "{}") as Record<string, unknown>;
    return typeof username === "string" && typeof accessToken === "string";
  } catch {
    return false;
  }
}

import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  type DescribeSecretResponse,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

import { readUnless } from "./aws-errors";

const NO_SECRET = "ResourceNotFoundException";

/** A reference to a secret: `<arn>`, or `<arn>:<json-key>:<version-stage>:<version-id>`, whose last parts can be empty. */
export interface SecretReference {
  readonly arn: string;
  readonly region: string;
  readonly accountId: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

/** Parses a reference to a secret, or returns `undefined` if it is not one. */
export function parseSecretReference(reference: string): SecretReference | undefined {
  const parts = reference.split(":");
  if (parts[2] !== "secretsmanager" || parts[5] !== "secret") return undefined;
  const [jsonKey, versionStage, versionId] = parts.slice(7);
  return {
    arn: parts.slice(0, 7).join(":"),
    region: parts[3] ?? "",
    accountId: parts[4] ?? "",
    ...(jsonKey && { jsonKey }),
    ...(versionStage && { versionStage }),
    ...(versionId && { versionId }),
  };
}

/** A secret, or why it can't be used. */
export type SecretLookup =
  { readonly secret: DescribeSecretResponse } | { readonly secret?: undefined; readonly problem: string };

/** Finds the secret of a reference, and checks that it has the referenced value. */
export async function lookUpSecret(
  client: SecretsManagerClient,
  reference: SecretReference,
): Promise<SecretLookup> {
  const { arn, versionStage: VersionStage, versionId: VersionId, jsonKey } = reference;
  const describing = client.send(new DescribeSecretCommand({ SecretId: arn }));
  const secret = await readUnless([NO_SECRET], describing);
  if (!secret) return { problem: `secret ${arn} does not exist` };
  if (secret.DeletedDate) return { problem: `secret ${arn} is scheduled for deletion` };
  const value = await readValue(client, { SecretId: arn, VersionStage, VersionId });
  if (value === undefined) {
    return { problem: `secret ${arn} has no version ${VersionId ?? VersionStage ?? "AWSCURRENT"}` };
  }
  if (jsonKey !== undefined && !hasKey(value, jsonKey)) {
    return { problem: `secret ${arn} has no JSON key ${jsonKey}` };
  }
  return { secret };
}

async function readValue(
  client: SecretsManagerClient,
  version: { SecretId: string; VersionStage?: string; VersionId?: string },
): Promise<string | undefined> {
  const found = await readUnless([NO_SECRET], client.send(new GetSecretValueCommand(version)));
  return found && (found.SecretString ?? Buffer.from(found.SecretBinary ?? []).toString("utf8"));
}

function hasKey(value: string, key: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null && Object.hasOwn(parsed, key);
  } catch {
    return false;
  }
}

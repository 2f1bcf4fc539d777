import { callJson } from "./aws-calls";
import type { ClientSettings } from "./credentials";
import { isAllowed, type PolicyDocument } from "./iam-policy";

/** The actions of each deployment: it encrypts a copy of the source, and reads it. */
const ACTIONS = ["kms:GenerateDataKey", "kms:Decrypt"];

/**
 * Why a service can't use its customer managed key, or `undefined` if it can.
 *
 * AWS does not document which permissions App Runner requires. Here, the key policy must let the account of the service
 * encrypt and decrypt.
 */
export async function findServiceKeyProblem(
  settings: ClientSettings,
  KeyId: string,
  accountId: string,
): Promise<string | undefined> {
  const described = await callJson(settings, "kms", "TrentService.DescribeKey", { KeyId });
  if (!described.ok) return `the KMS key ${KeyId} does not exist`;
  const { KeyState } = described.body["KeyMetadata"] as { readonly KeyState: string };
  if (KeyState !== "Enabled") return `the KMS key ${KeyId} is ${KeyState}`;
  const request = { KeyId, PolicyName: "default" };
  const { body } = await callJson(settings, "kms", "TrentService.GetKeyPolicy", request);
  const policy = JSON.parse(String(body["Policy"])) as PolicyDocument;
  const principal = { AWS: `arn:aws:iam::${accountId}:root` };
  const refused = ACTIONS.find((action) => !isAllowed([policy], { action, resource: KeyId, principal }));
  return refused && `KMS access denied: the policy of ${KeyId} does not allow ${refused}`;
}

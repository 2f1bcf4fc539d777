import type { Identifiers } from "../state/identifiers";
import { callJson } from "./aws-calls";
import type { AwsClients } from "./clients";
import type { ClientSettings } from "./credentials";
import type { Role } from "./roles";
import { lookUpSecret, parseSecretReference, type SecretReference } from "./secrets";

type Place = { readonly clients: AwsClients; readonly settings: ClientSettings };

/** What an instance role can read when a container starts. */
export class SecretAccess {
  public constructor(
    private readonly role: Role,
    private readonly ids: Identifiers,
    private readonly connectTo: (accountId: string, region: string) => Promise<Place>,
  ) {}

  /** Why a value of `RuntimeEnvironmentSecrets` can't be read, or `undefined` if it can. */
  public async findProblem(reference: string): Promise<string | undefined> {
    const secret = parseSecretReference(reference);
    return secret ? this.findSecretProblem(secret) : this.findParameterProblem(reference);
  }

  private async findSecretProblem(reference: SecretReference): Promise<string | undefined> {
    const { clients, settings } = await this.connectTo(reference.accountId, reference.region);
    const found = await lookUpSecret(clients.secretsManager, reference);
    if (!found.secret) return found.problem;
    const arn = found.secret.ARN ?? reference.arn;
    if (!this.role.allows("secretsmanager:GetSecretValue", arn)) {
      return `${this.role.arn} does not allow secretsmanager:GetSecretValue on ${arn}`;
    }
    return this.findKeyProblem(found.secret.KmsKeyId, arn, settings);
  }

  /** Checks a customer managed key. The AWS managed key allows everyone who can read the secret. */
  private async findKeyProblem(
    keyId: string | undefined,
    arn: string,
    settings: ClientSettings,
  ): Promise<string | undefined> {
    if (!keyId || ["alias/aws/secretsmanager", "alias/aws/ssm"].includes(keyId)) return undefined;
    const { ok, body } = await callJson(settings, "kms", "TrentService.DescribeKey", { KeyId: keyId });
    if (!ok) return `the KMS key ${keyId} of ${arn} does not exist`;
    const keyArn = (body["KeyMetadata"] as { Arn: string }).Arn;
    const isParameter = arn.split(":")[2] === "ssm";
    const context = {
      "kms:ViaService": `${isParameter ? "ssm" : "secretsmanager"}.${settings.region}.amazonaws.com`,
      [`kms:EncryptionContext:${isParameter ? "PARAMETER_ARN" : "SecretARN"}`]: arn,
    };
    if (this.role.allows("kms:Decrypt", keyArn, context)) return undefined;
    return `${this.role.arn} does not allow kms:Decrypt on ${keyArn}`;
  }

  /** Checks a Systems Manager parameter: an ARN, or a name in the same region. */
  private async findParameterProblem(reference: string): Promise<string | undefined> {
    const isArn = reference.startsWith("arn:");
    const { region, accountId } = this.ids;
    const path = reference.replace(/^\//, "");
    const arn = isArn ? reference : `arn:aws:ssm:${region}:${accountId}:parameter/${path}`;
    const [, , service, parameterRegion = "", owner] = arn.split(":");
    if (service !== "ssm" || owner !== accountId)
      return `${reference} is neither a secret nor a parameter of this account`;
    if (!this.role.allows("ssm:GetParameters", arn))
      return `${this.role.arn} does not allow ssm:GetParameters on ${arn}`;
    const { settings } = await this.connectTo(accountId, parameterRegion);
    const bare = arn.slice(arn.indexOf(":parameter/") + ":parameter/".length);
    // The name has a leading slash if it has several levels. With one level it may have one: the ARN does not show it.
    const Names = isArn ? [`/${bare}`, ...(bare.includes("/") ? [] : [bare])] : [reference];
    const { body } = await callJson(settings, "ssm", "AmazonSSM.GetParameters", { Names });
    const [found] = (body["Parameters"] ?? []) as readonly { readonly Name: string }[];
    if (!found) return `parameter ${reference} does not exist`;
    return this.findKeyProblem(await findParameterKey(settings, found.Name), arn, settings);
  }
}

/** The KMS key of a `SecureString` parameter. */
async function findParameterKey(settings: ClientSettings, name: string): Promise<string | undefined> {
  const ParameterFilters = [{ Key: "Name", Option: "Equals", Values: [name] }];
  const { body } = await callJson(settings, "ssm", "AmazonSSM.DescribeParameters", { ParameterFilters });
  const [described] = (body["Parameters"] ?? []) as readonly { readonly KeyId?: string }[];
  return described?.KeyId;
}

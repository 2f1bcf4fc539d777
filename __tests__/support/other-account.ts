import { createClients, type AwsClients } from "../../testing/references/clients";
import type { ClientSettings, Credentials } from "../../testing/references/credentials";

/** A second AWS account in the same moto, which is accessed by assuming a role in it. */
export interface OtherAccount {
  readonly accountId: string;
  /** Role ARN for `assume_role` of a provider. */
  readonly roleArn: string;
  readonly credentials: Credentials;
  /** Clients to read and change the account. */
  readonly aws: AwsClients;
}

/** Opens an account. In moto, every account exists and every role can be assumed. */
export async function openAccount(settings: ClientSettings, accountId: string): Promise<OtherAccount> {
  const roleArn = `arn:aws:iam::${accountId}:role/administrator`;
  const credentials = await assumeRole(settings, roleArn);
  return { accountId, roleArn, credentials, aws: createClients({ ...settings, credentials }) };
}

async function assumeRole(
  { endpoint, region, credentials }: ClientSettings,
  roleArn: string,
): Promise<Credentials> {
  const scope = `${credentials.accessKeyId}/20200101/${region}/sts/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: roleArn,
      RoleSessionName: "test",
    }),
  });
  const xml = await response.text();
  const member = (name: string) => {
    const value = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
    if (value === undefined) throw new Error(`no ${name} in the answer to AssumeRole: ${xml}`);
    return value;
  };
  return {
    accessKeyId: member("AccessKeyId"),
    secretAccessKey: member("SecretAccessKey"),
    sessionToken: member("SessionToken"),
  };
}

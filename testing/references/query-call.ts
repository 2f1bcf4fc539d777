import type { ClientSettings } from "./credentials";

/** An answer of an AWS service that speaks the query protocol. */
export interface QueryAnswer {
  readonly ok: boolean;
  /** The text of the first element with a name, wherever it is. */
  readonly read: (element: string) => string | undefined;
}

/** Calls an operation of an AWS service that speaks the query protocol, such as EC2, like `jsonCall`. */
export async function queryCall(
  settings: ClientSettings,
  service: string,
  parameters: Readonly<Record<string, string>>,
): Promise<QueryAnswer> {
  const { endpoint, region, credentials } = settings;
  const scope = `${credentials.accessKeyId}/20200101/${region}/${service}/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      ...(credentials.sessionToken && { "x-amz-security-token": credentials.sessionToken }),
    },
    body: new URLSearchParams({ ...parameters }),
  });
  const text = await response.text();
  const read = (element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1];
  return { ok: response.ok, read };
}

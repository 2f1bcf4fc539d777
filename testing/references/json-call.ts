import type { ClientSettings } from "./credentials";

/** An answer of an AWS service that speaks AWS JSON. */
export interface JsonAnswer {
  readonly ok: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Calls an operation of an AWS service that speaks AWS JSON 1.1, without a client library. The signature is not a
 * real one: services that stand in for AWS look only at who signed, and where.
 */
export async function jsonCall(
  settings: ClientSettings,
  service: string,
  target: string,
  request: object,
): Promise<JsonAnswer> {
  const { endpoint, region, credentials } = settings;
  const scope = `${credentials.accessKeyId}/20200101/${region}/${service}/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      ...(credentials.sessionToken && { "x-amz-security-token": credentials.sessionToken }),
    },
    body: JSON.stringify(request),
  });
  const body: unknown = JSON.parse((await response.text()) || "{}"); // some operations answer nothing
  return { ok: response.ok, body: body as Readonly<Record<string, unknown>> };
}

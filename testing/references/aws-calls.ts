import type { ClientSettings } from "./credentials";

/** An answer of an AWS service that speaks AWS JSON. */
interface JsonAnswer {
  readonly ok: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer of an AWS service that speaks the query protocol. */
interface QueryAnswer {
  readonly ok: boolean;
  /** The text of the first element with a name, wherever it is. */
  readonly read: (element: string) => string | undefined;
}

/** Calls an operation of an AWS service that speaks AWS JSON 1.1, without a client library. */
export async function callJson(
  settings: ClientSettings,
  service: string,
  target: string,
  request: object,
): Promise<JsonAnswer> {
  const response = await fetch(settings.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
      ...buildSignature(settings, service),
    },
    body: JSON.stringify(request),
  });
  const body: unknown = JSON.parse((await response.text()) || "{}"); // some operations answer nothing
  return { ok: response.ok, body: body as Readonly<Record<string, unknown>> };
}

/** Calls an operation of an AWS service that speaks the query protocol, such as EC2, without a client library. */
export async function callQuery(
  settings: ClientSettings,
  service: string,
  parameters: Readonly<Record<string, string>>,
): Promise<QueryAnswer> {
  const response = await fetch(settings.endpoint, {
    method: "POST",
    headers: buildSignature(settings, service),
    body: new URLSearchParams({ ...parameters }),
  });
  const text = await response.text();
  const read = (element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1];
  return { ok: response.ok, read };
}

/** Not a real signature: services that stand in for AWS look only at who signed, and where. */
function buildSignature({ region, credentials }: ClientSettings, service: string): Record<string, string> {
  const scope = `${credentials.accessKeyId}/20200101/${region}/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    ...(credentials.sessionToken && { "x-amz-security-token": credentials.sessionToken }),
  };
}

import type { ClientSettings } from "./credentials";

/** A response of an AWS JSON service. */
interface JsonAnswer {
  readonly ok: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A response of an AWS query protocol service. */
interface QueryAnswer {
  readonly ok: boolean;
  /** Returns the text of the first element with a name. */
  readonly read: (element: string) => string | undefined;
}

/** Calls an operation of an AWS JSON 1.1 service, without a client library. */
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
  const body: unknown = JSON.parse((await response.text()) || "{}"); // some operations return nothing
  return { ok: response.ok, body: body as Readonly<Record<string, unknown>> };
}

/** Calls an operation of an AWS query protocol service, such as EC2, without a client library. */
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

/** Not a real signature: emulators of AWS read only the access key and the region. */
function buildSignature({ region, credentials }: ClientSettings, service: string): Record<string, string> {
  const scope = `${credentials.accessKeyId}/20200101/${region}/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    ...(credentials.sessionToken && { "x-amz-security-token": credentials.sessionToken }),
  };
}

import { UsageError } from "../errors";
import type { HostContext } from "./host";

/** Longest time of one request, in milliseconds. */
const REQUEST_TIMEOUT = 60_000;

/**
 * Returns a `fetch` that uses the proxy of HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which that of Node ignores. A request ends after a
 * minute, or when the user asks to stop.
 */
export async function openFetch({ env, interruption }: HostContext): Promise<typeof fetch> {
  const send = await openProxy(env);
  return (input, init) => {
    const signal = AbortSignal.any([interruption.stop, AbortSignal.timeout(REQUEST_TIMEOUT)]);
    return send(input, { ...init, signal });
  };
}

async function openProxy(env: HostContext["env"]): Promise<typeof fetch> {
  const read = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? "";
  const httpProxy = checkProxy("HTTP_PROXY", read("HTTP_PROXY"));
  const httpsProxy = checkProxy("HTTPS_PROXY", read("HTTPS_PROXY"));
  if (httpProxy === "" && httpsProxy === "") return fetch;
  const undici = await import("undici");
  // An empty option keeps it from reading the environment of the process.
  const dispatcher = new undici.EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy: read("NO_PROXY") });
  const send = (input: string, init: object): unknown => undici.fetch(input, { ...init, dispatcher });
  return send as typeof fetch;
}

/** Like curl, it accepts `HOST:PORT` too. The error does not repeat the address, because it may contain a password. */
function checkProxy(name: string, address: string): string {
  if (address === "") return "";
  const url = address.includes("://") ? address : `http://${address}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new UsageError(`${name} is not the address of an http or https proxy, such as http://proxy:3128`);
}

/** Codes of a certificate whose authority Node does not know. */
const UNKNOWN_AUTHORITY = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Returns why a request was not answered. `fetch` says only that it failed; the cause says why. */
export function explainFailure(error: unknown): string {
  const { cause, code, message } = error as {
    readonly cause?: unknown;
    readonly code?: string;
    readonly message?: string;
  };
  if (typeof cause === "object" && cause !== null) return explainFailure(cause);
  const reason = message || code || "unknown error";
  if (code === undefined || !UNKNOWN_AUTHORITY.has(code)) return reason;
  return `${reason}. Set NODE_EXTRA_CA_CERTS to the file with the certificate of its authority`;
}

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
  const httpProxy = read("HTTP_PROXY");
  const httpsProxy = read("HTTPS_PROXY");
  if (httpProxy === "" && httpsProxy === "") return fetch;
  const undici = await import("undici");
  // An empty option keeps it from reading the environment of the process.
  const dispatcher = new undici.EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy: read("NO_PROXY") });
  const send = (input: string, init: object): unknown => undici.fetch(input, { ...init, dispatcher });
  return send as typeof fetch;
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

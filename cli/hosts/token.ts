import { UsageError } from "../errors";
import type { HostContext } from "./host";

/**
 * Returns a token from the environment. Undefined if it is not set, or if the pipeline did not replace a reference such as
 * `$(System.AccessToken)`.
 *
 * @throws UsageError if it cannot be in a header, because the error of `fetch` would quote it
 */
export function readToken({ env }: HostContext, name: string): string | undefined {
  const token = env[name]?.trim() ?? "";
  if (token === "" || token.startsWith("$")) return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageError(`${name} has a space, a line end or a character that no token has: store it again`);
}

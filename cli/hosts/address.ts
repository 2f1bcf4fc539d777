import { UsageError } from "../errors";
import type { HostContext } from "./host";

/**
 * Returns the address of an API from the environment, without a slash at the end. Undefined if it is not set.
 *
 * @throws UsageError if it is no address. The error does not repeat it, because it may contain a password
 */
export function readAddress({ env }: HostContext, name: string): string | undefined {
  const address = env[name]?.trim() ?? "";
  if (address === "") return undefined;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") {
    return address.replace(/\/$/, "");
  }
  throw new UsageError(`${name} must be an http or https URL without a password`);
}

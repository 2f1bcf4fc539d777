import { UsageError } from "../errors";
import { isObject } from "../json";

/** Returns a member of an answer, such as `author.id`; undefined if it is missing. */
export function readMember(answer: unknown, path: string): unknown {
  let value = answer;
  for (const name of path.split(".")) value = isObject(value) ? value[name] : undefined;
  return value;
}

/**
 * Returns a member of an answer that must be a text or a number, as a text.
 *
 * @param service name of the service, for the error
 * @throws UsageError if it is missing, for example because a proxy answered
 */
export function requireMember(answer: unknown, path: string, service: string): string {
  const value = readMember(answer, path);
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new UsageError(
    `${service} answered without '${path}': check the address of its API, and whether the token is still valid`,
  );
}

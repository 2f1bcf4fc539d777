import { inspect } from "node:util";

import type { CodeRepository } from "@aws-sdk/client-apprunner";

/** Returns why the container of an image crashes when it starts, or `undefined` if it starts. */
export type CrashRule = (imageIdentifier: string) => string | undefined;

/** Returns why the build of some code fails, or `undefined` if it succeeds. */
export type BuildRule = (code: CodeRepository) => string | undefined;

/** Returns why App Runner cannot create network interfaces in a subnet, or `undefined` if it can. */
export type SubnetRule = (subnetId: string) => string | undefined;

/**
 * The first reason that a rule returns, or `undefined` if none does.
 * @throws Error if a rule returns anything else, such as a promise
 */
export function findReason<T>(
  rules: readonly ((value: T) => string | undefined)[],
  value: T,
): string | undefined {
  const reason = rules.map((rule) => rule(value)).find((verdict) => verdict !== undefined);
  if (reason !== undefined) checkReason(reason);
  return reason;
}

/**
 * Rejects a reason that is not a text, which only JavaScript can pass.
 * @throws Error that shows the value
 */
export function checkReason(reason: unknown): void {
  if (typeof reason !== "string" || reason === "") {
    throw new Error(`the reason for a failure must be a text, got ${inspect(reason)}`);
  }
}

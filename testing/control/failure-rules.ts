import type { CodeRepository } from "@aws-sdk/client-apprunner";

/** Returns why the container of an image crashes when it starts, or `undefined` if it starts. */
export type CrashRule = (imageIdentifier: string) => string | undefined;

/** Returns why the build of some code fails, or `undefined` if it succeeds. */
export type BuildRule = (code: CodeRepository) => string | undefined;

/** Returns why App Runner cannot create network interfaces in a subnet, or `undefined` if it can. */
export type SubnetRule = (subnetId: string) => string | undefined;

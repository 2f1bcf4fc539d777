import type { CodeRepository } from "@aws-sdk/client-apprunner";

/** Decides whether the container of an image crashes when it starts, with the reason. */
export type CrashRule = (imageIdentifier: string) => string | undefined;

/** Decides whether the build of some code fails, with the reason. */
export type BuildRule = (code: CodeRepository) => string | undefined;

/** Decides whether App Runner cannot put network interfaces into a subnet, with the reason. */
export type SubnetRule = (subnetId: string) => string | undefined;

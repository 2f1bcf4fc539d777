import { CONFIGURATION_SCENARIOS } from "./configurations";
import { NETWORK_SCENARIOS } from "./network";
import type { NotRun, Scenario } from "./scenario";
import { SERVICE_SCENARIOS } from "./service";
import { TAG_SCENARIOS } from "./tags";

/** All scenarios that run. */
export const SCENARIOS: readonly Scenario[] = [
  ...SERVICE_SCENARIOS,
  ...CONFIGURATION_SCENARIOS,
  ...NETWORK_SCENARIOS,
  ...TAG_SCENARIOS,
];

const WITH_IDENTITY = [
  "an auto scaling configuration",
  "an observability configuration",
  "a service",
  "a VPC connector",
  "a VPC ingress connection",
];

/** What the provider's tests do with the identity of a resource. */
const ABOUT_IDENTITY = [
  "is imported by its identity",
  "is in another region than its provider",
  "of an older provider gets an identity",
  "of an older provider gets an identity without a refresh",
];

/** The scenarios that do not run. */
export const NOT_RUN: readonly NotRun[] = WITH_IDENTITY.flatMap((kind) =>
  ABOUT_IDENTITY.map((what) => ({
    title: `${kind} ${what}`,
    reason: "needs version 6 of the provider and Terraform 1.12",
  })),
);

/**
 * AWS App Runner for tests: a server on this machine that speaks the protocol of the real service, refuses what it
 * refuses and moves through its states. What a service refers to (images, roles, secrets, DNS records) is looked up
 * in whatever stands in for the rest of AWS, such as moto.
 *
 * @packageDocumentation
 */
export { AppRunnerStandIn, type ServiceView } from "./stand-in";
export type { AppRunnerStandInOptions, Delays } from "./options";
export type { BuildRule, CrashRule, SubnetRule } from "./control/failure-rules";
export type * from "./http/api";
export type { Call, CallLog, Outcome } from "./control/call-log";
export type { ApiErrorName } from "./http/errors";
export type { Fault, Faults } from "./control/faults";
export type { Credentials } from "./references/credentials";

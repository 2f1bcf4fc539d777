/**
 * AWS App Runner for tests: a local server with the protocol, validation and states of the real service. It looks up what a
 * service refers to (images, roles, secrets, DNS records) in an emulator of the rest of AWS, such as moto.
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

/**
 * AWS App Runner for tests: a server on this machine that speaks the protocol of the real service, refuses what it
 * refuses and moves through its states. What a service refers to (images, roles, secrets, DNS records) is looked up
 * in whatever stands in for the rest of AWS, such as moto.
 *
 * @example
 * const appRunner = await AppRunnerStandIn.start({ awsEndpoint: "http://127.0.0.1:5000" });
 * // run Terraform, or any AWS client, with AWS_ENDPOINT_URL_APPRUNNER=<appRunner.endpoint>
 * await appRunner.settled();
 * console.log(appRunner.describe("hello")?.service.Status, appRunner.calls.of("CreateService").length);
 * await appRunner.stop();
 *
 * @packageDocumentation
 */
export { AppRunnerStandIn, type ServiceView } from "./stand-in";
export { defaultDelays, type AppRunnerOptions, type Delays } from "./options";
export type { BuildRule, CrashRule } from "./account";
export type { AppRunnerApi, OperationName, RequestOf, ResponseOf } from "./api";
export type { Call, CallLog, Outcome } from "./call-log";
export type { ApiErrorName } from "./errors";
export type { Fault, Faults } from "./faults";
export {
  awsClients,
  testCredentials,
  type AwsClients,
  type ClientSettings,
  type Credentials,
} from "./references/clients";

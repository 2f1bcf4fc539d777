import type { CustomDomain, OperationSummary, Service, Tag } from "@aws-sdk/client-apprunner";
import { devNull } from "node:os";

import { checkDelays, checkDuration, checkOptions } from "./check-options";
import { CallLog, type Outcome } from "./control/call-log";
import { type BuildRule, checkReason, type CrashRule, type SubnetRule } from "./control/failure-rules";
import { Faults } from "./control/faults";
import { Dispatcher } from "./http/dispatcher";
import { ApiError } from "./http/errors";
import { HttpServer, type WireCall } from "./http/server";
import { AutoScaling } from "./operations/auto-scaling";
import { Connections } from "./operations/connections";
import { CustomDomains } from "./operations/custom-domains";
import { Deployments } from "./operations/deployments";
import { Observability } from "./operations/observability";
import { Services } from "./operations/services";
import { buildTagOperations } from "./operations/tags";
import { VpcConnectors } from "./operations/vpc-connectors";
import { VpcIngressConnections } from "./operations/vpc-ingress-connections";
import type { AppRunnerStandInOptions, Delays } from "./options";
import { TEST_CREDENTIALS } from "./references/credentials";
import { Account } from "./state/account";

/** The state of one service, for assertions. */
export interface ServiceView {
  /** The service as `DescribeService` returns it. */
  readonly service: Service;
  /** Its operations as `ListOperations` returns them, newest first. */
  readonly operations: readonly OperationSummary[];
  /** Its domains as `DescribeCustomDomains` returns them, in the order of their association. */
  readonly domains: readonly CustomDomain[];
  /** Its tags. */
  readonly tags: readonly Tag[];
  /** The event log, as in the console, with the reason for each failure. */
  readonly events: readonly string[];
}

/**
 * A local AWS App Runner API for tests, with the protocol, validation and states of the real one.
 *
 * @example
 * const appRunner = await AppRunnerStandIn.start({ awsEndpoint: "http://127.0.0.1:5000" });
 * await terraform("apply", "-auto-approve"); // your function: runs Terraform with `appRunner.environment`
 * console.log(appRunner.describe("hello")?.service.Status, appRunner.calls.of("CreateService").length);
 * await appRunner.stop();
 */
export class AppRunnerStandIn {
  /** All calls, with request and response. */
  public readonly calls = new CallLog();
  /** Throttling and internal errors to inject. */
  public readonly faults = new Faults();
  private readonly account: Account;
  private readonly dispatcher: Dispatcher;
  private readonly services: Services;
  private readonly domains: CustomDomains;
  private readonly deployments: Deployments;
  private readonly connections: Connections;
  private readonly server = new HttpServer((call) => this.answer(call));
  private readonly otherRegions = new Map<string, AppRunnerStandIn>();
  private address: string | undefined;

  private constructor(options: AppRunnerStandInOptions) {
    this.account = new Account(options);
    const autoScaling = new AutoScaling(this.account);
    const observability = new Observability(this.account);
    const vpcConnectors = new VpcConnectors(this.account);
    this.connections = new Connections(this.account);
    this.deployments = new Deployments(this.account);
    this.domains = new CustomDomains(this.account);
    this.services = new Services(
      this.account,
      { autoScaling, observability, vpcConnectors, connections: this.connections },
      this.deployments,
    );
    this.dispatcher = new Dispatcher(this.account.ids, {
      ...this.services.buildOperations(),
      ...this.domains.buildOperations(),
      ...autoScaling.buildOperations(),
      ...observability.buildOperations(),
      ...vpcConnectors.buildOperations(),
      ...new VpcIngressConnections(this.account).buildOperations(),
      ...this.connections.buildOperations(),
      ...buildTagOperations(this.account.tags),
    });
  }

  /**
   * Starts a stand-in on 127.0.0.1.
   * @throws Error if an option is invalid, if the port is in use, or if AWS clients that `awsEndpoint` requires are not
   * installed
   */
  public static async start(options: AppRunnerStandInOptions = {}): Promise<AppRunnerStandIn> {
    checkOptions(options);
    const standIn = new AppRunnerStandIn(options);
    standIn.address = await standIn.server.start(options.port);
    return standIn;
  }

  /**
   * The address for `AWS_ENDPOINT_URL_APPRUNNER`.
   * @throws Error after `stop`
   */
  public get endpoint(): string {
    if (this.address === undefined) throw new Error("the stand-in is not running");
    return this.address;
  }

  /**
   * Environment variables that make Terraform, and any AWS client, use this stand-in and the emulator at `awsEndpoint`:
   * endpoints, the region and a fake access key. They disable the user's AWS profiles and configuration files. Without
   * `awsEndpoint`, calls to other AWS services fail.
   * @throws Error after `stop`
   */
  public get environment(): Record<string, string> {
    const { awsEndpoint, ecrEndpoint } = this.account.options;
    return {
      AWS_ENDPOINT_URL: awsEndpoint ?? this.endpoint,
      AWS_ENDPOINT_URL_APPRUNNER: this.endpoint,
      ...(ecrEndpoint !== undefined && { AWS_ENDPOINT_URL_ECR: ecrEndpoint }),
      AWS_REGION: this.account.ids.region,
      AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
      AWS_SESSION_TOKEN: "",
      AWS_PROFILE: "",
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  /** Stops the server and cancels running operations. The recorded calls and the state stay readable. */
  public async stop(): Promise<void> {
    this.address = undefined;
    await this.server.stop();
    await this.account.background.stop();
  }

  /**
   * Changes durations from now on.
   * @throws Error if a delay is invalid
   */
  public setDelays(delays: Partial<Delays>): void {
    checkDelays(delays);
    Object.assign(this.account.delays, delays);
  }

  /**
   * Makes the next deployment (create, update or `StartDeployment`) fail with a reason. Call it once for each deployment to
   * fail.
   * @throws Error if the reason is not a text
   */
  public failNextDeployment(reason: string): void {
    checkReason(reason);
    this.deployments.failNext(reason);
  }

  /**
   * Makes the next deployment (create, update or `StartDeployment`) take longer than the others. Call it once for each deployment
   * to delay.
   * @param milliseconds the duration instead of `delays.deployment`
   * @throws Error if it is not a duration
   */
  public delayNextDeployment(milliseconds: number): void {
    checkDuration("milliseconds", milliseconds);
    this.deployments.delayNext(milliseconds);
  }

  /** Makes deployments of some images fail, as if the container crashed. The rule returns the reason, or `undefined`. */
  public crashWhen(rule: CrashRule): void {
    this.account.crashRules.push(rule);
  }

  /** Makes deployments of some source code fail, as if the build failed. The rule returns the reason, or `undefined`. */
  public failBuildWhen(rule: BuildRule): void {
    this.account.buildRules.push(rule);
  }

  /** Makes deployments of services in some subnets fail. The rule returns the reason, or `undefined`. */
  public refuseSubnetWhen(rule: SubnetRule): void {
    this.account.subnetRules.push(rule);
  }

  /**
   * Makes the next creation, update or deletion of a VPC ingress connection fail. Call it once for each to fail.
   * @throws Error if the reason is not a text
   */
  public failNextIngressConnection(reason: string): void {
    checkReason(reason);
    this.account.ingressFailures.push(reason);
  }

  /**
   * Completes the handshake of a connection, as a user does in the console.
   * @throws Error if no connection has this name
   */
  public completeHandshake(connectionName: string): void {
    this.connections.completeHandshake(connectionName);
  }

  /**
   * Also looks for validation records in the public hosted zones of this account.
   * @throws Error without `credentialsFor`
   */
  public addZoneAccount(accountId: string): void {
    checkOptions({ ...this.account.options, zoneAccountIds: [accountId] });
    this.account.references.addZoneAccount(accountId);
  }

  /**
   * Forwards calls that are signed for the region of a second stand-in to it, so that one endpoint serves both regions.
   * @throws Error if both have the same region
   */
  public addRegion(standIn: AppRunnerStandIn): void {
    const { region } = standIn.account.ids;
    if (region === this.account.ids.region) throw new Error(`both stand-ins are in ${region}`);
    this.otherRegions.set(region, standIn);
  }

  /** Names of the services that are not deleted. */
  public get serviceNames(): string[] {
    return this.account.liveServices.map((service) => service.name);
  }

  /** Whether nothing is left: no services, domains, connections or user-created configurations. */
  public get isEmpty(): boolean {
    const { liveServices, domains, connections, liveIngressConnections } = this.account;
    const { autoScaling, observability, vpcConnectors } = this.account;
    const things = [liveServices, domains, connections, liveIngressConnections];
    // App Runner provides the first auto scaling configuration.
    const revisions = [...autoScaling.slice(1), ...observability, ...vpcConnectors];
    const left = revisions.filter(({ deletedAt }) => !deletedAt);
    return [...things, left].every(({ length }) => length === 0);
  }

  /** The status of the service with this ARN, or `undefined` if it does not exist. */
  public statusOf(serviceArn: string): string | undefined {
    const service = this.account.liveServices.find(({ arn }) => arn === serviceArn);
    return service && this.services.describe(service).Status;
  }

  /** The present state of the service with this name, or `undefined` if it does not exist. */
  public describe(serviceName: string): ServiceView | undefined {
    const service = this.account.liveServices.find(({ name }) => name === serviceName);
    if (!service) return undefined;
    // A copy, because the state continues to change.
    return structuredClone({
      service: this.services.describe(service),
      operations: service.operations,
      domains: this.account.findDomains(service).map((domain) => this.domains.describe(domain)),
      tags: this.account.tags.list(service.arn),
      events: service.events,
    });
  }

  /**
   * Waits until all operations have finished, and each domain is active or waits for records.
   * @throws Error if the stand-in cannot look up what a service refers to
   */
  public async settled(): Promise<void> {
    await this.account.background.idle();
    await this.domains.validate();
    await this.account.background.idle();
  }

  private async answer(call: WireCall): Promise<unknown> {
    const other = this.otherRegions.get(call.region ?? "");
    if (other) return other.answer(call);
    const at = new Date();
    const fault = this.faults.next(call.operation);
    const log = (outcome: Outcome) => {
      this.calls.record({ operation: call.operation, request: call.request, at, outcome });
    };
    try {
      if (fault) throw fault;
      const response = await this.dispatcher.dispatch(call);
      // A copy, because the state continues to change.
      log({ ok: true, response: structuredClone(response) });
      return response;
    } catch (error) {
      const injected = error === fault;
      const name = error instanceof ApiError ? error.name : "StandInException";
      log({
        ok: false,
        error: name,
        message: String(error instanceof Error ? error.message : error),
        injected,
      });
      throw error;
    }
  }
}

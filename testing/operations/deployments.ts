import type { OperationType } from "@aws-sdk/client-apprunner";

import { findReason } from "../control/failure-rules";
import type { Account } from "../state/account";
import type { OperationRecord, ServiceSettings } from "../state/records";
import type { ServiceRecord } from "../state/service-record";

/** The status of a service between operations. */
type RestingStatus = "RUNNING" | "PAUSED";

/** Deploys versions of services. */
export class Deployments {
  private readonly plannedFailures: string[] = [];
  private readonly plannedDelays: number[] = [];

  public constructor(private readonly account: Account) {}

  /** Makes the next deployment fail. Call it once for each deployment to fail. */
  public failNext(reason: string): void {
    this.plannedFailures.push(reason);
  }

  /** Makes the next deployment take a number of milliseconds. Call it once for each deployment to delay. */
  public delayNext(milliseconds: number): void {
    this.plannedDelays.push(milliseconds);
  }

  /**
   * Deploys `settings` for an operation. If that fails, the service returns to the previous version.
   * @param status the status of the service afterwards, unless its creation fails
   */
  public start(
    service: ServiceRecord,
    operation: OperationRecord,
    settings: ServiceSettings,
    status: RestingStatus = "RUNNING",
  ): void {
    service.settings = settings;
    const planned = this.plannedFailures.shift();
    const delay = this.plannedDelays.shift() ?? this.account.delays.deployment;
    this.account.background.after(delay, async () => {
      const problem =
        planned ??
        (await this.findProblem(service, settings).catch((error: unknown) => this.reportBug(error)));
      if (problem === undefined) this.succeed(service, operation, settings, status);
      else await this.fail(service, operation, problem, status);
    });
  }

  /** Fails a deployment that the stand-in cannot check, so that no client waits for it. `settled` throws the reason. */
  private reportBug(error: unknown): string {
    this.account.background.report(error);
    return `the stand-in can't check the references: ${String(error)}`;
  }

  /** Why App Runner cannot create network interfaces in the subnets of the VPC connector. */
  private findRefusedSubnet({ network }: ServiceSettings): string | undefined {
    const { vpcConnectors, subnetRules } = this.account;
    const arn = network.EgressConfiguration?.VpcConnectorArn;
    const { Subnets = [] } = vpcConnectors.find((connector) => connector.arn === arn)?.settings ?? {};
    const reasons = Subnets.map((subnet) => findReason(subnetRules, subnet));
    return reasons.find((reason) => reason !== undefined);
  }

  private async findProblem(service: ServiceRecord, settings: ServiceSettings): Promise<string | undefined> {
    const missing = await this.account.references.findProblem(settings, service.arn, service.kmsKey);
    if (missing !== undefined) return missing;
    const { ImageRepository: image, CodeRepository: code } = settings.source;
    const refused = this.findRefusedSubnet(settings);
    if (refused !== undefined) return refused;
    const { crashRules, buildRules } = this.account;
    return code ? findReason(buildRules, code) : findReason(crashRules, image?.ImageIdentifier ?? "");
  }

  private succeed(
    service: ServiceRecord,
    operation: OperationRecord,
    settings: ServiceSettings,
    status: RestingStatus,
  ): void {
    if (service.running) this.account.noteFormerUse(service.running);
    service.running = settings;
    service.log(`${TITLES[operation.Type]} completed successfully.`);
    service.finish(operation, "SUCCEEDED", status);
  }

  private async fail(
    service: ServiceRecord,
    operation: OperationRecord,
    problem: string,
    status: RestingStatus,
  ): Promise<void> {
    service.log(`${TITLES[operation.Type]} failed: ${problem}`);
    if (!service.running) {
      service.finish(operation, "FAILED", "CREATE_FAILED");
      return;
    }
    operation.Status = "ROLLBACK_IN_PROGRESS";
    operation.UpdatedAt = new Date();
    await this.account.background.pause(this.account.delays.rollback);
    this.account.noteFormerUse(service.settings);
    service.settings = service.running;
    service.finish(operation, "ROLLBACK_SUCCEEDED", status);
  }
}

const TITLES: Readonly<Record<OperationType, string>> = {
  CREATE_SERVICE: "Service creation",
  UPDATE_SERVICE: "Service update",
  START_DEPLOYMENT: "Deployment",
  PAUSE_SERVICE: "Service pause",
  RESUME_SERVICE: "Service resume",
  DELETE_SERVICE: "Service deletion",
};

import type {
  AutoScalingConfigurationSummary,
  OperationStatus,
  OperationSummary,
  OperationType,
  Service,
  ServiceStatus,
  ServiceSummary,
  SourceConfiguration,
} from "@aws-sdk/client-apprunner";
import { randomUUID } from "node:crypto";

import type { OperationRecord, ServiceIdentity, ServiceSettings } from "./records";

/** A service: its identity, the version it should run and the version it does run. */
export class ServiceRecord {
  public readonly name: string;
  public readonly arn: string;
  public readonly url: string;
  /** The customer key that encrypts what App Runner keeps of the service. */
  public readonly kmsKey: string | undefined;
  /** The last version that started, `undefined` as long as none did. */
  public running: ServiceSettings | undefined;
  /** The event log that the console shows, oldest entry first. */
  public readonly events: string[] = [];
  /** All operations, the newest first, as the API lists them. */
  public readonly operations: OperationRecord[] = [];
  private readonly createdAt = new Date();
  private updatedAt = this.createdAt;
  private deletedAt: Date | undefined;
  private currentStatus: ServiceStatus = "OPERATION_IN_PROGRESS";

  public constructor(
    private readonly identity: ServiceIdentity,
    /** The version that was asked for last; after a rollback the one that runs. */
    public settings: ServiceSettings,
  ) {
    this.name = identity.name;
    this.arn = identity.arn;
    this.url = identity.url;
    this.kmsKey = identity.kmsKey;
  }

  /** The state of the service. */
  public get status(): ServiceStatus {
    return this.currentStatus;
  }

  /** Moves to another state, which the event log mentions. */
  public moveTo(status: ServiceStatus): void {
    this.currentStatus = status;
    this.updatedAt = new Date();
    if (status === "DELETED") this.deletedAt = this.updatedAt;
    this.log(`Service status is set to ${status}.`);
  }

  /** Starts an operation: the service is busy until `finish` is called for it. */
  public begin(type: OperationType): OperationRecord {
    const now = new Date();
    const operation: OperationRecord = {
      Id: randomUUID(),
      Type: type,
      Status: "IN_PROGRESS",
      TargetArn: this.arn,
      StartedAt: now,
      UpdatedAt: now,
    };
    this.operations.unshift(operation);
    this.moveTo("OPERATION_IN_PROGRESS");
    return operation;
  }

  /** Ends an operation and moves the service on. */
  public finish(operation: OperationSummary, outcome: OperationStatus, status: ServiceStatus): void {
    operation.Status = outcome;
    operation.UpdatedAt = operation.EndedAt = new Date();
    this.moveTo(status);
  }

  /** Adds to the event log. */
  public log(event: string): void {
    this.events.push(`[AppRunner] ${event}`);
  }

  /** The service in the short form of lists. */
  public get summary(): ServiceSummary {
    return {
      ServiceName: this.name,
      ServiceId: this.identity.id,
      ServiceArn: this.arn,
      ServiceUrl: this.shownUrl,
      CreatedAt: this.createdAt,
      UpdatedAt: this.updatedAt,
      Status: this.status,
    };
  }

  /** The service as the API describes it. */
  public describe(scaling: AutoScalingConfigurationSummary): Service {
    const { source, instance, healthCheck, network, observability } = this.settings;
    return {
      ServiceName: this.name,
      ServiceId: this.identity.id,
      ServiceArn: this.arn,
      ServiceUrl: this.shownUrl,
      CreatedAt: this.createdAt,
      UpdatedAt: this.updatedAt,
      DeletedAt: this.deletedAt,
      Status: this.status,
      SourceConfiguration: source,
      InstanceConfiguration: instance,
      EncryptionConfiguration: this.kmsKey ? { KmsKey: this.kmsKey } : undefined,
      HealthCheckConfiguration: healthCheck,
      AutoScalingConfigurationSummary: scaling,
      NetworkConfiguration: network,
      ObservabilityConfiguration: observability,
    };
  }

  /** A service that only a VPC can reach has no URL. */
  private get shownUrl(): string | undefined {
    return this.settings.network.IngressConfiguration?.IsPubliclyAccessible ? this.url : undefined;
  }
}

/** The part of a source with the environment variables and secrets; only code has none, when its settings are in a file. */
export function findEnvironment(source: SourceConfiguration) {
  return (
    source.ImageRepository?.ImageConfiguration ??
    source.CodeRepository?.CodeConfiguration?.CodeConfigurationValues
  );
}

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

/** A service: its identity, its requested settings and its running version. */
export class ServiceRecord {
  public readonly name: string;
  public readonly arn: string;
  public readonly url: string;
  /** The customer managed KMS key of the service. */
  public readonly kmsKey: string | undefined;
  /** The last version that started, or `undefined` if none has. */
  public running: ServiceSettings | undefined;
  /** The event log, as in the console, oldest entry first. */
  public readonly events: string[] = [];
  /** All operations, newest first, as the API lists them. */
  public readonly operations: OperationRecord[] = [];
  private readonly createdAt = new Date();
  private updatedAt = this.createdAt;
  private deletedAt: Date | undefined;
  private currentStatus: ServiceStatus = "OPERATION_IN_PROGRESS";

  public constructor(
    private readonly identity: ServiceIdentity,
    /** The version requested last; after a rollback, the running one. */
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

  /** Changes the status and logs the change. */
  public moveTo(status: ServiceStatus): void {
    this.currentStatus = status;
    this.updatedAt = new Date();
    if (status === "DELETED") this.deletedAt = this.updatedAt;
    this.log(`Service status is set to ${status}.`);
  }

  /** Starts an operation. The service is busy until `finish` is called. */
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

  /** Ends an operation and sets the status of the service. */
  public finish(operation: OperationSummary, outcome: OperationStatus, status: ServiceStatus): void {
    operation.Status = outcome;
    operation.UpdatedAt = operation.EndedAt = new Date();
    this.moveTo(status);
  }

  /** Adds an event to the log. */
  public log(event: string): void {
    this.events.push(`[AppRunner] ${event}`);
  }

  /** The service as lists show it. */
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

  /** The URL; a private service has none. */
  private get shownUrl(): string | undefined {
    return this.settings.network.IngressConfiguration?.IsPubliclyAccessible ? this.url : undefined;
  }
}

/** The part of a source with environment variables and secrets, or `undefined` for code with a configuration file. */
export function findEnvironment(source: SourceConfiguration) {
  return (
    source.ImageRepository?.ImageConfiguration ??
    source.CodeRepository?.CodeConfiguration?.CodeConfigurationValues
  );
}

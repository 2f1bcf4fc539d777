import type {
  CertificateValidationRecord,
  ConnectionStatus,
  CustomDomainAssociationStatus,
  HealthCheckConfiguration,
  IngressVpcConfiguration,
  InstanceConfiguration,
  NetworkConfiguration,
  OperationSummary,
  OperationType,
  ProviderType,
  ServiceObservabilityConfiguration,
  SourceConfiguration,
  VpcIngressConnectionStatus,
} from "@aws-sdk/client-apprunner";

/** Settings of one version of a service, with all defaults. */
export interface ServiceSettings {
  readonly source: SourceConfiguration;
  readonly instance: InstanceConfiguration;
  readonly healthCheck: HealthCheckConfiguration;
  readonly network: NetworkConfiguration;
  readonly autoScalingArn: string;
  /** Set only if requested: it has no default. */
  readonly observability: ServiceObservabilityConfiguration | undefined;
}

/** What a service gets at creation and never changes. */
export interface ServiceIdentity {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly url: string;
  readonly kmsKey: string | undefined;
}

/** An operation on a service. */
export interface OperationRecord extends OperationSummary {
  readonly Type: OperationType;
}

/** A record that proves who owns a domain. All members are set. */
export type ValidationRecord = {
  [Member in keyof CertificateValidationRecord]-?: NonNullable<CertificateValidationRecord[Member]>;
};

/** A domain associated with a service. */
export interface CustomDomainRecord {
  readonly serviceArn: string;
  readonly name: string;
  readonly www: boolean;
  readonly records: readonly ValidationRecord[];
  status: CustomDomainAssociationStatus;
}

/** Settings of an auto scaling configuration. */
export interface AutoScalingSettings {
  readonly MaxConcurrency: number;
  readonly MinSize: number;
  readonly MaxSize: number;
}

/** A connection to GitHub or Bitbucket. */
export interface ConnectionRecord {
  readonly name: string;
  readonly arn: string;
  readonly provider: ProviderType;
  readonly createdAt: Date;
  status: ConnectionStatus;
}

/** A VPC ingress connection. */
export interface VpcIngressConnectionRecord {
  readonly name: string;
  readonly arn: string;
  readonly serviceArn: string;
  readonly domainName: string;
  readonly createdAt: Date;
  configuration: IngressVpcConfiguration;
  status: VpcIngressConnectionStatus;
  deletedAt?: Date;
}

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

/** What one version of a service is made of, with all defaults filled in. */
export interface ServiceSettings {
  readonly source: SourceConfiguration;
  readonly instance: InstanceConfiguration;
  readonly healthCheck: HealthCheckConfiguration;
  readonly network: NetworkConfiguration;
  readonly autoScalingArn: string;
  /** Only there when it was asked for: the API does not invent it. */
  readonly observability: ServiceObservabilityConfiguration | undefined;
}

/** What a service gets at birth and keeps for life. */
export interface ServiceIdentity {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly url: string;
  readonly kmsKey: string | undefined;
}

/** An operation on a service, with the members that all operations have. */
export interface OperationRecord extends OperationSummary {
  readonly Type: OperationType;
}

/** A record that proves the ownership of a domain. All its members are known from the start. */
export type ValidationRecord = {
  [Member in keyof CertificateValidationRecord]-?: NonNullable<CertificateValidationRecord[Member]>;
};

/** One domain that is associated with a service. */
export interface CustomDomainRecord {
  readonly serviceArn: string;
  readonly name: string;
  readonly www: boolean;
  readonly records: readonly ValidationRecord[];
  status: CustomDomainAssociationStatus;
}

/** The numbers of an auto scaling configuration. */
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

/** A way into one private service from one VPC. */
export interface VpcIngressConnectionRecord {
  readonly name: string;
  readonly arn: string;
  readonly serviceArn: string;
  readonly domainName: string;
  readonly configuration: IngressVpcConfiguration;
  readonly createdAt: Date;
  status: VpcIngressConnectionStatus;
}

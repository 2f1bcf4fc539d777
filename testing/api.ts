import type * as sdk from "@aws-sdk/client-apprunner";

/** What an operation answers, at once or later. */
export type Answer<T> = T | Promise<T>;

/** Creating, changing and running services. */
export interface ServiceApi {
  CreateService(request: sdk.CreateServiceRequest): Answer<sdk.CreateServiceResponse>;
  DescribeService(request: sdk.DescribeServiceRequest): Answer<sdk.DescribeServiceResponse>;
  UpdateService(request: sdk.UpdateServiceRequest): Answer<sdk.UpdateServiceResponse>;
  DeleteService(request: sdk.DeleteServiceRequest): Answer<sdk.DeleteServiceResponse>;
  ListServices(request: sdk.ListServicesRequest): Answer<sdk.ListServicesResponse>;
  PauseService(request: sdk.PauseServiceRequest): Answer<sdk.PauseServiceResponse>;
  ResumeService(request: sdk.ResumeServiceRequest): Answer<sdk.ResumeServiceResponse>;
  StartDeployment(request: sdk.StartDeploymentRequest): Answer<sdk.StartDeploymentResponse>;
  ListOperations(request: sdk.ListOperationsRequest): Answer<sdk.ListOperationsResponse>;
}

/** The domains of a service. */
export interface CustomDomainApi {
  AssociateCustomDomain(request: sdk.AssociateCustomDomainRequest): Answer<sdk.AssociateCustomDomainResponse>;
  DisassociateCustomDomain(
    request: sdk.DisassociateCustomDomainRequest,
  ): Answer<sdk.DisassociateCustomDomainResponse>;
  DescribeCustomDomains(request: sdk.DescribeCustomDomainsRequest): Answer<sdk.DescribeCustomDomainsResponse>;
}

/** Revisions of auto scaling configurations. */
export interface AutoScalingApi {
  CreateAutoScalingConfiguration(
    request: sdk.CreateAutoScalingConfigurationRequest,
  ): Answer<sdk.CreateAutoScalingConfigurationResponse>;
  DescribeAutoScalingConfiguration(
    request: sdk.DescribeAutoScalingConfigurationRequest,
  ): Answer<sdk.DescribeAutoScalingConfigurationResponse>;
  DeleteAutoScalingConfiguration(
    request: sdk.DeleteAutoScalingConfigurationRequest,
  ): Answer<sdk.DeleteAutoScalingConfigurationResponse>;
  ListAutoScalingConfigurations(
    request: sdk.ListAutoScalingConfigurationsRequest,
  ): Answer<sdk.ListAutoScalingConfigurationsResponse>;
  UpdateDefaultAutoScalingConfiguration(
    request: sdk.UpdateDefaultAutoScalingConfigurationRequest,
  ): Answer<sdk.UpdateDefaultAutoScalingConfigurationResponse>;
  ListServicesForAutoScalingConfiguration(
    request: sdk.ListServicesForAutoScalingConfigurationRequest,
  ): Answer<sdk.ListServicesForAutoScalingConfigurationResponse>;
}

/** Revisions of observability configurations. */
export interface ObservabilityApi {
  CreateObservabilityConfiguration(
    request: sdk.CreateObservabilityConfigurationRequest,
  ): Answer<sdk.CreateObservabilityConfigurationResponse>;
  DescribeObservabilityConfiguration(
    request: sdk.DescribeObservabilityConfigurationRequest,
  ): Answer<sdk.DescribeObservabilityConfigurationResponse>;
  DeleteObservabilityConfiguration(
    request: sdk.DeleteObservabilityConfigurationRequest,
  ): Answer<sdk.DeleteObservabilityConfigurationResponse>;
  ListObservabilityConfigurations(
    request: sdk.ListObservabilityConfigurationsRequest,
  ): Answer<sdk.ListObservabilityConfigurationsResponse>;
}

/** Connectors to a VPC. */
export interface VpcConnectorApi {
  CreateVpcConnector(request: sdk.CreateVpcConnectorRequest): Answer<sdk.CreateVpcConnectorResponse>;
  DescribeVpcConnector(request: sdk.DescribeVpcConnectorRequest): Answer<sdk.DescribeVpcConnectorResponse>;
  DeleteVpcConnector(request: sdk.DeleteVpcConnectorRequest): Answer<sdk.DeleteVpcConnectorResponse>;
  ListVpcConnectors(request: sdk.ListVpcConnectorsRequest): Answer<sdk.ListVpcConnectorsResponse>;
}

/** Ways into private services from a VPC. */
export interface VpcIngressConnectionApi {
  CreateVpcIngressConnection(
    request: sdk.CreateVpcIngressConnectionRequest,
  ): Answer<sdk.CreateVpcIngressConnectionResponse>;
  DescribeVpcIngressConnection(
    request: sdk.DescribeVpcIngressConnectionRequest,
  ): Answer<sdk.DescribeVpcIngressConnectionResponse>;
  DeleteVpcIngressConnection(
    request: sdk.DeleteVpcIngressConnectionRequest,
  ): Answer<sdk.DeleteVpcIngressConnectionResponse>;
  ListVpcIngressConnections(
    request: sdk.ListVpcIngressConnectionsRequest,
  ): Answer<sdk.ListVpcIngressConnectionsResponse>;
}

/** Connections to GitHub and Bitbucket. */
export interface ConnectionApi {
  CreateConnection(request: sdk.CreateConnectionRequest): Answer<sdk.CreateConnectionResponse>;
  ListConnections(request: sdk.ListConnectionsRequest): Answer<sdk.ListConnectionsResponse>;
  DeleteConnection(request: sdk.DeleteConnectionRequest): Answer<sdk.DeleteConnectionResponse>;
}

/** Tags of any resource with an ARN. */
export interface TagApi {
  TagResource(request: sdk.TagResourceRequest): Answer<sdk.TagResourceResponse>;
  UntagResource(request: sdk.UntagResourceRequest): Answer<sdk.UntagResourceResponse>;
  ListTagsForResource(request: sdk.ListTagsForResourceRequest): Answer<sdk.ListTagsForResourceResponse>;
}

/** Every operation that the stand-in answers, with the request and response types of the AWS SDK. */
export interface AppRunnerApi
  extends
    ServiceApi,
    CustomDomainApi,
    AutoScalingApi,
    ObservabilityApi,
    VpcConnectorApi,
    VpcIngressConnectionApi,
    ConnectionApi,
    TagApi {}

/** The name of an operation, as in `X-Amz-Target: AppRunner.<name>`. */
export type OperationName = keyof AppRunnerApi;

/** The request of an operation. */
export type RequestOf<O extends OperationName> = Parameters<AppRunnerApi[O]>[0];

/** The response of an operation. */
export type ResponseOf<O extends OperationName> = Awaited<ReturnType<AppRunnerApi[O]>>;

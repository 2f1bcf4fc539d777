import type * as sdk from "@aws-sdk/client-apprunner";

/** The response of an operation, or a promise of it. */
export type Answer<T> = T | Promise<T>;

/** Operations on services. */
export interface ServiceApi {
  /** [CreateService](https://docs.aws.amazon.com/apprunner/latest/api/API_CreateService.html) */
  CreateService(request: sdk.CreateServiceRequest): Answer<sdk.CreateServiceResponse>;
  /** [DescribeService](https://docs.aws.amazon.com/apprunner/latest/api/API_DescribeService.html) */
  DescribeService(request: sdk.DescribeServiceRequest): Answer<sdk.DescribeServiceResponse>;
  /** [UpdateService](https://docs.aws.amazon.com/apprunner/latest/api/API_UpdateService.html) */
  UpdateService(request: sdk.UpdateServiceRequest): Answer<sdk.UpdateServiceResponse>;
  /** [DeleteService](https://docs.aws.amazon.com/apprunner/latest/api/API_DeleteService.html) */
  DeleteService(request: sdk.DeleteServiceRequest): Answer<sdk.DeleteServiceResponse>;
  /** [ListServices](https://docs.aws.amazon.com/apprunner/latest/api/API_ListServices.html) */
  ListServices(request: sdk.ListServicesRequest): Answer<sdk.ListServicesResponse>;
  /** [PauseService](https://docs.aws.amazon.com/apprunner/latest/api/API_PauseService.html) */
  PauseService(request: sdk.PauseServiceRequest): Answer<sdk.PauseServiceResponse>;
  /** [ResumeService](https://docs.aws.amazon.com/apprunner/latest/api/API_ResumeService.html) */
  ResumeService(request: sdk.ResumeServiceRequest): Answer<sdk.ResumeServiceResponse>;
  /** [StartDeployment](https://docs.aws.amazon.com/apprunner/latest/api/API_StartDeployment.html) */
  StartDeployment(request: sdk.StartDeploymentRequest): Answer<sdk.StartDeploymentResponse>;
  /** [ListOperations](https://docs.aws.amazon.com/apprunner/latest/api/API_ListOperations.html) */
  ListOperations(request: sdk.ListOperationsRequest): Answer<sdk.ListOperationsResponse>;
}

/** Operations on custom domains. */
export interface CustomDomainApi {
  /** [AssociateCustomDomain](https://docs.aws.amazon.com/apprunner/latest/api/API_AssociateCustomDomain.html) */
  AssociateCustomDomain(request: sdk.AssociateCustomDomainRequest): Answer<sdk.AssociateCustomDomainResponse>;
  /** [DisassociateCustomDomain](https://docs.aws.amazon.com/apprunner/latest/api/API_DisassociateCustomDomain.html) */
  DisassociateCustomDomain(
    request: sdk.DisassociateCustomDomainRequest,
  ): Answer<sdk.DisassociateCustomDomainResponse>;
  /** [DescribeCustomDomains](https://docs.aws.amazon.com/apprunner/latest/api/API_DescribeCustomDomains.html) */
  DescribeCustomDomains(request: sdk.DescribeCustomDomainsRequest): Answer<sdk.DescribeCustomDomainsResponse>;
}

/** Operations on auto scaling configurations. */
export interface AutoScalingApi {
  /** [CreateAutoScalingConfiguration](https://docs.aws.amazon.com/apprunner/latest/api/API_CreateAutoScalingConfiguration.html) */
  CreateAutoScalingConfiguration(
    request: sdk.CreateAutoScalingConfigurationRequest,
  ): Answer<sdk.CreateAutoScalingConfigurationResponse>;
  /** [DescribeAutoScalingConfiguration](https://docs.aws.amazon.com/apprunner/latest/api/API_DescribeAutoScalingConfiguration.html) */
  DescribeAutoScalingConfiguration(
    request: sdk.DescribeAutoScalingConfigurationRequest,
  ): Answer<sdk.DescribeAutoScalingConfigurationResponse>;
  /** [DeleteAutoScalingConfiguration](https://docs.aws.amazon.com/apprunner/latest/api/API_DeleteAutoScalingConfiguration.html) */
  DeleteAutoScalingConfiguration(
    request: sdk.DeleteAutoScalingConfigurationRequest,
  ): Answer<sdk.DeleteAutoScalingConfigurationResponse>;
  /** [ListAutoScalingConfigurations](https://docs.aws.amazon.com/apprunner/latest/api/API_ListAutoScalingConfigurations.html) */
  ListAutoScalingConfigurations(
    request: sdk.ListAutoScalingConfigurationsRequest,
  ): Answer<sdk.ListAutoScalingConfigurationsResponse>;
  /** [UpdateDefaultAutoScalingConfiguration](https://docs.aws.amazon.com/apprunner/latest/api/API_UpdateDefaultAutoScalingConfiguration.html) */
  UpdateDefaultAutoScalingConfiguration(
    request: sdk.UpdateDefaultAutoScalingConfigurationRequest,
  ): Answer<sdk.UpdateDefaultAutoScalingConfigurationResponse>;
  /** [ListServicesForAutoScalingConfiguration](https://docs.aws.amazon.com/apprunner/latest/api/API_ListServicesForAutoScalingConfiguration.html) */
  ListServicesForAutoScalingConfiguration(
    request: sdk.ListServicesForAutoScalingConfigurationRequest,
  ): Answer<sdk.ListServicesForAutoScalingConfigurationResponse>;
}

/** Operations on observability configurations. */
export interface ObservabilityApi {
  /** [CreateObservabilityConfiguration](https://docs.aws.amazon.com/apprunner/latest/api/API_CreateObservabilityConfiguration.html) */
  CreateObservabilityConfiguration(
    request: sdk.CreateObservabilityConfigurationRequest,
  ): Answer<sdk.CreateObservabilityConfigurationResponse>;
  /** [DescribeObservabilityConfiguration](https://docs.aws.amazon.com/apprunner/latest/api/API_DescribeObservabilityConfiguration.html) */
  DescribeObservabilityConfiguration(
    request: sdk.DescribeObservabilityConfigurationRequest,
  ): Answer<sdk.DescribeObservabilityConfigurationResponse>;
  /** [DeleteObservabilityConfiguration](https://docs.aws.amazon.com/apprunner/latest/api/API_DeleteObservabilityConfiguration.html) */
  DeleteObservabilityConfiguration(
    request: sdk.DeleteObservabilityConfigurationRequest,
  ): Answer<sdk.DeleteObservabilityConfigurationResponse>;
  /** [ListObservabilityConfigurations](https://docs.aws.amazon.com/apprunner/latest/api/API_ListObservabilityConfigurations.html) */
  ListObservabilityConfigurations(
    request: sdk.ListObservabilityConfigurationsRequest,
  ): Answer<sdk.ListObservabilityConfigurationsResponse>;
}

/** Operations on VPC connectors. */
export interface VpcConnectorApi {
  /** [CreateVpcConnector](https://docs.aws.amazon.com/apprunner/latest/api/API_CreateVpcConnector.html) */
  CreateVpcConnector(request: sdk.CreateVpcConnectorRequest): Answer<sdk.CreateVpcConnectorResponse>;
  /** [DescribeVpcConnector](https://docs.aws.amazon.com/apprunner/latest/api/API_DescribeVpcConnector.html) */
  DescribeVpcConnector(request: sdk.DescribeVpcConnectorRequest): Answer<sdk.DescribeVpcConnectorResponse>;
  /** [DeleteVpcConnector](https://docs.aws.amazon.com/apprunner/latest/api/API_DeleteVpcConnector.html) */
  DeleteVpcConnector(request: sdk.DeleteVpcConnectorRequest): Answer<sdk.DeleteVpcConnectorResponse>;
  /** [ListVpcConnectors](https://docs.aws.amazon.com/apprunner/latest/api/API_ListVpcConnectors.html) */
  ListVpcConnectors(request: sdk.ListVpcConnectorsRequest): Answer<sdk.ListVpcConnectorsResponse>;
}

/** Operations on VPC ingress connections. */
export interface VpcIngressConnectionApi {
  /** [CreateVpcIngressConnection](https://docs.aws.amazon.com/apprunner/latest/api/API_CreateVpcIngressConnection.html) */
  CreateVpcIngressConnection(
    request: sdk.CreateVpcIngressConnectionRequest,
  ): Answer<sdk.CreateVpcIngressConnectionResponse>;
  /** [DescribeVpcIngressConnection](https://docs.aws.amazon.com/apprunner/latest/api/API_DescribeVpcIngressConnection.html) */
  DescribeVpcIngressConnection(
    request: sdk.DescribeVpcIngressConnectionRequest,
  ): Answer<sdk.DescribeVpcIngressConnectionResponse>;
  /** [UpdateVpcIngressConnection](https://docs.aws.amazon.com/apprunner/latest/api/API_UpdateVpcIngressConnection.html) */
  UpdateVpcIngressConnection(
    request: sdk.UpdateVpcIngressConnectionRequest,
  ): Answer<sdk.UpdateVpcIngressConnectionResponse>;
  /** [DeleteVpcIngressConnection](https://docs.aws.amazon.com/apprunner/latest/api/API_DeleteVpcIngressConnection.html) */
  DeleteVpcIngressConnection(
    request: sdk.DeleteVpcIngressConnectionRequest,
  ): Answer<sdk.DeleteVpcIngressConnectionResponse>;
  /** [ListVpcIngressConnections](https://docs.aws.amazon.com/apprunner/latest/api/API_ListVpcIngressConnections.html) */
  ListVpcIngressConnections(
    request: sdk.ListVpcIngressConnectionsRequest,
  ): Answer<sdk.ListVpcIngressConnectionsResponse>;
}

/** Operations on connections to GitHub and Bitbucket. */
export interface ConnectionApi {
  /** [CreateConnection](https://docs.aws.amazon.com/apprunner/latest/api/API_CreateConnection.html) */
  CreateConnection(request: sdk.CreateConnectionRequest): Answer<sdk.CreateConnectionResponse>;
  /** [ListConnections](https://docs.aws.amazon.com/apprunner/latest/api/API_ListConnections.html) */
  ListConnections(request: sdk.ListConnectionsRequest): Answer<sdk.ListConnectionsResponse>;
  /** [DeleteConnection](https://docs.aws.amazon.com/apprunner/latest/api/API_DeleteConnection.html) */
  DeleteConnection(request: sdk.DeleteConnectionRequest): Answer<sdk.DeleteConnectionResponse>;
}

/** Operations on tags. */
export interface TagApi {
  /** [TagResource](https://docs.aws.amazon.com/apprunner/latest/api/API_TagResource.html) */
  TagResource(request: sdk.TagResourceRequest): Answer<sdk.TagResourceResponse>;
  /** [UntagResource](https://docs.aws.amazon.com/apprunner/latest/api/API_UntagResource.html) */
  UntagResource(request: sdk.UntagResourceRequest): Answer<sdk.UntagResourceResponse>;
  /** [ListTagsForResource](https://docs.aws.amazon.com/apprunner/latest/api/API_ListTagsForResource.html) */
  ListTagsForResource(request: sdk.ListTagsForResourceRequest): Answer<sdk.ListTagsForResourceResponse>;
}

/** The operations that the stand-in supports, with the request and response types of the AWS SDK. */
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

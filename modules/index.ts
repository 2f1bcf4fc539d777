export { AppRunnerService } from "./apprunner/service";
export type { AppRunnerServiceAttributes } from "./apprunner/imported-service";
export type { IAppRunnerService } from "./apprunner/service-base";
export type { AppRunnerServiceAdoption, AppRunnerServiceProps } from "./apprunner/service-props";
export { CodeSource } from "./apprunner/code-source";
export type { CodeBuild, CodeRepositoryOptions, CodeSourceOptions } from "./apprunner/code-source";
export { CustomDomain } from "./apprunner/custom-domain";
export type { CustomDomainAdoption, CustomDomainProps } from "./apprunner/custom-domain";
export type { DnsRecord } from "./apprunner/dns-record";
export type { DomainAssociation, DomainAssociationProps } from "./apprunner/domain-association";
export { HealthCheck } from "./apprunner/health-check";
export type { HealthCheckOptions } from "./apprunner/health-check";
export { ImageSource } from "./apprunner/image-source";
export type {
  EcrImageOptions,
  EcrPublicImageOptions,
  ImageSourceConfig,
  PullThroughImageOptions,
} from "./apprunner/image-source";
export { InstanceSize } from "./apprunner/instance-size";
export type { InstanceSizeProps } from "./apprunner/instance-size";
export { ObservabilityConfiguration } from "./apprunner/observability-configuration";
export type {
  IObservabilityConfiguration,
  ObservabilityConfigurationAdoption,
  ObservabilityConfigurationProps,
} from "./apprunner/observability-configuration";
export { APP_RUNNER_REGIONS } from "./apprunner/regions";
export type { AppRunnerRegion } from "./apprunner/regions";
export { APP_RUNNER_RUNTIMES } from "./apprunner/runtimes";
export type { AppRunnerRuntime } from "./apprunner/runtimes";
export { Scaling } from "./apprunner/scaling";
export type { IScaling, ScalingAdoption, ScalingOptions, ScalingProps } from "./apprunner/scaling";
export type { ISource, PlannedValue, RunProps, SourceConfig, SourceKind } from "./apprunner/source";
export { SourceConnection } from "./apprunner/source-connection";
export type {
  ISourceConnection,
  SourceConnectionProps,
  SourceProviderType,
} from "./apprunner/source-connection";
export { VpcConnector } from "./apprunner/vpc-connector";
export type { IVpcConnector, VpcConnectorProps } from "./apprunner/vpc-connector";
export type { AlarmOptions } from "./cloudwatch/alarm-thresholds";
export { ServiceAlarms } from "./cloudwatch/service-alarms";
export type { ServiceAlarmsProps } from "./cloudwatch/service-alarms";
export { ServiceDashboard } from "./cloudwatch/service-dashboard";
export type { ServiceDashboardProps } from "./cloudwatch/service-dashboard";
export { ServiceLogs } from "./cloudwatch/service-logs";
export type { ServiceLogsProps } from "./cloudwatch/service-logs";
export { VpcIngressConnection } from "./apprunner/vpc-ingress-connection";
export type {
  VpcIngressConnectionAdoption,
  VpcIngressConnectionProps,
} from "./apprunner/vpc-ingress-connection";
export { ValidationError } from "./core/errors";
export type { WriteOnlyValue } from "./core/write-only-value";
export { VpcEndpoint } from "./ec2/vpc-endpoint";
export type { IVpcEndpoint, VpcEndpointProps } from "./ec2/vpc-endpoint";
export { lifecyclePolicyDocument } from "./ecr/lifecycle-policy";
export type { LifecyclePolicyDocument, LifecycleRules } from "./ecr/lifecycle-policy";
export { PullThroughCache } from "./ecr/pull-through-cache";
export type {
  IPullThroughCache,
  PullThroughCacheImportOptions,
  PullThroughCacheProps,
} from "./ecr/pull-through-cache";
export { Repository } from "./ecr/repository";
export type {
  IRepository,
  RepositoryAdoption,
  RepositoryImportOptions,
  RepositoryProps,
} from "./ecr/repository";
export { UpstreamRegistry } from "./ecr/upstream-registry";
export { ServiceEvents } from "./eventbridge/service-events";
export type { ServiceEventsProps, ServiceOperation } from "./eventbridge/service-events";
export { policyDocument } from "./iam/policy";
export type { PolicyConditions, PolicyDocument, PolicyStatement } from "./iam/policy";
export { Role } from "./iam/role";
export { RoleDefaults } from "./iam/role-defaults";
export type { RoleDefaultsOptions } from "./iam/role-defaults";
export type { IRole, RoleAdoption, RoleImportOptions, RoleProps } from "./iam/role";
export { Key } from "./kms/key";
export type { IKey, KeyProps } from "./kms/key";
export { PlanReview, REVIEW_RULES } from "./review/plan-review";
export type { AcceptOptions, ReviewRule } from "./review/plan-review";
export { HostedZone } from "./route53/hosted-zone";
export type {
  HostedZoneAttributes,
  HostedZoneLookup,
  HostedZoneProps,
  IHostedZone,
} from "./route53/hosted-zone";
export { TrafficRouting } from "./route53/traffic-routing";
export type { EndpointHealthCheck, RoutingConfig, TrafficRoutingOptions } from "./route53/traffic-routing";
export { Secret } from "./secretsmanager/secret";
export type { ISecret, SecretAdoption, SecretImportOptions, SecretProps } from "./secretsmanager/secret";
export { SecretReference } from "./secretsmanager/secret-reference";
export type { SecretVersion } from "./secretsmanager/secret-reference";
export { Topic } from "./sns/topic";
export type { ITopic, TopicProps } from "./sns/topic";
export { Parameter } from "./ssm/parameter";
export type { IParameter, ParameterImportOptions, ParameterProps } from "./ssm/parameter";
export { ParameterReference } from "./ssm/parameter-reference";
export { MANAGED_RULE_GROUPS } from "./wafv2/managed-rule-group";
export type { ManagedRuleGroup, ManagedRuleGroupName } from "./wafv2/managed-rule-group";
export { WebAcl } from "./wafv2/web-acl";
export type { IWebAcl, WebAclProps } from "./wafv2/web-acl";

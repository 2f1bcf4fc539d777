import { ImageSource } from "../../modules";
import { DomainStack, FoundationStack, ServiceStack } from "../../stacks";
import { EVERYTHING } from "../support/everything";
import { read, synth, testApp } from "../support/synth";

/** A changed address destroys the real thing and creates another one: never change a line of these lists. */
const ADDRESSES: Record<string, string[]> = {
  Repository: [
    "aws_ecr_lifecycle_policy.Images_LifecyclePolicy_EE2F4A9B",
    "aws_ecr_repository.Images_2D38C313",
    "aws_ecr_repository_policy.Images_Policy_B348B051",
    "aws_iam_role.Images_AccessRole_D653CC1A",
    "aws_iam_role_policy.Images_AccessRole_Policy_467AF64A",
  ],
  "Repository.fromName": ["data.aws_ecr_repository.Images_2D38C313"],
  PullThroughCache: [
    "aws_ecr_pull_through_cache_rule.Cache_18F6EE16",
    "aws_ecr_repository_creation_template.Cache_Template_08865779",
    "aws_secretsmanager_secret.Token_CB33349F",
    "data.aws_region.Cache_Region_5E9D1430",
    "data.aws_secretsmanager_secret.Cache_Credentials_926150CD",
    "data.aws_secretsmanager_secret_versions.Cache_Credentials_Versions_4C89319B",
  ],
  "PullThroughCache, with tags and a key": [
    "aws_ecr_pull_through_cache_rule.Cache_18F6EE16",
    "aws_ecr_repository_creation_template.Cache_Template_08865779",
    "aws_iam_role.Cache_TemplateRole_9444FB38",
    "aws_iam_role_policy.Cache_TemplateRole_Policy_3E80206C",
    "data.aws_caller_identity.Cache_Account_917BB566",
    "data.aws_kms_alias.Key_961B73FD",
    "data.aws_region.Cache_Region_5E9D1430",
  ],
  "PullThroughCache.fromPrefix": [
    "data.aws_ecr_pull_through_cache_rule.Cache_18F6EE16",
    "data.aws_region.Cache_Region_5E9D1430",
  ],
  Secret: ["aws_secretsmanager_secret.Database_B269D8BB"],
  "Secret.fromName": ["data.aws_secretsmanager_secret.Database_B269D8BB"],
  "Secret, with a value": [
    "aws_secretsmanager_secret.Database_B269D8BB",
    "aws_secretsmanager_secret_version.Database_Value_CA98AB4F",
  ],
  Parameter: ["aws_ssm_parameter.Token_CB33349F"],
  "Parameter.fromName": [
    "data.aws_caller_identity.Token_Account_A0E6CF6C",
    "data.aws_partition.Token_Partition_6D25B435",
    "data.aws_region.Token_Region_9ABB20EF",
  ],
  "AppRunnerService, with a parameter": [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_service.Api_F70053CD",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "aws_iam_role_policy.Api_InstanceRole_Policy_ECCC8CEC",
    "data.aws_caller_identity.Api_StartGuards_Account_28379A7A",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
  Role: ["aws_iam_role.Role_1ABCC5F0", "aws_iam_role_policy.Role_Policy_C696881B"],
  "Role.fromName": ["data.aws_iam_role.Role_1ABCC5F0"],
  "Role, with managed policies": [
    "aws_iam_role.Role_1ABCC5F0",
    "aws_iam_role_policy_attachment.Role_AWSXRayDaemonWriteAccess-21cc08_D90420E2",
    "aws_iam_role_policy_attachment.Role_AWSXRayDaemonWriteAccess_4C86788A",
  ],
  HostedZone: ["aws_route53_zone.Zone_A5DE4B68"],
  "HostedZone.lookup": ["data.aws_route53_zone.Zone_A5DE4B68"],
  Scaling: ["aws_apprunner_auto_scaling_configuration_version.Scaling_D647A029"],
  ObservabilityConfiguration: ["aws_apprunner_observability_configuration.Tracing_ACF41862"],
  Key: [
    "aws_kms_alias.Key_Alias_6C2E2031",
    "aws_kms_key.Key_961B73FD",
    "data.aws_caller_identity.Key_Account_4A2C4BB1",
  ],
  "Key, used by services": [
    "aws_kms_alias.Key_Alias_6C2E2031",
    "aws_kms_key.Key_961B73FD",
    "data.aws_caller_identity.Key_Account_4A2C4BB1",
  ],
  "Key.fromAlias": ["data.aws_kms_alias.Key_961B73FD"],
  VpcConnector: [
    "aws_apprunner_vpc_connector.Connector_C537A2FB",
    "aws_security_group.Connector_SecurityGroup_23353D10",
    "data.aws_route_tables.Connector_SubnetGuards_PublicMainRouteTable_8801382E",
    "data.aws_route_tables.Connector_SubnetGuards_PublicRouteTables_65932317",
    "data.aws_route_tables.Connector_SubnetGuards_RouteTables0_8CB5A3CD",
    "data.aws_subnet.Connector_SubnetGuards_Subnet0_348D84DD",
  ],
  VpcEndpoint: [
    "aws_security_group.Endpoint_SecurityGroup_D39BAD7A",
    "aws_vpc_endpoint.Endpoint_EEF1FD8F",
    "data.aws_region.Endpoint_Region_BB578C93",
    "data.aws_vpc.Endpoint_Vpc_5606536D",
  ],
  "VpcEndpoint.fromId": ["data.aws_vpc_endpoint.Endpoint_EEF1FD8F"],
  VpcIngressConnection: [
    "aws_apprunner_vpc_ingress_connection.Ingress_0D3F461F",
    "data.aws_vpc_endpoint.Endpoint_EEF1FD8F",
  ],
  Topic: ["aws_sns_topic.Topic_BFC7AF6E", "aws_sns_topic_subscription.Topic_Emails_teamexamplecom_24B15059"],
  "Topic, told by services": [
    "aws_kms_alias.Key_Alias_6C2E2031",
    "aws_kms_key.Key_961B73FD",
    "aws_sns_topic.Topic_BFC7AF6E",
    "aws_sns_topic_policy.Topic_Policy_7C94FB28",
    "data.aws_caller_identity.Key_Account_4A2C4BB1",
    "data.aws_caller_identity.Topic_Account_735970ED",
  ],
  ServiceAlarms: [
    "aws_cloudwatch_metric_alarm.Alarms_concurrencyUtilization_9D3524ED",
    "aws_cloudwatch_metric_alarm.Alarms_cpuUtilization_A271FE58",
    "aws_cloudwatch_metric_alarm.Alarms_instancesAtMax_F155B7B2",
    "aws_cloudwatch_metric_alarm.Alarms_latencyMilliseconds_2847DE51",
    "aws_cloudwatch_metric_alarm.Alarms_memoryUtilization_BC969581",
    "aws_cloudwatch_metric_alarm.Alarms_monthlyInstanceHours_F8151A13",
    "aws_cloudwatch_metric_alarm.Alarms_noTrafficMinutes_36BE0395",
    "aws_cloudwatch_metric_alarm.Alarms_serverErrorRate_5C429852",
  ],
  ServiceDashboard: ["aws_cloudwatch_dashboard.Dashboard_9E4231ED"],
  ServiceEvents: [
    "aws_cloudwatch_event_rule.Events_D32975C2",
    "aws_cloudwatch_event_target.Events_Target_3ED40882",
  ],
  ServiceLogs: [
    "aws_cloudwatch_log_group.Logs_Application_C24477D0",
    "aws_cloudwatch_log_group.Logs_Service_AF94ACA8",
  ],
  WebAcl: [
    "aws_cloudwatch_log_group.Firewall_Logs_4FBC6B73",
    "aws_wafv2_ip_set.Firewall_Allowed_IPV4_E6F66210",
    "aws_wafv2_ip_set.Firewall_Allowed_IPV6_5EBC8B51",
    "aws_wafv2_ip_set.Firewall_Blocked_IPV4_FD01B59C",
    "aws_wafv2_web_acl.Firewall_E7948B04",
    "aws_wafv2_web_acl_logging_configuration.Firewall_Logging_B851CD9F",
  ],
  "AppRunnerService, with a web ACL": [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_service.Api_F70053CD",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "aws_wafv2_web_acl_association.Api_WebAcl_28BEBB1F",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
  "AppRunnerService, traced": [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_observability_configuration.Api_Tracing_81BA2D22",
    "aws_apprunner_service.Api_F70053CD",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "aws_iam_role_policy_attachment.Api_InstanceRole_AWSXRayDaemonWriteAccess_B5E51FB0",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
  "AppRunnerService, encrypted": [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_service.Api_F70053CD",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "data.aws_kms_alias.Key_961B73FD",
    "data.aws_kms_key.Api_StartGuards_Key_5C8C80B0",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
  AppRunnerService: [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_service.Api_F70053CD",
    "aws_iam_role.Api_AccessRole_8EDA70A9",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "aws_iam_role_policy.Api_AccessRole_Policy_2B31844F",
    "aws_iam_role_policy.Api_InstanceRole_Policy_ECCC8CEC",
    "data.aws_caller_identity.Api_StartGuards_Account_28379A7A",
    "data.aws_ecr_image.Api_StartGuards_Image_B42866DE",
    "data.aws_secretsmanager_secret.Api_StartGuards_Secrets_DATABASE_URL_92565612",
    "data.aws_secretsmanager_secret_versions.Api_StartGuards_Secrets_DATABASE_URL_Versions_FA214C84",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
  "AppRunnerService, through a cache": [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_service.Api_F70053CD",
    "aws_ecr_pull_through_cache_rule.Cache_18F6EE16",
    "aws_ecr_repository_creation_template.Cache_Template_08865779",
    "aws_iam_role.Api_AccessRole_8EDA70A9",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "aws_iam_role_policy.Api_AccessRole_Policy_2B31844F",
    "data.aws_region.Cache_Region_5E9D1430",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
  SourceConnection: ["aws_apprunner_connection.GitHub_38B7EEC4"],
  "AppRunnerService, code": [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_connection.GitHub_38B7EEC4",
    "aws_apprunner_service.Api_F70053CD",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
  CustomDomain: [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_custom_domain_association.Domain_15DC21D9",
    "aws_apprunner_custom_domain_association.Domain_Www_73D08C29",
    "aws_apprunner_service.Api_F70053CD",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "aws_route53_record.Domain_Traffic_domain_742BC981",
    "aws_route53_record.Domain_Validation_domain_84D3725D",
    "aws_route53_record.Domain_Validation_extra_A33C6C7A",
    "aws_route53_record.Domain_Www_Traffic_domain_58AD2F54",
    "aws_route53_record.Domain_Www_Validation_domain_3FD71BA2",
    "aws_route53_record.Domain_Www_Validation_extra_4988D17F",
    "data.aws_apprunner_hosted_zone_id.Domain_TargetZone_2877CDF2",
    "data.aws_apprunner_hosted_zone_id.Domain_Www_TargetZone_B3DE07DC",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
  "CustomDomain, routed": [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_custom_domain_association.Domain_15DC21D9",
    "aws_apprunner_custom_domain_association.Domain_Www_73D08C29",
    "aws_apprunner_service.Api_F70053CD",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "aws_route53_health_check.Domain_HealthCheck_62185177",
    "aws_route53_record.Domain_Traffic_domain_742BC981",
    "aws_route53_record.Domain_Validation_domain_84D3725D",
    "aws_route53_record.Domain_Validation_extra_A33C6C7A",
    "aws_route53_record.Domain_Www_Traffic_domain_58AD2F54",
    "aws_route53_record.Domain_Www_Validation_domain_3FD71BA2",
    "aws_route53_record.Domain_Www_Validation_extra_4988D17F",
    "data.aws_apprunner_hosted_zone_id.Domain_TargetZone_2877CDF2",
    "data.aws_apprunner_hosted_zone_id.Domain_Www_TargetZone_B3DE07DC",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
  "CustomDomain, www combined": [
    "aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F",
    "aws_apprunner_custom_domain_association.Domain_15DC21D9",
    "aws_apprunner_service.Api_F70053CD",
    "aws_iam_role.Api_InstanceRole_76F126EA",
    "aws_route53_record.Domain_Traffic_domain_742BC981",
    "aws_route53_record.Domain_Traffic_www_4F6B29B0",
    "aws_route53_record.Domain_Validation_domain_84D3725D",
    "aws_route53_record.Domain_Validation_extra_A33C6C7A",
    "aws_route53_record.Domain_Validation_www_1E1BDE31",
    "data.aws_apprunner_hosted_zone_id.Domain_TargetZone_2877CDF2",
    "terraform_data.Api_SourceKind_D6B27788",
  ],
};

const STACK_ADDRESSES: Record<string, string[]> = {
  foundation: [
    "aws_ecr_lifecycle_policy.Repositories_team--hello_LifecyclePolicy_A7D5FF9F",
    "aws_ecr_repository.Repositories_team--hello_17D51224",
    "aws_iam_role.Repositories_team--hello_AccessRole_B9BB4D05",
    "aws_iam_role_policy.Repositories_team--hello_AccessRole_Policy_FC52168E",
    "aws_secretsmanager_secret.Secrets_hello--database_768CA108",
  ],
  service: [
    "aws_apprunner_auto_scaling_configuration_version.Service_Scaling_192F6C4A",
    "aws_apprunner_service.Service_DBC79909",
    "aws_iam_role.Service_InstanceRole_DFA90CEC",
    "aws_iam_role_policy.Service_InstanceRole_Policy_E05C35C6",
    "data.aws_ecr_image.Service_StartGuards_Image_A3EBBF23",
    "data.aws_secretsmanager_secret.Service_StartGuards_Secrets_DATABASE_URL_EF471D77",
    "data.aws_secretsmanager_secret_versions.Service_StartGuards_Secrets_DATABASE_URL_Versions_46C33F21",
    "data.terraform_remote_state.cross-stack-reference-input-foundation",
    "terraform_data.Service_SourceKind_FA2EB949",
  ],
  domain: [
    "aws_apprunner_custom_domain_association.Domains_4examplecom_Domain_3EF0BFFA",
    "aws_apprunner_custom_domain_association.Domains_examplecom_Domain_F577A192",
    "aws_route53_record.Domains_4examplecom_Domain_Traffic_domain_5123B7A7",
    "aws_route53_record.Domains_4examplecom_Domain_Validation_domain_59D56FAB",
    "aws_route53_record.Domains_4examplecom_Domain_Validation_extra_A92C970E",
    "aws_route53_record.Domains_examplecom_Domain_Traffic_domain_A0EE41BF",
    "aws_route53_record.Domains_examplecom_Domain_Validation_domain_437EC398",
    "aws_route53_record.Domains_examplecom_Domain_Validation_extra_127E0D15",
    "data.aws_apprunner_hosted_zone_id.Domains_4examplecom_Domain_TargetZone_A9F1FB01",
    "data.aws_apprunner_hosted_zone_id.Domains_examplecom_Domain_TargetZone_E4D7BC32",
    "data.aws_route53_zone.Zone_A5DE4B68",
    "data.terraform_remote_state.cross-stack-reference-input-service",
  ],
};

describe("the addresses of", () => {
  test.each(Object.entries(EVERYTHING))("%s are stable", (name, build) => {
    expect(synth(build).addresses).toEqual(ADDRESSES[name]);
  });

  test("the stacks are stable", () => {
    const app = testApp();
    const region = "eu-west-1";
    const foundation = new FoundationStack(app, "foundation", {
      region,
      repositories: [{ repositoryName: "team/hello" }],
      secrets: [{ secretName: "hello/database" }],
    });
    const service = new ServiceStack(app, "service", {
      region,
      serviceName: "hello",
      source: ImageSource.ecr(foundation.repository("team/hello"), { tag: "1.0" }),
      secrets: { DATABASE_URL: foundation.secret("hello/database").wholeValue() },
    });
    const domains = new DomainStack(app, "domain", {
      region,
      service: service.service,
      zoneName: "example.com",
      domains: [{ domainName: "4.example.com" }, { domainName: "*.example.com" }],
    });
    const addresses = [foundation, service, domains].map(
      (stack) => [stack.node.id, read(stack).addresses] as const,
    );
    expect(Object.fromEntries(addresses)).toEqual(STACK_ADDRESSES);
  });
});

import { ApprunnerAutoScalingConfigurationVersion } from "@cdktf/provider-aws/lib/apprunner-auto-scaling-configuration-version";
import { ApprunnerCustomDomainAssociation } from "@cdktf/provider-aws/lib/apprunner-custom-domain-association";
import { ApprunnerService, type ApprunnerServiceConfig } from "@cdktf/provider-aws/lib/apprunner-service";
import { DataAwsApprunnerHostedZoneId } from "@cdktf/provider-aws/lib/data-aws-apprunner-hosted-zone-id";
import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { DataAwsSecretsmanagerSecretVersions } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import {
  type DataConfig,
  DataResource,
  type Precondition,
  TerraformLocal,
  type TerraformResource,
  TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";
import { REGION, REPOSITORY, REPOSITORY_ARN, ZONE } from "./given";

const IMAGE = `${REPOSITORY.registryId}.dkr.ecr.${REGION}.amazonaws.com/${REPOSITORY.repositoryName}:1.0.0`;

/**
 * The same stack as `buildWithLibrary` makes, written with the classes of the provider only: the yardstick.
 *
 * @param scope the app
 * @param count how many services
 */
export function buildDirectly(scope: Construct, count: number): void {
  const stack = new TerraformStack(scope, "services");
  new AwsProvider(stack, "Aws", { region: REGION });
  stack.addOverride("terraform.required_version", ">= 1.4.0");
  for (let index = 0; index < count; index++) {
    const name = `service-${index}`;
    const secret = new SecretsmanagerSecret(stack, `${name}-secret`, {
      name: `${name}/database`,
      recoveryWindowInDays: 30,
      lifecycle: { preventDestroy: true },
    });
    const { service } = addService(stack, name, secret, addInstanceRole(stack, name, secret.arn));
    addDomain(stack, name, `${name}.${ZONE.domainName}`, service);
  }
}

/** A `terraform_data` without the check of its own that starts Terraform: a thousand processes would hide all the rest. */
export function addTerraformData(stack: TerraformStack, id: string, config: DataConfig): DataResource {
  const resource = new DataResource(stack, id, config);
  (resource.node["_validations"] as unknown[]).pop();
  return resource;
}

function addRole(stack: TerraformStack, id: string, principal: string, statements: object[]): Role {
  const role = new IamRole(stack, id, {
    namePrefix: `${id}-`,
    description: "App Runner uses this role",
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: principal }, Action: "sts:AssumeRole" }],
    }),
  });
  const policy = new IamRolePolicy(stack, `${id}-policy`, {
    role: role.name,
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  });
  return { arn: role.arn, name: role.name, policy };
}

/** A role and what it is allowed. */
interface Role {
  readonly name: string;
  readonly arn: string;
  readonly policy: IamRolePolicy;
}

function addAccessRole(stack: TerraformStack, name: string): Role {
  const actions = [
    "BatchCheckLayerAvailability",
    "BatchGetImage",
    "DescribeImages",
    "GetDownloadUrlForLayer",
  ];
  return addRole(stack, `${name}-pull`, "build.apprunner.amazonaws.com", [
    { Effect: "Allow", Action: actions.map((action) => `ecr:${action}`), Resource: [REPOSITORY_ARN] },
    { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
  ]);
}

/** The role of the container, which reads the secret. */
export function addInstanceRole(
  stack: TerraformStack,
  name: string,
  secretArn: string,
  more: readonly object[] = [],
): Role {
  return addRole(stack, `${name}-instance`, "tasks.apprunner.amazonaws.com", [
    { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [secretArn] },
    ...more,
  ]);
}

/** What a service may have beside the least. */
interface ServiceOptions {
  readonly connectorArn?: string;
  readonly more?: Partial<ApprunnerServiceConfig>;
  readonly preconditions?: readonly Precondition[];
  readonly dependsOn?: readonly TerraformResource[];
}

/** A service, and the expression for the versions of its secret. */
export function addService(
  stack: TerraformStack,
  name: string,
  secret: SecretsmanagerSecret,
  instanceRole: Role,
  { connectorArn, more, preconditions = [], dependsOn = [] }: ServiceOptions = {},
): { readonly service: ApprunnerService; readonly versions: string } {
  const accessRole = addAccessRole(stack, name);
  const scaling = new ApprunnerAutoScalingConfigurationVersion(stack, `${name}-scaling`, {
    autoScalingConfigurationName: name,
    minSize: 1,
    maxSize: 5,
    maxConcurrency: 80,
    lifecycle: { createBeforeDestroy: true },
  });
  const { versions, conditions } = addStartGuards(stack, name, secret);
  const service = new ApprunnerService(stack, name, {
    serviceName: name,
    sourceConfiguration: {
      autoDeploymentsEnabled: false,
      authenticationConfiguration: { accessRoleArn: accessRole.arn },
      imageRepository: {
        imageIdentifier: IMAGE,
        imageRepositoryType: "ECR",
        imageConfiguration: {
          port: "8000",
          runtimeEnvironmentVariables: { LOG_LEVEL: "info" },
          runtimeEnvironmentSecrets: { DATABASE_URL: `${secret.arn}:url::` },
        },
      },
    },
    instanceConfiguration: { cpu: "256", memory: "512", instanceRoleArn: instanceRole.arn },
    healthCheckConfiguration: HEALTH_CHECK,
    networkConfiguration: {
      ipAddressType: "IPV4",
      ingressConfiguration: { isPubliclyAccessible: true },
      egressConfiguration:
        connectorArn === undefined
          ? { egressType: "DEFAULT" }
          : { egressType: "VPC", vpcConnectorArn: connectorArn },
    },
    autoScalingConfigurationArn: scaling.arn,
    observabilityConfiguration: { observabilityEnabled: false },
    ...more,
    lifecycle: {
      precondition: [...conditions, ...preconditions],
      postcondition: addRollbackGuards(stack, name, secret, accessRole.arn, connectorArn),
    },
    dependsOn: [instanceRole.policy, accessRole.policy, ...dependsOn],
  });
  return { service, versions };
}

const HEALTH_CHECK = {
  protocol: "HTTP",
  path: "/healthz",
  interval: 5,
  timeout: 2,
  healthyThreshold: 1,
  unhealthyThreshold: 5,
};

function addStartGuards(stack: TerraformStack, name: string, secret: SecretsmanagerSecret) {
  const image = new DataAwsEcrImage(stack, `${name}-image`, { ...REPOSITORY, imageTag: "1.0.0" });
  image.addOverride("for_each", {
    [`the image of ${name} is not in its repository: push ${IMAGE} first`]: "",
  });
  const found = new DataAwsSecretsmanagerSecret(stack, `${name}-secret-found`, { arn: secret.arn });
  found.addOverride("for_each", {
    [`the secret of ${name} does not exist or is scheduled for deletion: restore it`]: "",
  });
  const versions = new DataAwsSecretsmanagerSecretVersions(stack, `${name}-secret-versions`, {
    secretId: secret.arn,
  });
  const list = `data.aws_secretsmanager_secret_versions.${versions.friendlyUniqueId}.versions`;
  const created = addTerraformData(stack, `${name}-source-kind`, {
    input: { kind: "image" },
    triggersReplace: { serviceName: name },
    lifecycle: { ignoreChanges: ["input"] },
  });
  const conditions = [
    {
      condition: `\${terraform_data.${created.friendlyUniqueId}.output.kind == "image"}`,
      errorMessage: `${name} runs code. App Runner never turns such a service into one that runs an image.`,
    },
    {
      condition: `\${anytrue([for v in ${list} == null ? [] : ${list} : contains(v.version_stages, "AWSCURRENT")])}`,
      errorMessage: `The secret of ${name} has no value. Set it with aws secretsmanager put-secret-value.`,
    },
  ];
  return { versions: list, conditions };
}

function addRollbackGuards(
  stack: TerraformStack,
  name: string,
  secret: SecretsmanagerSecret,
  accessRoleArn: string,
  connectorArn = "",
) {
  const planned = new TerraformLocal(stack, `${name}-planned`, {
    image: IMAGE,
    port: "8000",
    start_command: "",
    environment: { LOG_LEVEL: "info" },
    secrets: { DATABASE_URL: `${secret.arn}:url::` },
    cpu: "256",
    memory: "512",
    access_role: accessRoleArn,
    vpc_connector: connectorArn,
    public_access: true,
    address_type: "IPV4",
  });
  const network = "self.network_configuration[0]";
  const connector = `${network}.egress_configuration[0].vpc_connector_arn`;
  const image = "self.source_configuration[0].image_repository[0]";
  const configuration = `${image}.image_configuration[0]`;
  const or = (empty: string, attribute: string) => `${attribute} == null ? ${empty} : ${attribute}`;
  const actual = {
    image: `${image}.image_identifier`,
    port: `${configuration}.port`,
    start_command: or('""', `${configuration}.start_command`),
    environment: or("{}", `${configuration}.runtime_environment_variables`),
    secrets: or("{}", `${configuration}.runtime_environment_secrets`),
    cpu: "self.instance_configuration[0].cpu",
    memory: "self.instance_configuration[0].memory",
    access_role: "self.source_configuration[0].authentication_configuration[0].access_role_arn",
    vpc_connector: or('""', connector),
    public_access: `${network}.ingress_configuration[0].is_publicly_accessible`,
    address_type: `${network}.ip_address_type`,
  };
  return Object.entries(actual).map(([what, value]) => ({
    condition: `\${jsonencode(${value}) == jsonencode(local.${planned.friendlyUniqueId}.${what})}`,
    errorMessage: `${name} does not run with the planned ${what}: App Runner rolled the update back.`,
  }));
}

/** A domain with its validation and its traffic records. */
export function addDomain(
  stack: TerraformStack,
  name: string,
  domainName: string,
  service: ApprunnerService,
): void {
  const zoneId = ZONE.hostedZoneId;
  const association = new ApprunnerCustomDomainAssociation(stack, `${name}-domain`, {
    serviceArn: service.arn,
    domainName,
    enableWwwSubdomain: false,
  });
  const set = `aws_apprunner_custom_domain_association.${association.friendlyUniqueId}.certificate_validation_records`;
  const below = `length(split(".", trimsuffix(trimsuffix(r.name, "."), ".${domainName}"))) == 1`;
  for (const [role, condition] of Object.entries({ domain: below, extra: `!anytrue([${below}])` })) {
    const pick = (attribute: string) => `[for r in ${set} : r.${attribute} if ${condition}]`;
    new Route53Record(stack, `${name}-validation-${role}`, {
      zoneId,
      name: `\${trimsuffix(one(${pick("name")}), ".")}`,
      type: "CNAME",
      ttl: 300,
      records: [`\${trimsuffix(one(${pick("value")}), ".")}.`],
      allowOverwrite: true,
      lifecycle: {
        precondition: [
          {
            condition: `\${length(${pick("name")}) == 1}`,
            errorMessage: `There is not exactly one validation record '${role}' for ${domainName}.`,
          },
        ],
      },
    });
  }
  const target = new DataAwsApprunnerHostedZoneId(stack, `${name}-target`, {});
  new Route53Record(stack, `${name}-traffic`, {
    zoneId,
    name: domainName,
    type: "A",
    alias: { name: service.serviceUrl, zoneId: target.id, evaluateTargetHealth: true },
  });
}

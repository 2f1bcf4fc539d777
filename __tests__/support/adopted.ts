import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  CustomDomain,
  type CustomDomainProps,
  HostedZone,
  ImageSource,
  ObservabilityConfiguration,
  Repository,
  type RepositoryProps,
  Role,
  type RoleProps,
  Scaling,
  Secret,
  SourceConnection,
  VpcEndpoint,
  VpcIngressConnection,
} from "../../modules";

const ID = "0123456789abcdef0123456789abcdef";
export const arn = (rest: string) => `arn:aws:apprunner:eu-west-1:111122223333:${rest}/${ID}`;
export const SERVICE = arn("service/hello");
export const SCALING = arn("autoscalingconfiguration/hello/3");
export const TRACING = arn("observabilityconfiguration/hello/1");
const INGRESS = arn("vpcingressconnection/hello");
export const SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello/database-AbCdEf";
const XRAY = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";
export const ROLE = "hello-20240102030405060700000001";

/** One way to adopt something. */
export interface Adopting {
  /** Value of `adopt`; with `undefined` the prop is omitted. */
  readonly adopt: unknown;
  readonly build: (stack: TerraformStack, adopt: never) => unknown;
  /** Import ids by the type of the resource. */
  readonly imports: readonly string[];
}

/** A service to adopt. */
export const adoptableService = (stack: TerraformStack, more: object = {}) =>
  new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
    ...more,
  });
/** A repository to adopt. */
export const adoptableRepository = (stack: TerraformStack, change: Partial<RepositoryProps>) =>
  new Repository(stack, "It", { repositoryName: "team/hello", ...change });
/** A role with permissions to adopt. */
export const adoptableRole = (stack: TerraformStack, change: Partial<RoleProps>) => {
  const made = new Role(stack, "It", {
    assumedBy: "tasks.apprunner.amazonaws.com",
    namePrefix: "hello-",
    ...change,
  });
  made.addToPolicy({ actions: ["s3:GetObject"], resources: ["*"] });
  made.addManagedPolicy(XRAY);
  return made;
};
/** A domain to adopt. */
export const adoptableDomain = (stack: TerraformStack, change: Partial<CustomDomainProps>) =>
  new CustomDomain(stack, "It", {
    service: AppRunnerService.fromAttributes(stack, "Api", { serviceArn: SERVICE, serviceUrl: "a.b.c" }),
    zone: HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" }),
    domainName: "api.example.com",
    ...change,
  });

/** One entry for each kind of construct that supports `adopt`, and for each choice of what to import. */
export const ADOPTED: Record<string, Adopting> = {
  Repository: {
    adopt: { lifecyclePolicy: true, policy: true },
    build: (stack, adopt) => adoptableRepository(stack, { pullAccountIds: ["444455556666"], adopt }),
    imports: [
      "aws_ecr_repository team/hello",
      "aws_ecr_lifecycle_policy team/hello",
      "aws_ecr_repository_policy team/hello",
    ],
  },
  "Repository, without policies": {
    adopt: { lifecyclePolicy: false },
    build: (stack, adopt) => adoptableRepository(stack, { pullAccountIds: ["444455556666"], adopt }),
    imports: ["aws_ecr_repository team/hello"],
  },
  Secret: {
    adopt: { secretArn: SECRET },
    build: (stack, adopt) => new Secret(stack, "It", { secretName: "hello/database", adopt }),
    imports: [`aws_secretsmanager_secret ${SECRET}`],
  },
  Role: {
    adopt: { roleName: ROLE, policyName: "access", managedPolicyArns: [XRAY] },
    build: (stack, adopt) => adoptableRole(stack, { adopt }),
    imports: [
      `aws_iam_role ${ROLE}`,
      `aws_iam_role_policy ${ROLE}:access`,
      `aws_iam_role_policy_attachment ${ROLE}/${XRAY}`,
    ],
  },
  "Role, without permissions": {
    adopt: { roleName: ROLE },
    build: (stack, adopt) => adoptableRole(stack, { adopt }),
    imports: [`aws_iam_role ${ROLE}`],
  },
  Scaling: {
    adopt: { autoScalingConfigurationArn: SCALING },
    build: (stack, adopt) => new Scaling(stack, "It", { name: "hello", adopt }),
    imports: [`aws_apprunner_auto_scaling_configuration_version ${SCALING}`],
  },
  ObservabilityConfiguration: {
    adopt: { observabilityConfigurationArn: TRACING },
    build: (stack, adopt) => new ObservabilityConfiguration(stack, "It", { name: "hello", adopt }),
    imports: [`aws_apprunner_observability_configuration ${TRACING}`],
  },
  SourceConnection: {
    adopt: true,
    build: (stack, adopt) =>
      new SourceConnection(stack, "It", { connectionName: "github", providerType: "GITHUB", adopt }),
    imports: ["aws_apprunner_connection github"],
  },
  VpcIngressConnection: {
    adopt: { vpcIngressConnectionArn: INGRESS },
    build: (stack, adopt) =>
      new VpcIngressConnection(stack, "It", {
        service: adoptableService(stack, { isPubliclyAccessible: false }),
        vpcEndpoint: VpcEndpoint.fromId(stack, "Endpoint", "vpce-0a1b2c3d"),
        adopt,
      }),
    imports: [`aws_apprunner_vpc_ingress_connection ${INGRESS}`],
  },
  AppRunnerService: {
    adopt: { serviceArn: SERVICE },
    build: (stack, adopt) => adoptableService(stack, { preventDestroy: false, adopt }),
    imports: [`aws_apprunner_service ${SERVICE}`],
  },
  "CustomDomain, its association only": {
    adopt: { validationRecords: false, trafficRecords: false },
    build: (stack, adopt) => adoptableDomain(stack, { adopt }),
    imports: [`aws_apprunner_custom_domain_association api.example.com,${SERVICE}`],
  },
};

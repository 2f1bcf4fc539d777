import { Construct } from "constructs";
import { checkAdoption } from "../core/adoption";
import { appRunnerName, SINGLE_REGION_KMS_KEY_ARN } from "../core/patterns";
import { type PropertyChecks } from "../core/property-checks";
import { type IRole, ROLE } from "../iam/role-base";
import { type IWebAcl, WEB_ACL } from "../wafv2/web-acl";
import { validateEnvironment } from "./environment";
import { HEALTH_CHECK, type HealthCheck } from "./health-check";
import { SERVICE_ARN } from "./imported-service";
import { INSTANCE_SIZE, type InstanceSize } from "./instance-size";
import { type IVpcConnector, VPC_CONNECTOR } from "./network/vpc-connector";
import { type IObservabilityConfiguration, OBSERVABILITY_CONFIGURATION } from "./observability-configuration";
import { type IScaling, SCALING, type ScalingOptions } from "./scaling";
import type { CodeSource } from "./source/code-source";
import type { ImageSource } from "./source/image-source";
import { type RunProps, SOURCE, validateCommand } from "./source/source";

/** The service that an `AppRunnerService` adopts. */
export interface AppRunnerServiceAdoption {
  /** ARN of the service. */
  readonly serviceArn: string;
}

/** Props of an `AppRunnerService`. */
export interface AppRunnerServiceProps extends RunProps {
  /** Name: 4 to 40 letters, digits, `-` and `_`. Another name is another service with another URL. */
  readonly serviceName: string;
  /**
   * The service that exists already, for Terraform to import. As long as this is here, Terraform refuses to destroy it, also to
   * replace it by one with another URL. Take it out after the first apply. What belongs to the service is adopted by constructs of
   * its own, which `scaling`, `tracing`, `instanceRole` and `accessRole` take.
   *
   * @default - none: it is created
   */
  readonly adopt?: AppRunnerServiceAdoption;
  /** The image or the code to run. A service never changes from one to the other. */
  readonly source: ImageSource | CodeSource;
  /**
   * Size of an instance.
   *
   * @default - 1 vCPU and 2 GB
   */
  readonly instance?: InstanceSize;
  /**
   * Whether an apply deploys the service again when a secret has got another value: App Runner reads secrets only when it
   * deploys. Versions that are referred to by their id never change, and of parameters only those that Terraform writes are
   * seen to change.
   *
   * @default false
   */
  readonly redeployOnSecretChange?: boolean;
  /**
   * Between how many instances the service scales, and when; or the configuration it shares with other services.
   *
   * @default - 1 to 25 instances, 100 concurrent requests each
   */
  readonly scaling?: ScalingOptions | IScaling;
  /**
   * How App Runner tells whether an instance is healthy.
   *
   * @default - a TCP connection to the port every 5 seconds
   */
  readonly healthCheck?: HealthCheck;
  /**
   * Role that the running container has. It is allowed to read the service's secrets.
   *
   * @default - a new role
   */
  readonly instanceRole?: IRole;
  /**
   * Whether the service can be reached from the internet. A private one is reached through a VPC ingress connection.
   *
   * @default true
   */
  readonly isPubliclyAccessible?: boolean;
  /**
   * Addresses that the service is reached by: `IPV4`, or `DUAL_STACK` for IPv6 too.
   *
   * @default "IPV4"
   */
  readonly ipAddressType?: "IPV4" | "DUAL_STACK";
  /**
   * The VPC that all traffic of the running container goes out through, also that to the internet.
   *
   * @default - straight to the internet
   */
  readonly vpcConnector?: IVpcConnector;
  /**
   * Web ACL of AWS WAF that looks at each request, to the default URL as well as to the custom domains.
   *
   * @default - none
   */
  readonly webAcl?: IWebAcl;
  /**
   * Whether App Runner takes traces of the service to AWS X-Ray; or the configuration it shares with other services.
   *
   * @default - no traces
   */
  readonly tracing?: boolean | IObservabilityConfiguration;
  /**
   * ARN of the customer KMS key that encrypts App Runner's copy of the image or source, no multi-region one. Changing it
   * replaces the service: it gets another URL.
   *
   * @default - a key that AWS manages
   */
  readonly kmsKeyArn?: string;
  /**
   * Whether Terraform refuses to destroy the service, also to replace it by one with another URL.
   *
   * @default false
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the service and what belongs to it, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Checks what does not need to know the source of the service. */
export function validateServiceProps(checks: PropertyChecks, props: AppRunnerServiceProps): void {
  checks
    .props("props", props)
    .knows("startCommand", "tracing", "webAcl")
    .string("serviceName", props.serviceName, appRunnerName(40))
    .integer("port", props.port ?? 8080, { min: 1, max: 65_535 })
    .kind("source", props.source, SOURCE)
    .tags("tags", props.tags);
  const { adopt, serviceName: name } = props;
  checkAdoption(checks, adopt, "serviceArn", SERVICE_ARN, { prop: "serviceName", name });
  if (props.startCommand !== undefined) validateCommand(checks, "startCommand", props.startCommand);
  for (const prop of ["instanceRole", "accessRole"] as const) {
    checks.optional.kind(prop, props[prop], ROLE);
  }
  validateNetworkAndKey(checks, props);
  const { instance, healthCheck, scaling = {}, environment = {}, secrets = {} } = props;
  checks.optional.kind("instance", instance, INSTANCE_SIZE);
  checks.optional.kind("healthCheck", healthCheck, HEALTH_CHECK);
  validateEnvironment(checks, environment, secrets);
  checks.boolean("redeployOnSecretChange", props.redeployOnSecretChange);
  if (Construct.isConstruct(scaling)) checks.kind("scaling", scaling, SCALING);
  else checks.props("scaling", scaling).knows("scaling.minSize", "scaling.maxSize", "scaling.maxConcurrency");
  if (INSTANCE_SIZE.includes(instance)) instance.validate(checks);
  if (HEALTH_CHECK.includes(healthCheck)) healthCheck.validate(checks);
}

/** Network, tracing and encryption. */
function validateNetworkAndKey(checks: PropertyChecks, props: AppRunnerServiceProps): void {
  const { vpcConnector, tracing = false, kmsKeyArn } = props;
  checks
    .boolean("isPubliclyAccessible", props.isPubliclyAccessible)
    .boolean("preventDestroy", props.preventDestroy)
    .oneOf("ipAddressType", props.ipAddressType ?? "IPV4", ["IPV4", "DUAL_STACK"]);
  checks.optional.kind("vpcConnector", vpcConnector, VPC_CONNECTOR);
  if (typeof tracing !== "boolean") checks.kind("tracing", tracing, OBSERVABILITY_CONFIGURATION);
  checks.optional.string("kmsKeyArn", kmsKeyArn, SINGLE_REGION_KMS_KEY_ARN);
  validateWebAcl(checks, props);
}

/** App Runner does not tell AWS WAF where requests to a private service come from. */
function validateWebAcl(
  checks: PropertyChecks,
  { webAcl, isPubliclyAccessible }: AppRunnerServiceProps,
): void {
  if (webAcl === undefined) return;
  const readsAddresses = WEB_ACL.includes(webAcl) && webAcl.usesSourceAddress;
  checks
    .kind("webAcl", webAcl, WEB_ACL)
    .that(
      isPubliclyAccessible !== false || !readsAddresses,
      "'webAcl' must not look at addresses ('rateLimit', 'allowedCidrs' and 'blockedCidrs') for a private service, as App " +
        "Runner does not pass them on: set 'rateLimit' to false and use the security group of the VPC endpoint",
    );
}

import { Construct } from "constructs";
import { checkAdoption } from "../core/adoption";
import { adviseChoice } from "../core/faults";
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
import { type RedeploymentOptions, validateRedeployment } from "./redeployment";
import { type IScaling, SCALING, type ScalingOptions } from "./scaling";
import type { CodeSource } from "./source/code-source";
import type { ImageSource } from "./source/image-source";
import { type RunProps, SOURCE, validateCommand } from "./source/source";

/** Existing service that an `AppRunnerService` adopts. Remove `adopt` after the first apply: see docs/adopting.md. */
export interface AppRunnerServiceAdoption {
  /** ARN of the service. */
  readonly serviceArn: string;
}

/** Props of an `AppRunnerService`. */
export interface AppRunnerServiceProps extends RunProps {
  /** Name: 4 to 40 letters, digits, `-` and `_`, starting with a letter or digit. Changing it replaces the service, which changes its URL. */
  readonly serviceName: string;
  /**
   * Existing service for Terraform to import instead of creating one.
   *
   * @default - none: it is created
   */
  readonly adopt?: AppRunnerServiceAdoption;
  /** Image or code to run. App Runner cannot change a service from one to the other. */
  readonly source: ImageSource | CodeSource;
  /**
   * CPU and memory of an instance.
   *
   * @default - 1 vCPU and 2 GB
   */
  readonly instance?: InstanceSize;
  /**
   * Whether an apply redeploys the service after a secret has changed, with options such as `{ timeoutMinutes: 40 }`. It cannot detect
   * changes of a secret version referenced by id, or of a parameter that Terraform does not write.
   *
   * @default false
   */
  readonly redeployOnSecretChange?: boolean | RedeploymentOptions;
  /**
   * Scaling limits, or a configuration that is shared with other services.
   *
   * @default - 1 to 25 instances, 100 concurrent requests each
   */
  readonly scaling?: ScalingOptions | IScaling;
  /**
   * Health check that App Runner runs on each instance.
   *
   * @default - a TCP connection to the port every 5 seconds
   */
  readonly healthCheck?: HealthCheck;
  /**
   * Role of the running container. The service grants it read access to its secrets.
   *
   * @default - a new role
   */
  readonly instanceRole?: IRole;
  /**
   * Whether the service is reachable from the internet. If not, use a VPC ingress connection.
   *
   * @default true
   */
  readonly isPubliclyAccessible?: boolean;
  /**
   * Address type for incoming requests: `IPV4`, or `DUAL_STACK` for IPv4 and IPv6.
   *
   * @default "IPV4"
   */
  readonly ipAddressType?: "IPV4" | "DUAL_STACK";
  /**
   * VPC connector for all outbound traffic, including traffic to the internet.
   *
   * @default - directly to the internet
   */
  readonly vpcConnector?: IVpcConnector;
  /**
   * AWS WAF web ACL for requests to the default domain and to custom domains.
   *
   * @default - none
   */
  readonly webAcl?: IWebAcl;
  /**
   * Whether App Runner sends traces to AWS X-Ray, or a configuration that is shared with other services.
   *
   * @default - no traces
   */
  readonly tracing?: boolean | IObservabilityConfiguration;
  /**
   * ARN of a single-region customer managed KMS key that encrypts App Runner's copy of the image or source. Changing it
   * replaces the service, which changes its URL.
   *
   * @default - an AWS managed key
   */
  readonly kmsKeyArn?: string;
  /**
   * Whether Terraform refuses to destroy or replace the service.
   *
   * @default false
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the service and its parts, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Checks the props that do not depend on the source of the service. */
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
  validateRedeployment(checks, props.redeployOnSecretChange);
  if (Construct.isConstruct(scaling) || SCALING.suggest(scaling)) checks.kind("scaling", scaling, SCALING);
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
    .oneOf("ipAddressType", props.ipAddressType ?? "IPV4", ["IPV4", "DUAL_STACK"])
    .that(
      props.isPubliclyAccessible !== false || props.ipAddressType !== "DUAL_STACK",
      "'ipAddressType' must be 'IPV4' for a private service ('isPubliclyAccessible' is false): App Runner supports dual stack " +
        "only for public services, got 'DUAL_STACK'",
    );
  checks.optional.kind("vpcConnector", vpcConnector, VPC_CONNECTOR);
  const { name, example } = OBSERVABILITY_CONFIGURATION;
  const isTracing = typeof tracing === "boolean" || OBSERVABILITY_CONFIGURATION.includes(tracing);
  const code = OBSERVABILITY_CONFIGURATION.suggest(tracing);
  const remedy = code === undefined ? adviseChoice(tracing, [true, false]) : `write ${code}`;
  checks.allow(isTracing, "tracing", `true, false or ${name}, such as ${example}`, tracing, { remedy });
  checks.optional.string("kmsKeyArn", kmsKeyArn, SINGLE_REGION_KMS_KEY_ARN);
  validateWebAcl(checks, props);
}

/** For a private service, App Runner does not forward source addresses to AWS WAF. */
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
      "'webAcl' must not use source addresses ('rateLimit', 'allowedCidrs' or 'blockedCidrs') for a private service, because " +
        "App Runner does not forward them: set 'rateLimit' to false and use the security group of the VPC endpoint instead",
    );
}

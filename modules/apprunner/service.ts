import { ApprunnerService } from "@cdktf/provider-aws/lib/apprunner-service";
import { Lazy, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { addProtectedImportBlock } from "../core/adoption";
import { withoutTraces } from "../core/cdktf-internals";
import { adaptGuards, conditionsOf, type Guard, requireIgnored } from "../core/final-arguments";
import { shorten } from "../core/naming";
import { PropertyChecks } from "../core/property-checks";
import { buildAddress } from "../core/terraform";
import { claimName } from "../core/unique-names";
import { isToken } from "../core/values";
import type { PolicyStatement } from "../iam/policy";
import { Role } from "../iam/role";
import type { IRole } from "../iam/role-base";
import { RollbackGuard } from "./guards/rollback-guard";
import { sortReferences, StartGuards } from "./guards/start-guards";
import { type AppRunnerServiceAttributes, ImportedService } from "./imported-service";
import { type IObservabilityConfiguration, ObservabilityConfiguration } from "./observability-configuration";
import { Redeployment } from "./redeployment";
import { type IScaling, SCALING, Scaling } from "./scaling";
import { AppRunnerServiceBase, type IAppRunnerService } from "./service-base";
import { buildServiceConfig } from "./service-config";
import { requireServicePlace } from "./service-place";
import { type AppRunnerServiceProps, validateServiceProps } from "./service-props";
import type { SourceConfig } from "./source/source";
import { WebAclAssociation } from "./web-acl-association";

/** Permissions to send traces. Their actions cannot be limited to a resource. */
const XRAY_WRITE_ACCESS = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";

/**
 * An App Runner service that runs an image or code, with its roles and its auto scaling configuration.
 *
 * An apply stops before it calls App Runner if the image, a secret or the handshake of the source connection is missing. It
 * fails if App Runner rolled the update back.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/manage-create.html
 * @example
 * const service = new AppRunnerService(this, "Api", {
 *   serviceName: "hello",
 *   source: ImageSource.ecr(repository, { tag: "1.4.2" }),
 *   port: 8000,
 *   healthCheck: HealthCheck.http("/healthz"),
 * });
 */
export class AppRunnerService extends AppRunnerServiceBase {
  /**
   * References an existing service. The provider cannot look a service up, so its URL is required.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param attributes ARN and URL of the service
   * @throws ValidationError if they are not the attributes of a service
   */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: AppRunnerServiceAttributes,
  ): IAppRunnerService {
    return new ImportedService(scope, id, attributes);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: ApprunnerService;
  public readonly serviceName: string;
  public readonly serviceArn: string;
  public readonly serviceId: string;
  public readonly serviceUrl: string;
  public readonly isPubliclyAccessible: boolean;
  /** Status of the service, such as `RUNNING`, at the last refresh. */
  public readonly status: string;
  public readonly instanceRole: IRole;
  /** Role that App Runner uses to pull the image; `undefined` for a public image and for code. */
  public readonly accessRole?: IRole;
  public readonly scaling: IScaling;
  /** Tracing configuration, if the service is traced. */
  public readonly observabilityConfiguration?: IObservabilityConfiguration;

  public constructor(scope: Construct, id: string, props: AppRunnerServiceProps) {
    super(scope, id);
    const checks = new PropertyChecks(this);
    validateServiceProps(checks, props);
    checks.finish(AppRunnerService);
    const source = props.source.bind(this, props);

    this.instanceRole = props.instanceRole ?? this.createInstanceRole(props);
    this.accessRole = source.accessRole;
    this.scaling = this.resolveScaling(props);
    this.observabilityConfiguration = this.resolveObservability(props);
    if (this.observabilityConfiguration) this.instanceRole.addManagedPolicy(XRAY_WRITE_ACCESS);
    this.allowSecrets(props);
    const guards = new StartGuards(this, "StartGuards", source, props, () => this.resource);
    this.resource = this.createService(props, source, guards.preconditions);
    claimName(this, { prop: "serviceName", name: props.serviceName, resource: this.resource });
    requireServicePlace(this, props);

    this.serviceName = props.serviceName;
    this.serviceArn = this.resource.arn;
    this.serviceId = this.resource.serviceId;
    this.serviceUrl = this.resource.serviceUrl;
    this.isPubliclyAccessible = props.isPubliclyAccessible ?? true;
    this.status = this.resource.status;
    const { serviceArn, status } = this;
    if (props.webAcl) new WebAclAssociation(this, "WebAcl", { serviceArn, status, webAcl: props.webAcl });
    const { redeployOnSecretChange: redeploy } = props;
    if (redeploy !== undefined && redeploy !== false) {
      const { timeoutMinutes } = redeploy === true ? {} : redeploy;
      new Redeployment(this, "Redeployment", { serviceArn, triggers: guards.secretVersions, timeoutMinutes });
    }
  }

  /**
   * Grants permissions to the running container.
   *
   * @param statement permissions to add to the instance role
   */
  public addToRolePolicy(statement: PolicyStatement): void {
    this.instanceRole.addToPolicy(statement);
  }

  private createInstanceRole(props: AppRunnerServiceProps): IRole {
    const name = isToken(props.serviceName) ? "app-runner" : shorten(props.serviceName, 28);
    return new Role(this, "InstanceRole", {
      assumedBy: "tasks.apprunner.amazonaws.com",
      namePrefix: `${name}-instance-`,
      description: "The App Runner service runs with this role",
      tags: props.tags,
    });
  }

  private resolveScaling({ scaling, serviceName, tags }: AppRunnerServiceProps): IScaling {
    if (SCALING.includes(scaling)) return scaling;
    return new Scaling(this, "Scaling", { ...scaling, name: serviceName, tags });
  }

  private resolveObservability(props: AppRunnerServiceProps): IObservabilityConfiguration | undefined {
    const { tracing = false, serviceName, tags } = props;
    if (typeof tracing !== "boolean") return tracing;
    return tracing ? new ObservabilityConfiguration(this, "Tracing", { name: serviceName, tags }) : undefined;
  }

  /** Grants the instance role access to the secrets and parameters. */
  private allowSecrets({ secrets = {} }: AppRunnerServiceProps): void {
    const { versionsBySecret, parameters } = sortReferences(secrets);
    for (const value of [...versionsBySecret.keys(), ...parameters.keys()])
      value.grantRead(this.instanceRole);
  }

  private createService(
    props: AppRunnerServiceProps,
    source: SourceConfig,
    preconditions: readonly Guard[],
  ): ApprunnerService {
    const config = buildServiceConfig(props, source, this);
    const { postconditions } = new RollbackGuard(this, "RollbackGuards", source.planned, () => this.resource);
    const resource = withoutTraces(
      () =>
        new ApprunnerService(this, "Resource", {
          ...config,
          lifecycle: {
            preventDestroy: props.preventDestroy,
            ignoreChanges: source.ignoreChanges && [...source.ignoreChanges],
            precondition: conditionsOf(preconditions),
            postcondition: conditionsOf(postconditions),
          },
        }),
    );
    adaptGuards(resource, [...preconditions, ...postconditions]);
    requireIgnored(this, () => this.resource, source.ignoreChanges ?? []);
    if (props.adopt) addProtectedImportBlock(resource, props.adopt.serviceArn);
    resource.dependsOn = Lazy.listValue(
      { produce: () => this.permissionsInThisStack() },
      { omitEmpty: true },
    );
    return resource;
  }

  /** Policies that must exist before App Runner uses the roles. Those of other stacks exist already. */
  private permissionsInThisStack(): string[] {
    const stack = TerraformStack.of(this);
    return [this.instanceRole, this.accessRole]
      .flatMap((role) => role?.permissions ?? [])
      .filter((policy) => TerraformStack.of(policy) === stack)
      .map(buildAddress);
  }
}

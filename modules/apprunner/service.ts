import { ApprunnerService } from "@cdktf/provider-aws/lib/apprunner-service";
import { Lazy, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { withoutTraces } from "../core/cdktf-internals";
import { importExisting } from "../core/adoption";
import { shorten } from "../core/naming";
import { addressOf } from "../core/terraform";
import { SCALING } from "../core/things";
import { isThing, isToken } from "../core/validation";
import type { PolicyStatement } from "../iam/policy";
import { type IRole, Role } from "../iam/role";
import type { ISecret } from "../secretsmanager/secret";
import type { SecretVersion } from "../secretsmanager/secret-reference";
import type { IParameter } from "../ssm/parameter";
import { isParameterReference } from "./environment";
import { StartGuards } from "./guards";
import { type AppRunnerServiceAttributes, ImportedService } from "./imported-service";
import { KeyGuard } from "./key-guard";
import { type IObservabilityConfiguration, ObservabilityConfiguration } from "./observability-configuration";
import { type IScaling, Scaling } from "./scaling";
import { Redeployment } from "./redeployment";
import { RollbackGuards } from "./rollback-guards";
import { AppRunnerServiceBase, type IAppRunnerService } from "./service-base";
import { serviceConfig } from "./service-config";
import { type AppRunnerServiceProps, validateServiceProps } from "./service-props";
import type { SourceConfig } from "./source";
import { SourceKindGuard } from "./source-kind-guard";
import { WebAclAssociation } from "./web-acl-association";

/** What the container needs to send traces. Its actions know no resources. */
const XRAY_WRITE_ACCESS = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";

/**
 * An image or code that runs on AWS App Runner, with its roles and its scaling.
 *
 * An apply stops before App Runner is called where the image or a secret is missing or the handshake of the connection to
 * the code is, and fails where App Runner rolled the update back.
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
   * A service that exists already, made elsewhere. Nothing is looked up: there is no way to, so its URL is asked for.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param attributes ARN and URL of the service
   * @throws ValidationError when they are none of a service
   */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: AppRunnerServiceAttributes,
  ): IAppRunnerService {
    return new ImportedService(scope, id, attributes);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: ApprunnerService;
  public readonly serviceName: string;
  public readonly serviceArn: string;
  public readonly serviceId: string;
  public readonly serviceUrl: string;
  public readonly isPubliclyAccessible: boolean;
  /** Status of the service, such as `RUNNING`, at the last refresh. */
  public readonly status: string;
  public readonly instanceRole: IRole;
  /** Role that App Runner pulls the image with; a public image and code need none. */
  public readonly accessRole?: IRole;
  public readonly scaling: IScaling;
  /** How the service is traced, where it is. */
  public readonly observabilityConfiguration?: IObservabilityConfiguration;

  public constructor(scope: Construct, id: string, props: AppRunnerServiceProps) {
    super(scope, id);
    validateServiceProps(this, props);
    const source = props.source.bind(this, props);

    this.instanceRole = props.instanceRole ?? this.createInstanceRole(props);
    this.accessRole = source.accessRole;
    this.scaling = this.scalingOf(props);
    this.observabilityConfiguration = this.observabilityOf(props);
    if (this.observabilityConfiguration) this.instanceRole.addManagedPolicy(XRAY_WRITE_ACCESS);
    const guards = this.addGuards(source, props);
    this.resource = this.createService(props, source, guards);

    this.serviceName = props.serviceName;
    this.serviceArn = this.resource.arn;
    this.serviceId = this.resource.serviceId;
    this.serviceUrl = this.resource.serviceUrl;
    this.isPubliclyAccessible = props.isPubliclyAccessible ?? true;
    this.status = this.resource.status;
    if (props.webAcl) new WebAclAssociation(this, "WebAcl", this, props.webAcl);
    if (props.redeployOnSecretChange) {
      const triggers = guards.secretVersions;
      new Redeployment(this, "Redeployment", { serviceArn: this.serviceArn, triggers });
    }
  }

  /**
   * Allows the running container something.
   *
   * @param statement what is allowed
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

  private scalingOf({ scaling, serviceName, tags }: AppRunnerServiceProps): IScaling {
    if (isThing(scaling, SCALING)) return scaling as IScaling;
    return new Scaling(this, "Scaling", { ...scaling, name: serviceName, tags });
  }

  private observabilityOf(props: AppRunnerServiceProps): IObservabilityConfiguration | undefined {
    const { tracing = false, serviceName, tags } = props;
    if (typeof tracing !== "boolean") return tracing;
    return tracing ? new ObservabilityConfiguration(this, "Tracing", { name: serviceName, tags }) : undefined;
  }

  private addGuards(source: SourceConfig, props: AppRunnerServiceProps): StartGuards {
    const { serviceName, secrets = {}, kmsKeyArn } = props;
    const guards = new StartGuards(this, "StartGuards");
    guards.preconditions.push(new SourceKindGuard(this, "SourceKind", serviceName, source.kind).precondition);
    source.guard(guards);
    if (kmsKeyArn !== undefined) {
      guards.preconditions.push(...new KeyGuard(guards, "Key", this, kmsKeyArn).preconditions);
    }
    this.requireSecrets(guards, secrets);
    return guards;
  }

  private requireSecrets(
    guards: StartGuards,
    references: NonNullable<AppRunnerServiceProps["secrets"]>,
  ): void {
    const secrets = new Map<ISecret, { readonly variable: string; readonly versions: SecretVersion[] }>();
    const parameters = new Map<IParameter, string>();
    for (const [variable, reference] of Object.entries(references)) {
      if (isParameterReference(reference)) {
        parameters.set(reference.parameter, variable);
      } else {
        const { secret, version } = reference;
        secrets.set(secret, { variable, versions: [...(secrets.get(secret)?.versions ?? []), version] });
      }
    }
    secrets.forEach(({ variable, versions }, secret) => {
      secret.grantRead(this.instanceRole);
      guards.requireSecret(variable, secret, versions);
    });
    parameters.forEach((variable, parameter) => {
      parameter.grantRead(this.instanceRole);
      guards.requireParameter(variable, parameter);
    });
  }

  private createService(
    props: AppRunnerServiceProps,
    source: SourceConfig,
    guards: StartGuards,
  ): ApprunnerService {
    const config = serviceConfig(props, source, this);
    const resource = withoutTraces(
      () =>
        new ApprunnerService(this, "Resource", {
          ...config,
          lifecycle: {
            preventDestroy: props.preventDestroy,
            precondition: guards.preconditions,
            postcondition: new RollbackGuards(this, "RollbackGuards", config, source.planned).postconditions,
          },
        }),
    );
    if (props.adopt) importExisting(resource, props.adopt.serviceArn);
    resource.dependsOn = Lazy.listValue(
      { produce: () => this.permissionsInThisStack() },
      { omitEmpty: true },
    );
    return resource;
  }

  /** The policies that have to exist before App Runner uses the roles. Another stack's are older anyway. */
  private permissionsInThisStack(): string[] {
    const stack = TerraformStack.of(this);
    return [this.instanceRole, this.accessRole]
      .flatMap((role) => role?.permissions ?? [])
      .filter((policy) => TerraformStack.of(policy) === stack)
      .map(addressOf);
  }
}

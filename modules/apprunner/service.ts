import { ApprunnerService } from "@cdktf/provider-aws/lib/apprunner-service";
import { Lazy, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { ValidationError } from "../core/errors";
import { shorten } from "../core/naming";
import { addressOf } from "../core/terraform";
import { SCALING } from "../core/things";
import { display, isThing, isToken } from "../core/validation";
import type { PolicyStatement } from "../iam/policy";
import { type IRole, Role } from "../iam/role";
import { RollbackGuards, StartGuards } from "./guards";
import { type IObservabilityConfiguration, ObservabilityConfiguration } from "./observability-configuration";
import { type IScaling, Scaling } from "./scaling";
import { serviceConfig } from "./service-config";
import { type AppRunnerServiceProps, validateServiceProps } from "./service-props";
import type { SourceConfig } from "./source";
import { SourceKindGuard } from "./source-kind-guard";

/** Most custom domains that App Runner takes for one service. */
const MAX_DOMAINS = 5;

/** An App Runner service that a custom domain can point to. */
export interface IAppRunnerService extends IConstruct {
  /** Name of the service. */
  readonly serviceName: string;
  /** ARN of the service. */
  readonly serviceArn: string;
  /** Id of the service: the last part of its ARN. */
  readonly serviceId: string;
  /** Host name that App Runner gave the service, without `https://`. */
  readonly serviceUrl: string;
  /** Between how many instances the service scales, where that is known. */
  readonly scaling?: IScaling;
  /** Role that the running container has, where it is known. */
  readonly instanceRole?: IRole;
  /**
   * Counts a custom domain of the service.
   *
   * @internal
   */
  _associate(scope: IConstruct, domainName: string): void;
}

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
export class AppRunnerService extends Construct implements IAppRunnerService {
  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: ApprunnerService;
  public readonly serviceName: string;
  public readonly serviceArn: string;
  public readonly serviceId: string;
  public readonly serviceUrl: string;
  /** Status of the service, such as `RUNNING`, at the last refresh. */
  public readonly status: string;
  public readonly instanceRole: IRole;
  /** Role that App Runner pulls the image with; a public image and code need none. */
  public readonly accessRole?: IRole;
  public readonly scaling: IScaling;
  /** How the service is traced, where it is. */
  public readonly observabilityConfiguration?: IObservabilityConfiguration;
  private readonly domainNames: string[] = [];

  public constructor(scope: Construct, id: string, props: AppRunnerServiceProps) {
    super(scope, id);
    validateServiceProps(this, props);
    const source = props.source.bind(this, props);

    this.instanceRole = props.instanceRole ?? this.createInstanceRole(props);
    this.accessRole = source.accessRole;
    this.scaling = this.scalingOf(props);
    this.observabilityConfiguration = this.observabilityOf(props);
    const guards = this.addGuards(source, props);
    this.resource = this.createService(props, source, guards);

    this.serviceName = props.serviceName;
    this.serviceArn = this.resource.arn;
    this.serviceId = this.resource.serviceId;
    this.serviceUrl = this.resource.serviceUrl;
    this.status = this.resource.status;
  }

  /**
   * Allows the running container something.
   *
   * @param statement what is allowed
   */
  public addToRolePolicy(statement: PolicyStatement): void {
    this.instanceRole.addToPolicy(statement);
  }

  /** @internal */
  public _associate(scope: IConstruct, domainName: string): void {
    if (this.domainNames.includes(domainName)) {
      throw new ValidationError(
        scope,
        `'domainName' must be new to ${this.node.path}, got ${display(domainName)} again`,
      );
    }
    if (this.domainNames.length === MAX_DOMAINS) {
      const message = `a service takes at most ${MAX_DOMAINS} custom domains (a www domain counts as one)`;
      throw new ValidationError(
        scope,
        `${message}, got ${display(domainName)} as number ${MAX_DOMAINS + 1} of ${this.node.path}`,
      );
    }
    this.domainNames.push(domainName);
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

  private addGuards(source: SourceConfig, { serviceName, secrets = {} }: AppRunnerServiceProps): StartGuards {
    const guards = new StartGuards(this, "StartGuards");
    guards.preconditions.push(new SourceKindGuard(this, "SourceKind", serviceName, source.kind).precondition);
    source.guard(guards);
    const variables = new Map(Object.entries(secrets).map(([name, { secret }]) => [secret, name]));
    for (const [secret, variable] of variables) {
      secret.grantRead(this.instanceRole);
      guards.requireSecret(variable, secret);
    }
    return guards;
  }

  private createService(
    props: AppRunnerServiceProps,
    source: SourceConfig,
    guards: StartGuards,
  ): ApprunnerService {
    const config = serviceConfig(props, source, this);
    const resource = new ApprunnerService(this, "Resource", {
      ...config,
      lifecycle: {
        precondition: guards.preconditions,
        postcondition: new RollbackGuards(this, "RollbackGuards", config, source.planned).postconditions,
      },
    });
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

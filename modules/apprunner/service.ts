import { ApprunnerService } from "@cdktf/provider-aws/lib/apprunner-service";
import { Lazy, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { ValidationError } from "../core/errors";
import { shorten } from "../core/naming";
import { addressOf } from "../core/terraform";
import { HEALTH_CHECK, IMAGE_SOURCE, INSTANCE_SIZE, ROLE } from "../core/things";
import { display, isToken, PropertyChecks } from "../core/validation";
import { createAccessRole } from "../ecr/repository";
import type { PolicyStatement } from "../iam/policy";
import { type IRole, Role } from "../iam/role";
import type { SecretReference } from "../secretsmanager/secret-reference";
import { validateEnvironment } from "./environment";
import { RollbackGuards, StartGuards } from "./guards";
import type { HealthCheck } from "./health-check";
import type { ImageSource, ImageSourceConfig } from "./image-source";
import type { InstanceSize } from "./instance-size";
import { serviceConfig } from "./service-config";
import { Scaling, type ScalingOptions } from "./scaling";

/** Most custom domains that App Runner takes for one service. */
const MAX_DOMAINS = 5;

/** An App Runner service that a custom domain can point to. */
export interface IAppRunnerService extends IConstruct {
  /** ARN of the service. */
  readonly serviceArn: string;
  /** Host name that App Runner gave the service, without `https://`. */
  readonly serviceUrl: string;
  /**
   * Counts a custom domain of the service.
   *
   * @internal
   */
  _associate(scope: IConstruct, domainName: string): void;
}

/** Props of an `AppRunnerService`. */
export interface AppRunnerServiceProps {
  /** Name: 4 to 40 letters, digits, `-` and `_`. Another name is another service with another URL. */
  readonly serviceName: string;
  /** The image to run. */
  readonly source: ImageSource;
  /**
   * Port that the container listens on, 1 to 65535. App Runner also sets it as `PORT`.
   *
   * @default 8080
   */
  readonly port?: number;
  /**
   * Command that starts the container instead of the image's own.
   *
   * @default - the image's entry point
   */
  readonly startCommand?: string;
  /**
   * Size of an instance.
   *
   * @default - 1 vCPU and 2 GB
   */
  readonly instance?: InstanceSize;
  /**
   * Plain environment variables. Everybody who may describe the service can read them.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Environment variables whose value App Runner reads from a secret when it deploys.
   *
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SecretReference>>;
  /**
   * Between how many instances the service scales, and when.
   *
   * @default - 1 to 25 instances, 100 concurrent requests each
   */
  readonly scaling?: ScalingOptions;
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
   * Role that App Runner pulls the image with. It is allowed to pull from the image's repository.
   *
   * @default - the repository's own, or else a new role; none for public images
   */
  readonly accessRole?: IRole;
  /**
   * Tags of the service and what belongs to it, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A container that runs on AWS App Runner, with its roles and its scaling.
 *
 * An apply stops before App Runner is called where the image or a secret is missing, and fails where App Runner rolled
 * the update back.
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
  public readonly serviceArn: string;
  /** Id of the service: the last part of its ARN. */
  public readonly serviceId: string;
  public readonly serviceUrl: string;
  /** Status of the service, such as `RUNNING`, at the last refresh. */
  public readonly status: string;
  /** Role that the running container has. */
  public readonly instanceRole: IRole;
  /** Role that App Runner pulls the image with; a public image needs none. */
  public readonly accessRole?: IRole;
  /** Between how many instances the service scales. */
  public readonly scaling: Scaling;
  private readonly domainNames: string[] = [];

  public constructor(scope: Construct, id: string, props: AppRunnerServiceProps) {
    super(scope, id);
    const source = this.validate(props);

    this.instanceRole = props.instanceRole ?? this.createInstanceRole(props);
    this.accessRole = this.pullRole(source, props.accessRole);
    this.scaling = new Scaling(this, "Scaling", {
      ...props.scaling,
      name: props.serviceName,
      tags: props.tags,
    });
    const guards = this.addGuards(source, props.secrets);
    this.resource = this.createService(props, source, guards);

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

  private validate(props: AppRunnerServiceProps): ImageSourceConfig {
    const checks = new PropertyChecks(this)
      .object("props", props)
      .string("serviceName", props.serviceName, {
        pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{3,39}$/,
        allowed: "4 to 40 letters, digits, '-' and '_', starting with a letter or digit",
      })
      .integer("port", props.port ?? 8080, { min: 1, max: 65_535 })
      .thing("source", props.source, IMAGE_SOURCE)
      .tags("tags", props.tags);
    if (props.startCommand !== undefined) checks.text("startCommand", props.startCommand, 51_200);
    for (const prop of ["instanceRole", "accessRole"] as const) {
      if (props[prop] !== undefined) checks.thing(prop, props[prop], ROLE);
    }
    const { instance, healthCheck, scaling = {}, environment = {}, secrets = {} } = props;
    if (instance !== undefined) checks.thing("instance", instance, INSTANCE_SIZE);
    if (healthCheck !== undefined) checks.thing("healthCheck", healthCheck, HEALTH_CHECK);
    validateEnvironment(checks, environment, secrets);
    checks.object("scaling", scaling).throwIfAny();
    instance?.validate(checks);
    healthCheck?.validate(checks);
    checks.throwIfAny();
    return props.source.bind(this);
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

  private pullRole({ privateImage }: ImageSourceConfig, given?: IRole): IRole | undefined {
    if (!privateImage) return given;
    const { repository } = privateImage;
    if (given) repository.grantPull(given);
    return given ?? repository.accessRole ?? createAccessRole(this, "AccessRole", repository);
  }

  private addGuards(
    source: ImageSourceConfig,
    references: AppRunnerServiceProps["secrets"] = {},
  ): StartGuards {
    const guards = new StartGuards(this, "StartGuards");
    guards.requireImage(source);
    const variables = new Map(Object.entries(references).map(([name, { secret }]) => [secret, name]));
    for (const [secret, variable] of variables) {
      secret.grantRead(this.instanceRole);
      guards.requireSecret(variable, secret);
    }
    return guards;
  }

  private createService(
    props: AppRunnerServiceProps,
    source: ImageSourceConfig,
    guards: StartGuards,
  ): ApprunnerService {
    const config = serviceConfig(props, source, this);
    const resource = new ApprunnerService(this, "Resource", {
      ...config,
      lifecycle: {
        precondition: guards.preconditions,
        postcondition: new RollbackGuards(this, "RollbackGuards", config).postconditions,
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

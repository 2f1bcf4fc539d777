import type { IConstruct } from "constructs";
import { refuse } from "../core/errors";
import { LocatedConstruct } from "../core/located-construct";
import { ROLE } from "../core/things";
import { display, PropertyChecks } from "../core/validation";
import type { IRole } from "../iam/role";
import type { IScaling } from "./scaling";

/** Most custom domains that App Runner takes for one service. */
const MAX_DOMAINS = 5;

/** An App Runner service, made by this library or elsewhere. */
export interface IAppRunnerService extends IConstruct {
  /** Name of the service. */
  readonly serviceName: string;
  /** ARN of the service. */
  readonly serviceArn: string;
  /** Id of the service: the last part of its ARN. */
  readonly serviceId: string;
  /** Host name that App Runner gave the service, without `https://`. */
  readonly serviceUrl: string;
  /** Whether the service can be reached from the internet, where that is known. */
  readonly isPubliclyAccessible?: boolean;
  /** Between how many instances the service scales, where that is known. */
  readonly scaling?: IScaling;
  /** Role that the running container has, where it is known. */
  readonly instanceRole?: IRole;
  /**
   * Allows `role`, such as a pipeline's, to start deployments of this service and to follow them.
   *
   * @param role the role that deploys
   */
  grantDeploy(role: IRole): void;
  /**
   * Counts a custom domain of the service.
   *
   * @internal
   */
  _associate(scope: IConstruct, domainName: string): void;
}

/** What all services have in common. */
export abstract class AppRunnerServiceBase extends LocatedConstruct implements IAppRunnerService {
  public abstract readonly serviceName: string;
  public abstract readonly serviceArn: string;
  public abstract readonly serviceId: string;
  public abstract readonly serviceUrl: string;
  public abstract readonly isPubliclyAccessible?: boolean;
  public abstract readonly scaling?: IScaling;
  public abstract readonly instanceRole?: IRole;
  private readonly domainNames: string[] = [];

  public grantDeploy(role: IRole): void {
    new PropertyChecks(this).thing("role", role, ROLE).throwIfAny();
    role.addToPolicy({
      actions: ["apprunner:DescribeService", "apprunner:ListOperations", "apprunner:StartDeployment"],
      resources: [this.serviceArn],
    });
  }

  /** @internal */
  public _associate(scope: IConstruct, domainName: string): void {
    if (this.domainNames.includes(domainName)) {
      refuse(scope, `'domainName' must be new to ${this.node.path}, got ${display(domainName)} again`);
    }
    if (this.domainNames.length === MAX_DOMAINS) {
      const message = `a service takes at most ${MAX_DOMAINS} custom domains (a www domain counts as one)`;
      refuse(
        scope,
        `${message}, got ${display(domainName)} as number ${MAX_DOMAINS + 1} of ${this.node.path}`,
      );
    }
    this.domainNames.push(domainName);
  }
}

import type { IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { appRunnerArn } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { type IRole, ROLE } from "../iam/role-base";
import type { IScaling } from "./scaling";

/** An App Runner service, created by this library or elsewhere. */
export interface IAppRunnerService extends IConstruct {
  /** Name of the service. */
  readonly serviceName: string;
  /** ARN of the service. */
  readonly serviceArn: string;
  /** Id of the service: the last part of its ARN. */
  readonly serviceId: string;
  /** Default domain of the service, without `https://`. */
  readonly serviceUrl: string;
  /** Whether the service is reachable from the internet, if known. */
  readonly isPubliclyAccessible?: boolean;
  /** Auto scaling configuration of the service, if known. */
  readonly scaling?: IScaling;
  /** Role of the running container, if known. */
  readonly instanceRole?: IRole;
  /**
   * Allows `role`, such as that of a pipeline, to deploy this service and to follow the deployment.
   *
   * @param role the role that deploys
   */
  grantDeploy(role: IRole): void;
}

/** Base class of all services. */
export abstract class AppRunnerServiceBase extends LocatedConstruct implements IAppRunnerService {
  public abstract readonly serviceName: string;
  public abstract readonly serviceArn: string;
  public abstract readonly serviceId: string;
  public abstract readonly serviceUrl: string;
  public abstract readonly isPubliclyAccessible?: boolean;
  public abstract readonly scaling?: IScaling;
  public abstract readonly instanceRole?: IRole;

  public grantDeploy(role: IRole): void {
    new PropertyChecks(this).kind("role", role, ROLE).throwIfAny();
    role.addToPolicy({
      actions: ["apprunner:DescribeService", "apprunner:ListOperations", "apprunner:StartDeployment"],
      resources: [this.serviceArn],
    });
  }
}

/** Kind of an AppRunnerService. */
export const SERVICE = new Kind<IAppRunnerService>(
  "an AppRunnerService",
  "new AppRunnerService(…)",
  AppRunnerServiceBase,
).suggests(
  suggestForText(
    { pattern: appRunnerArn("service", "/[0-9a-f]{32}") },
    (arn) => `AppRunnerService.fromAttributes(this, "Service", { serviceArn: ${arn}, serviceUrl: … })`,
  ),
);

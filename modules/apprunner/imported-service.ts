import type { Construct } from "constructs";
import { elementOf, parseArn } from "../core/arn";
import { HOST_NAME, wholeAppRunnerArn } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { type IRole, ROLE } from "../iam/role-base";
import { type IScaling, SCALING } from "./scaling";
import { AppRunnerServiceBase } from "./service-base";

/** Attributes of an existing service. */
export interface AppRunnerServiceAttributes {
  /** ARN of the service. It contains the name and the id. */
  readonly serviceArn: string;
  /** Default domain of the service, without `https://`. */
  readonly serviceUrl: string;
  /**
   * Whether the service is reachable from the internet.
   *
   * @default - not known
   */
  readonly isPubliclyAccessible?: boolean;
  /**
   * Auto scaling configuration of the service.
   *
   * @default - not known
   */
  readonly scaling?: IScaling;
  /**
   * Role of the running container.
   *
   * @default - not known
   */
  readonly instanceRole?: IRole;
}

/** ARN of a service. */
export const SERVICE_ARN = wholeAppRunnerArn("service", "a service", "id");

/** An existing service that this app refers to but does not manage. */
export class ImportedService extends AppRunnerServiceBase {
  public readonly serviceName: string;
  public readonly serviceArn: string;
  public readonly serviceId: string;
  public readonly serviceUrl: string;
  public readonly isPubliclyAccessible?: boolean;
  public readonly scaling?: IScaling;
  public readonly instanceRole?: IRole;

  public constructor(scope: Construct, id: string, attributes: AppRunnerServiceAttributes) {
    super(scope, id);
    const checks = new PropertyChecks(this).props("attributes", attributes);
    const { serviceArn, serviceUrl, scaling, instanceRole } = attributes;
    checks.string("serviceArn", serviceArn, SERVICE_ARN).string("serviceUrl", serviceUrl, HOST_NAME);
    checks.boolean("isPubliclyAccessible", attributes.isPubliclyAccessible);
    checks.optional.kind("scaling", scaling, SCALING);
    checks.optional.kind("instanceRole", instanceRole, ROLE);
    checks.finish();
    this.serviceArn = serviceArn;
    this.serviceUrl = serviceUrl;
    this.isPubliclyAccessible = attributes.isPubliclyAccessible;
    this.scaling = scaling;
    this.instanceRole = instanceRole;
    const [name, serviceId, ...others] = parseArn(serviceArn, "service/").resource?.split("/") ?? [];
    const isKnown = others.length === 0;
    this.serviceName =
      (isKnown && serviceId !== undefined ? name : undefined) ?? elementOf(serviceArn, "/", 1);
    this.serviceId = (isKnown ? serviceId : undefined) ?? elementOf(serviceArn, "/", 2);
  }
}

import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { appRunnerArn, ARN_SUFFIX, HOST_NAME } from "../core/patterns";
import { PropertyChecks, type StringRule } from "../core/property-checks";
import { isToken } from "../core/values";
import { type IRole, ROLE } from "../iam/role-base";
import { type IScaling, SCALING } from "./scaling";
import { AppRunnerServiceBase } from "./service-base";

/** What has to be known of a service that was made elsewhere. */
export interface AppRunnerServiceAttributes {
  /** ARN of the service. Its name and its id are parts of it. */
  readonly serviceArn: string;
  /** Host name that App Runner gave the service, without `https://`. */
  readonly serviceUrl: string;
  /**
   * Whether the service can be reached from the internet.
   *
   * @default - not known
   */
  readonly isPubliclyAccessible?: boolean;
  /**
   * Between how many instances the service scales.
   *
   * @default - not known
   */
  readonly scaling?: IScaling;
  /**
   * Role that the running container has.
   *
   * @default - not known
   */
  readonly instanceRole?: IRole;
}

/** ARN of a service. */
export const SERVICE_ARN: StringRule = {
  pattern: appRunnerArn("service", ARN_SUFFIX.id),
  allowed: "the ARN of a service, 'arn:aws:apprunner:<region>:<account>:service/<name>/<id>'",
};

/** A service that this app only refers to. */
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
    const part = (index: number): string =>
      isToken(serviceArn)
        ? (Fn.element(Fn.split("/", serviceArn), index) as string)
        : (serviceArn.split("/")[index] ?? "");
    this.serviceName = part(1);
    this.serviceId = part(2);
  }
}

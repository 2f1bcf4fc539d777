import { ApprunnerVpcIngressConnection } from "@cdktf/provider-aws/lib/apprunner-vpc-ingress-connection";
import type { Construct } from "constructs";
import { addProtectedImportBlock, checkAdoption } from "../../core/adoption";
import { LocatedConstruct } from "../../core/located-construct";
import { shorten } from "../../core/naming";
import { appRunnerName, wholeAppRunnerArn } from "../../core/patterns";
import { requireSamePlace } from "../../core/place";
import { PropertyChecks } from "../../core/property-checks";
import { takenNames } from "../../core/taken-names";
import { claimName } from "../../core/unique-names";
import { type IVpcEndpoint, VPC_ENDPOINT } from "../../ec2/vpc-endpoint";
import { type IAppRunnerService, SERVICE } from "../service-base";

/** Existing connection to adopt. Remove `adopt` after the first apply: see docs/adopting.md. */
export interface VpcIngressConnectionAdoption {
  /** ARN of the connection. */
  readonly vpcIngressConnectionArn: string;
}

/** Props of a `VpcIngressConnection`. */
export interface VpcIngressConnectionProps {
  /** Private service (`isPubliclyAccessible: false`). A service can have one connection. */
  readonly service: IAppRunnerService;
  /** Interface endpoint that requests come from. Several services can share one. */
  readonly vpcEndpoint: IVpcEndpoint;
  /**
   * Name of the connection: 4 to 40 letters, digits, `-` and `_`, starting with a letter or digit. Changing it replaces the connection and its domain name.
   *
   * @default - the name of the service
   */
  readonly name?: string;
  /**
   * Existing connection for Terraform to import instead of creating one.
   *
   * @default - none
   */
  readonly adopt?: VpcIngressConnectionAdoption;
  /**
   * Tags of the connection, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const NAME = appRunnerName(40);

const ARN = wholeAppRunnerArn("vpcingressconnection", "a VPC ingress connection", "id");

/**
 * Gives a private service a domain name and lets requests from a VPC reach it.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html
 * @example
 * new VpcIngressConnection(this, "Ingress", {
 *   service,
 *   vpcEndpoint: VpcEndpoint.fromId(this, "Endpoint", "vpce-0a1b2c3d"),
 * });
 */
export class VpcIngressConnection extends LocatedConstruct {
  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: ApprunnerVpcIngressConnection;
  /** ARN of the connection. */
  public readonly vpcIngressConnectionArn: string;
  /** Status of the connection at the last refresh, such as `AVAILABLE`. */
  public readonly status: string;
  /** Domain name of the service in the VPC, for HTTPS requests. */
  public readonly domainName: string;

  public constructor(scope: Construct, id: string, props: VpcIngressConnectionProps) {
    super(scope, id);
    this.validate(props);
    const { service, vpcEndpoint, adopt, tags } = props;
    this.resource = new ApprunnerVpcIngressConnection(this, "Resource", {
      name: buildName(props),
      serviceArn: service.serviceArn,
      ingressVpcConfiguration: {
        vpcId: vpcEndpoint.vpcId,
        vpcEndpointId: vpcEndpoint.vpcEndpointId,
      },
      tags,
    });
    if (adopt) addProtectedImportBlock(this.resource, adopt.vpcIngressConnectionArn);
    this.vpcIngressConnectionArn = this.resource.arn;
    this.domainName = this.resource.domainName;
    claimName(this, { prop: "name", name: buildName(props), resource: this.resource });
    requireSamePlace(this, [
      { prop: "service", thing: service, arn: service.serviceArn, same: "region and account" },
    ]);
    this.status = this.resource.status;
  }

  private validate(props: VpcIngressConnectionProps): void {
    const checks = new PropertyChecks(this)
      .props("props", props)
      .kind("service", props.service, SERVICE)
      .kind("vpcEndpoint", props.vpcEndpoint, VPC_ENDPOINT)
      .tags("tags", props.tags);
    checks.optional.string("name", props.name, NAME);
    checks.throwIfAny();
    const { service, adopt } = props;
    checkAdoption(checks, adopt, "vpcIngressConnectionArn", ARN, { prop: "name", name: buildName(props) });
    checks.that(
      service.isPubliclyAccessible !== true,
      `'service' must be private: set 'isPubliclyAccessible' of ${service.node.path} to false`,
    );
    const taken = takenNames(service, "vpcIngressConnection");
    const [other] = taken.values();
    checks.that(
      other === undefined,
      `'service' must have only one VPC ingress connection: ${service.node.path} already has ${other?.node.path}`,
    );
    checks.finish(VpcIngressConnection);
    taken.set(this.node.path, this);
  }
}

function buildName({ name, service }: VpcIngressConnectionProps): string {
  return name ?? shorten(service.serviceName, 40);
}

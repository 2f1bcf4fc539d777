import { ApprunnerVpcIngressConnection } from "@cdktf/provider-aws/lib/apprunner-vpc-ingress-connection";
import type { Construct } from "constructs";
import { addProtectedImportBlock, checkAdoption } from "../../core/adoption";
import { LocatedConstruct } from "../../core/located-construct";
import { shorten } from "../../core/naming";
import { appRunnerName, wholeAppRunnerArn } from "../../core/patterns";
import { PropertyChecks } from "../../core/property-checks";
import { takenNames } from "../../core/taken-names";
import { type IVpcEndpoint, VPC_ENDPOINT } from "../../ec2/vpc-endpoint";
import { type IAppRunnerService, SERVICE } from "../service-base";

/** The connection that a `VpcIngressConnection` adopts. */
export interface VpcIngressConnectionAdoption {
  /** ARN of the connection. */
  readonly vpcIngressConnectionArn: string;
}

/** Props of a `VpcIngressConnection`. */
export interface VpcIngressConnectionProps {
  /** The service, a private one (`isPubliclyAccessible: false`). It takes one connection. */
  readonly service: IAppRunnerService;
  /** The interface endpoint that requests come from. Several services may share one. */
  readonly vpcEndpoint: IVpcEndpoint;
  /**
   * Name of the connection: 4 to 40 letters, digits, `-` and `_`, starting with a letter or digit. Another name is another
   * connection, with another domain name.
   *
   * @default - the name of the service
   */
  readonly name?: string;
  /**
   * The connection that exists already, for Terraform to import. As long as this is here, Terraform refuses to destroy it, also to
   * replace it. Take it out after the first apply.
   *
   * @default - none: it is created
   */
  readonly adopt?: VpcIngressConnectionAdoption;
  /**
   * Tags of the connection, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const NAME = appRunnerName(40);

const ARN = wholeAppRunnerArn("vpcingressconnection", "a VPC ingress connection", "id");

/**
 * The way into a private service from a VPC.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html
 * @example
 * new VpcIngressConnection(this, "Ingress", {
 *   service,
 *   vpcEndpoint: VpcEndpoint.fromId(this, "Endpoint", "vpce-0a1b2c3d"),
 * });
 */
export class VpcIngressConnection extends LocatedConstruct {
  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: ApprunnerVpcIngressConnection;
  /** ARN of the connection. */
  public readonly vpcIngressConnectionArn: string;
  /** Status of the connection at the last refresh, such as `AVAILABLE`. */
  public readonly status: string;
  /** Domain name that the service is reached by from the VPC, over HTTPS. */
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
      `'service' must have one VPC ingress connection: ${service.node.path} has ${other?.node.path}`,
    );
    checks.finish(VpcIngressConnection);
    taken.set(this.node.path, this);
  }
}

function buildName({ name, service }: VpcIngressConnectionProps): string {
  return name ?? shorten(service.serviceName, 40);
}

import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DataAwsVpcEndpoint } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint as AwsVpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { Construct, IConstruct } from "constructs";
import { parseIpVersion, validateCidrs } from "../core/cidr";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { PropertyChecks } from "../core/property-checks";
import { explainFailure } from "../core/terraform";
import { requireFeature, TERRAFORM_FEATURES } from "../core/terraform-features";
import { isToken } from "../core/values";
import { SECURITY_GROUP_ID, SUBNET_ID, validateIds, VPC_ENDPOINT_ID, VPC_ID } from "./ids";

/** An interface endpoint of App Runner's requests in a VPC, made by this library or elsewhere. */
export interface IVpcEndpoint extends IConstruct {
  /** Id of the endpoint. */
  readonly vpcEndpointId: string;
  /** Id of its VPC. */
  readonly vpcId: string;
}

/** Props of a `VpcEndpoint`. */
export interface VpcEndpointProps {
  /** Id of the VPC from which services are reached. */
  readonly vpcId: string;
  /** Ids of the subnets that get an address of the endpoint, one in each zone at most. */
  readonly subnetIds: readonly string[];
  /**
   * Ids of the security groups of the endpoint.
   *
   * @default - a new one that lets `allowedCidrs` in at port 443
   */
  readonly securityGroupIds?: readonly string[];
  /**
   * Addresses that may reach the services, IPv4 or IPv6, as CIDR blocks. Not together with `securityGroupIds`.
   *
   * @default - the first IPv4 block of the VPC
   */
  readonly allowedCidrs?: readonly string[];
  /**
   * Tags of the endpoint and its security group, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The interface endpoint through which private services are reached from a VPC. One serves all services of the region.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html
 * @example
 * const vpcEndpoint = new VpcEndpoint(this, "Endpoint", {
 *   vpcId: "vpc-0a1b2c3d",
 *   subnetIds: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"],
 * });
 * new VpcIngressConnection(this, "Ingress", { service, vpcEndpoint });
 */
export class VpcEndpoint extends LocatedConstruct implements IVpcEndpoint {
  /**
   * An endpoint that exists already. Terraform looks it up when it plans: it has to be one of App Runner's requests, and available.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param vpcEndpointId id of the endpoint
   * @throws ValidationError when the id is none of an endpoint
   */
  public static fromId(scope: Construct, id: string, vpcEndpointId: string): IVpcEndpoint {
    return new ImportedEndpoint(scope, id, vpcEndpointId);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: AwsVpcEndpoint;
  public readonly vpcEndpointId: string;
  public readonly vpcId: string;
  /** Ids of the security groups: they decide who reaches the services. */
  public readonly securityGroupIds: readonly string[];

  public constructor(scope: Construct, id: string, props: VpcEndpointProps) {
    super(scope, id);
    this.validate(props);
    const { vpcId, subnetIds, tags } = props;
    this.securityGroupIds = props.securityGroupIds ?? [this.createSecurityGroup(props)];
    const region = new DataAwsRegion(this, "Region", {});
    this.resource = new AwsVpcEndpoint(this, "Resource", {
      vpcId,
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.${region.name}.apprunner.requests`,
      subnetIds: [...subnetIds],
      securityGroupIds: [...this.securityGroupIds],
      tags,
    });
    this.vpcEndpointId = this.resource.id;
    this.vpcId = vpcId;
  }

  private validate(props: VpcEndpointProps): void {
    const checks = new PropertyChecks(this).props("props", props).knows("securityGroupIds");
    const { vpcId, subnetIds, securityGroupIds, allowedCidrs } = props;
    checks.string("vpcId", vpcId, VPC_ID).tags("tags", props.tags);
    validateIds(checks, "subnetIds", subnetIds, SUBNET_ID);
    if (securityGroupIds !== undefined)
      validateIds(checks, "securityGroupIds", securityGroupIds, SECURITY_GROUP_ID);
    validateCidrs(checks, "allowedCidrs", allowedCidrs);
    const both = securityGroupIds !== undefined && allowedCidrs !== undefined;
    checks.that(!both, "'allowedCidrs' must not stand beside 'securityGroupIds', which decide alone");
    checks.finish(VpcEndpoint);
  }

  private createSecurityGroup({ vpcId, allowedCidrs, tags }: VpcEndpointProps): string {
    const cidrs = allowedCidrs ?? [new DataAwsVpc(this, "Vpc", { id: vpcId }).cidrBlock];
    const isIpv6 = (cidr: string) => parseIpVersion(cidr) === "IPV6";
    const group = new SecurityGroup(this, "SecurityGroup", {
      namePrefix: "app-runner-requests-",
      description: "Requests to private App Runner services",
      vpcId,
      ingress: [
        {
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: cidrs.filter((cidr) => !isIpv6(cidr)),
          ipv6CidrBlocks: cidrs.filter(isIpv6),
        },
      ],
      egress: [],
      lifecycle: { createBeforeDestroy: true },
      tags,
    });
    return group.id;
  }
}

class ImportedEndpoint extends LocatedConstruct implements IVpcEndpoint {
  public readonly vpcEndpointId: string;
  public readonly vpcId: string;

  public constructor(scope: Construct, id: string, vpcEndpointId: string) {
    super(scope, id);
    new PropertyChecks(this).string("vpcEndpointId", vpcEndpointId, VPC_ENDPOINT_ID).throwIfAny();
    requireFeature(this, TERRAFORM_FEATURES.endsWith);
    const name = isToken(vpcEndpointId) ? "<endpoint>" : vpcEndpointId;
    const data = new DataAwsVpcEndpoint(this, "Resource", {
      id: vpcEndpointId,
      lifecycle: {
        postcondition: [
          {
            condition: '${endswith(self.service_name, ".apprunner.requests")}',
            errorMessage: `The VPC endpoint ${name} (${this.node.path}) is one of \${self.service_name}, not of App Runner's requests. Give one of com.amazonaws.<region>.apprunner.requests.`,
          },
          {
            condition: '${self.state == "available"}',
            errorMessage: `The VPC endpoint ${name} (${this.node.path}) is \${self.state}, not available. Apply again once it is.`,
          },
        ],
      },
    });
    const attribute = explainFailure(
      data,
      `the VPC endpoint ${name} (${this.node.path}); if it is missing: give one that exists`,
    );
    this.vpcEndpointId = attribute("id");
    this.vpcId = attribute("vpc_id");
  }
}

/** Kind of the objects that are a VpcEndpoint. */
export const VPC_ENDPOINT = new Kind<IVpcEndpoint>(
  "a VpcEndpoint",
  "VpcEndpoint.fromId(…)",
  VpcEndpoint,
  ImportedEndpoint,
);

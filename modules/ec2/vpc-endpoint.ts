import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DataAwsVpcEndpoint } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint as AwsVpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { Construct, IConstruct } from "constructs";
import { parseIpVersion, validateCidrs } from "../core/cidr";
import { maskTokens, printPath } from "../core/expressions";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { explainFailure } from "../core/terraform";
import { requireFeature, TERRAFORM_FEATURES } from "../core/terraform-features";
import { SECURITY_GROUP_ID, SUBNET_ID, validateIds, VPC_ENDPOINT_ID, VPC_ID } from "./ids";

/** Interface endpoint for App Runner requests in a VPC, created by this library or elsewhere. */
export interface IVpcEndpoint extends IConstruct {
  /** Id of the endpoint. */
  readonly vpcEndpointId: string;
  /** Id of the endpoint's VPC. */
  readonly vpcId: string;
}

/** Props of a `VpcEndpoint`. */
export interface VpcEndpointProps {
  /** Id of the VPC that requests come from. */
  readonly vpcId: string;
  /** Ids of the endpoint's subnets, at most one in each zone. */
  readonly subnetIds: readonly string[];
  /**
   * Ids of the endpoint's security groups.
   *
   * @default - a new one that allows `allowedCidrs` on port 443
   */
  readonly securityGroupIds?: readonly string[];
  /**
   * IPv4 or IPv6 CIDR blocks that can reach the services. Cannot be combined with `securityGroupIds`.
   *
   * @default - the primary IPv4 block of the VPC
   */
  readonly allowedCidrs?: readonly string[];
  /**
   * Tags of the endpoint and its security group, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Interface endpoint for requests from a VPC to private services. One endpoint serves all services of the region.
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
   * References an existing endpoint. Terraform looks it up at plan: it must be an endpoint for App Runner requests, and available.
   *
   * @param scope parent construct of the reference
   * @param id id of the reference
   * @param vpcEndpointId id of the endpoint
   * @throws ValidationError if the id is not that of an endpoint
   */
  public static fromId(scope: Construct, id: string, vpcEndpointId: string): IVpcEndpoint {
    return new ImportedEndpoint(scope, id, vpcEndpointId);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: AwsVpcEndpoint;
  public readonly vpcEndpointId: string;
  public readonly vpcId: string;
  /** Ids of the security groups, which control access to the services. */
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
    checks.that(
      !both,
      "'allowedCidrs' must not be set together with 'securityGroupIds', which alone control access",
    );
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
    const name = maskTokens(vpcEndpointId, "<endpoint>");
    const path = printPath(this);
    const data = new DataAwsVpcEndpoint(this, "Resource", {
      id: vpcEndpointId,
      lifecycle: {
        postcondition: [
          {
            condition: '${endswith(self.service_name, ".apprunner.requests")}',
            errorMessage: `The VPC endpoint ${name} (${path}) is for \${self.service_name}, not for App Runner requests. Use an endpoint for com.amazonaws.\${element(split(".", self.service_name), 2)}.apprunner.requests.`,
          },
          {
            condition: '${self.state == "available"}',
            errorMessage: `The VPC endpoint ${name} (${path}) is \${self.state}, not available. Apply again when it is available.`,
          },
        ],
      },
    });
    const attribute = explainFailure(
      data,
      `the VPC endpoint ${name} (${path}); if it is missing: use an existing endpoint`,
    );
    this.vpcEndpointId = attribute("id");
    this.vpcId = attribute("vpc_id");
  }
}

/** Recognizes a VpcEndpoint. */
export const VPC_ENDPOINT = new Kind<IVpcEndpoint>(
  "a VpcEndpoint",
  "VpcEndpoint.fromId(…)",
  VpcEndpoint,
  ImportedEndpoint,
).suggests(suggestForText(VPC_ENDPOINT_ID, (id) => `VpcEndpoint.fromId(this, "Endpoint", ${id})`));

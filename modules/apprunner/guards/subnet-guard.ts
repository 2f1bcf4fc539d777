import { DataAwsRouteTables } from "@cdktf/provider-aws/lib/data-aws-route-tables";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import type { Precondition } from "cdktf";
import { Construct } from "constructs";
import { printPath } from "../../core/expressions";
import { buildAddress, explainFailure } from "../../core/terraform";
import { isToken } from "../../core/values";

/** A subnet is public if its route table has a route to an internet gateway. */
const TO_THE_INTERNET = { name: "route.gateway-id", values: ["igw-*"] };

/**
 * Stops an apply if App Runner would reject the subnets, or could not reach the internet from them.
 *
 * Terraform looks up the subnets and their route tables at plan, or during the apply if the same apply creates them.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
 */
export class SubnetGuard extends Construct {
  /** Preconditions of the VPC connector. */
  public readonly preconditions: readonly Precondition[];
  private readonly subnets: readonly string[];

  public constructor(
    connector: Construct,
    id: string,
    private readonly subnetIds: readonly string[],
  ) {
    super(connector, id);
    this.subnets = subnetIds.map((subnetId, index) => this.lookUp(connector, subnetId, index));
    const path = printPath(connector);
    const remedy = "Choose other subnets, or set checkSubnets to false to skip this check.";
    this.preconditions = [
      {
        condition: `\${${this.same("s.vpc_id")}}`,
        errorMessage: `The subnets of ${path} are in more than one VPC. App Runner requires subnets of one VPC. ${remedy}`,
      },
      {
        condition: `\${${this.same('s.ipv6_native ? "IPv6" : try(length(s.ipv6_cidr_block), 0) > 0 ? "both" : "IPv4"')}}`,
        errorMessage: `The subnets of ${path} have different address types (IPv4, IPv6 or both). App Runner requires subnets of one type. ${remedy}`,
      },
      {
        condition: this.noneIsPublic(),
        errorMessage:
          `A subnet of ${path} is public: its route table has a route to an internet gateway. App Runner's network interfaces ` +
          "have no public IP address, so they cannot use that gateway, and App Runner rejects public subnets. Use private " +
          `subnets with a NAT gateway. ${remedy}`,
      },
    ];
  }

  /** Looks up a subnet and returns a Terraform expression for it. */
  private lookUp(connector: Construct, subnetId: string, index: number): string {
    const data = new DataAwsSubnet(this, `Subnet${index}`, { id: subnetId });
    const name = isToken(subnetId) ? `number ${index + 1}` : subnetId;
    explainFailure(data, `the subnet ${name} of ${printPath(connector)}; if it is missing: fix subnetIds`);
    return `one(values(${buildAddress(data)}))`;
  }

  private same(property: string): string {
    return `length(distinct([for s in [${this.subnets.join(", ")}] : ${property}])) == 1`;
  }

  /** A subnet without its own route table uses the main route table of its VPC. */
  private noneIsPublic(): string {
    const tables = (id: string, ...filter: { name: string; values: string[] }[]): string => {
      const data = new DataAwsRouteTables(this, id, { vpcId: `\${${this.subnets[0]}.vpc_id}`, filter });
      return `length(${buildAddress(data)}.ids)`;
    };
    const own = (ids: readonly string[]) => ({ name: "association.subnet-id", values: [...ids] });
    const open = tables("PublicRouteTables", own(this.subnetIds), TO_THE_INTERNET);
    const main = tables(
      "PublicMainRouteTable",
      { name: "association.main", values: ["true"] },
      TO_THE_INTERNET,
    );
    const each = this.subnetIds.map(
      (subnetId, index) => `${tables(`RouteTables${index}`, own([subnetId]))} > 0`,
    );
    return `\${${open} == 0 && (${main} == 0 || alltrue([${each.join(", ")}]))}`;
  }
}

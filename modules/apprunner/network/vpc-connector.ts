import { ApprunnerVpcConnector } from "@cdktf/provider-aws/lib/apprunner-vpc-connector";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Fn, Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { createHash } from "node:crypto";
import { Kind } from "../../core/kind";
import { LocatedConstruct } from "../../core/located-construct";
import { shorten } from "../../core/naming";
import { appRunnerArn, ARN_SUFFIX, CONFIGURATION_NAME } from "../../core/patterns";
import { PropertyChecks } from "../../core/property-checks";
import { isToken } from "../../core/values";
import { SECURITY_GROUP_ID, SUBNET_ID, validateIds, VPC_ID } from "../../ec2/ids";
import { SubnetGuard } from "../guards/subnet-guard";

/** A VPC connector, made by this library or elsewhere: the way out of a service into a VPC. */
export interface IVpcConnector extends IConstruct {
  /** ARN of the connector. */
  readonly vpcConnectorArn: string;
  /** Number of the revision in use, where that is known. */
  readonly revision?: number;
  /** Status of the connector at the last refresh, `ACTIVE` or `INACTIVE`, where that is known. */
  readonly status?: string;
}

/** Props of a `VpcConnector`. */
export interface VpcConnectorProps {
  /**
   * Name of the connector, such as the service's. Cut to 31 characters; a hash of the subnets and security groups follows,
   * as App Runner never changes a connector.
   */
  readonly name: string;
  /**
   * Ids of the subnets that traffic leaves through, in three zones at best. They have to be private: from a public one
   * nothing reaches the internet, and App Runner refuses it.
   */
  readonly subnetIds: readonly string[];
  /**
   * Ids of the security groups of the traffic.
   *
   * @default - a new one that allows all traffic out and none in; `vpcId` says in which VPC
   */
  readonly securityGroupIds?: readonly string[];
  /**
   * Id of the VPC of the subnets, for a new security group.
   *
   * @default - none: `securityGroupIds` are given
   */
  readonly vpcId?: string;
  /**
   * Whether the subnets are looked up before App Runner is called: they have to be private, of one VPC and of one kind of
   * addresses. Not for a list that only Terraform knows. Whoever plans needs `ec2:DescribeSubnets` and `ec2:DescribeRouteTables`.
   *
   * @default true
   */
  readonly checkSubnets?: boolean;
  /**
   * Tags of the connector and its security group, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const ARN = {
  pattern: appRunnerArn("vpcconnector", ARN_SUFFIX.anyRevision),
  allowed: "the ARN of a VPC connector",
};

/** How much of the hash the name takes. */
const HASH_LENGTH = 8;

/**
 * The way out of a service, or of several, into a VPC. All traffic of the container then leaves through it, also that to
 * the internet, which needs a NAT gateway.
 *
 * App Runner never changes a connector and does not delete one in use. So other subnets or groups make another connector,
 * with another name; the services follow, and only then the old one goes.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
 * @example
 * const connector = new VpcConnector(this, "Connector", {
 *   name: "hello",
 *   vpcId: "vpc-0a1b2c3d",
 *   subnetIds: ["subnet-0a1b2c3d", "subnet-1a1b2c3d", "subnet-2a1b2c3d"],
 * });
 */
export class VpcConnector extends LocatedConstruct implements IVpcConnector {
  /**
   * A connector that exists already. Nothing is looked up.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param vpcConnectorArn ARN of the connector
   * @throws ValidationError when the ARN is none of a VPC connector
   */
  public static fromArn(scope: Construct, id: string, vpcConnectorArn: string): IVpcConnector {
    return new ImportedConnector(scope, id, vpcConnectorArn);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: ApprunnerVpcConnector;
  public readonly vpcConnectorArn: string;
  public readonly revision: number;
  public readonly status: string;
  /** Ids of the security groups: what the container reaches has to let them in. */
  public readonly securityGroupIds: readonly string[];

  public constructor(scope: Construct, id: string, props: VpcConnectorProps) {
    super(scope, id);
    this.validate(props);
    const { name, subnetIds, tags } = props;
    this.securityGroupIds = props.securityGroupIds ?? [this.createSecurityGroup(props)];
    const checked = !isToken(subnetIds) && (props.checkSubnets ?? true);
    const guards = checked ? new SubnetGuard(this, "SubnetGuards", subnetIds) : undefined;
    this.resource = new ApprunnerVpcConnector(this, "Resource", {
      vpcConnectorName: `${shorten(name, 40 - HASH_LENGTH - 1)}-${hashIds(subnetIds, this.securityGroupIds)}`,
      subnets: [...subnetIds],
      securityGroups: [...this.securityGroupIds],
      lifecycle: {
        createBeforeDestroy: true,
        ...(guards === undefined ? {} : { precondition: [...guards.preconditions] }),
      },
      tags,
    });
    this.vpcConnectorArn = this.resource.arn;
    this.revision = this.resource.vpcConnectorRevision;
    this.status = this.resource.status;
  }

  private validate(props: VpcConnectorProps): void {
    const checks = new PropertyChecks(this).props("props", props).knows("securityGroupIds");
    const { name, subnetIds, securityGroupIds, vpcId }: Partial<VpcConnectorProps> = props;
    checks
      .literal("name", name, CONFIGURATION_NAME)
      .tags("tags", props.tags)
      .boolean("checkSubnets", props.checkSubnets);
    validateIds(checks, "subnetIds", subnetIds, SUBNET_ID);
    if (securityGroupIds !== undefined)
      validateIds(checks, "securityGroupIds", securityGroupIds, SECURITY_GROUP_ID);
    checks.optional.string("vpcId", vpcId, VPC_ID);
    checks.that(
      (securityGroupIds === undefined) !== (vpcId === undefined),
      "one of 'securityGroupIds' and 'vpcId' must be given, " +
        `got ${securityGroupIds === undefined ? "neither" : "both"}`,
    );
    checks.finish(VpcConnector);
  }

  private createSecurityGroup({ name, vpcId, tags }: VpcConnectorProps): string {
    const group = new SecurityGroup(this, "SecurityGroup", {
      namePrefix: `app-runner-${shorten(name, 31)}-`,
      description: `Traffic of App Runner services through the VPC connector ${shorten(name, 31)}`,
      vpcId,
      egress: [
        { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
      ],
      ingress: [],
      lifecycle: { createBeforeDestroy: true },
      tags,
    });
    return group.id;
  }
}

class ImportedConnector extends LocatedConstruct implements IVpcConnector {
  public constructor(
    scope: Construct,
    id: string,
    public readonly vpcConnectorArn: string,
  ) {
    super(scope, id);
    new PropertyChecks(this).string("vpcConnectorArn", vpcConnectorArn, ARN).throwIfAny();
  }
}

/** A hash of the ids in any order. It comes out the same whether it is made here or, of tokens, by Terraform. */
function hashIds(subnetIds: readonly string[], groupIds: readonly string[]): string {
  const all = [...subnetIds, ...groupIds];
  if (!isToken(subnetIds) && !isToken(groupIds) && !all.some(isToken)) {
    return createHash("sha1").update(all.toSorted().join()).digest("hex").slice(0, HASH_LENGTH);
  }
  const sorted = Token.asList(Fn.sort(Token.asList(Fn.concat([subnetIds, groupIds]))));
  return Token.asString(Fn.substr(Fn.sha1(Fn.join(",", sorted)), 0, HASH_LENGTH));
}

/** Kind of the objects that are a VpcConnector. */
export const VPC_CONNECTOR = new Kind<IVpcConnector>(
  "a VpcConnector",
  "new VpcConnector(…)",
  VpcConnector,
  ImportedConnector,
);

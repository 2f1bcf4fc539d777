import { ApprunnerVpcConnector } from "@cdktf/provider-aws/lib/apprunner-vpc-connector";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Fn, Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { createHash } from "node:crypto";
import { expression, quote } from "../../core/expressions";
import { adaptGuards, FinalArguments, guardIf, leaveOutAllIf } from "../../core/final-arguments";
import { Kind } from "../../core/kind";
import { LocatedConstruct } from "../../core/located-construct";
import { shorten } from "../../core/naming";
import { appRunnerArnOfAnyRevision, CONFIGURATION_NAME } from "../../core/patterns";
import { PropertyChecks } from "../../core/property-checks";
import { suggestForText } from "../../core/suggestions";
import { claimName } from "../../core/unique-names";
import { isToken } from "../../core/values";
import { SECURITY_GROUP_ID, SUBNET_ID, validateIds, VPC_ID } from "../../ec2/ids";
import { SubnetGuard } from "../guards/subnet-guard";

/** VPC connector, created by this library or elsewhere. It routes the outbound traffic of a service through a VPC. */
export interface IVpcConnector extends IConstruct {
  /** ARN of the connector. */
  readonly vpcConnectorArn: string;
  /** Number of the revision in use, if known. */
  readonly revision?: number;
  /** Status of the connector at the last refresh, `ACTIVE` or `INACTIVE`, if known. */
  readonly status?: string;
}

/** Props of a `VpcConnector`. */
export interface VpcConnectorProps {
  /**
   * Name of the connector, cut to 31 characters and followed by a hash of the subnets and security groups.
   */
  readonly name: string;
  /**
   * Ids of the private subnets that traffic leaves through, ideally in three zones.
   */
  readonly subnetIds: readonly string[];
  /**
   * Ids of the connector's security groups.
   *
   * @default - a new one in `vpcId` that allows all outbound and no inbound traffic
   */
  readonly securityGroupIds?: readonly string[];
  /**
   * Id of the VPC of the subnets, for the new security group. Set exactly one of `vpcId` and `securityGroupIds`.
   *
   * @default - none
   */
  readonly vpcId?: string;
  /**
   * Whether the plan checks the subnets, if the list is not a token. Requires `ec2:DescribeSubnets` and
   * `ec2:DescribeRouteTables`.
   *
   * @default true
   */
  readonly checkSubnets?: boolean;
  /**
   * Tags of the connector and its security group, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const ARN = appRunnerArnOfAnyRevision("vpcconnector", "a VPC connector");

/** Number of characters of the hash in the name. */
const HASH_LENGTH = 8;

/**
 * VPC connector of one or more services. All outbound traffic of the container goes through it, including traffic to the
 * internet, which requires a NAT gateway.
 *
 * App Runner cannot change a connector, or delete one in use. When the subnets or security groups change, Terraform creates a
 * new connector with a new name, moves the services to it, and then destroys the old one.
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
   * References an existing connector. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id id of the reference
   * @param vpcConnectorArn ARN of the connector
   * @throws ValidationError if the ARN is not that of a VPC connector
   */
  public static fromArn(scope: Construct, id: string, vpcConnectorArn: string): IVpcConnector {
    return new ImportedConnector(scope, id, vpcConnectorArn);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: ApprunnerVpcConnector;
  public readonly vpcConnectorArn: string;
  public readonly revision: number;
  public readonly status: string;
  /** Ids of the security groups. Whatever the container connects to must allow inbound traffic from them. */
  public readonly securityGroupIds: readonly string[];

  public constructor(scope: Construct, id: string, props: VpcConnectorProps) {
    super(scope, id);
    this.validate(props);
    const { name, subnetIds, tags } = props;
    this.securityGroupIds = props.securityGroupIds ?? [this.createSecurityGroup(props)];
    const checked = !isToken(subnetIds) && (props.checkSubnets ?? true);
    const guards = checked ? new SubnetGuard(this, "SubnetGuards", subnetIds) : undefined;
    const connectorName = `${shorten(name, 40 - HASH_LENGTH - 1)}-${hashIds(subnetIds, this.securityGroupIds)}`;
    this.resource = new ApprunnerVpcConnector(this, "Resource", {
      vpcConnectorName: connectorName,
      subnets: [...subnetIds],
      securityGroups: [...this.securityGroupIds],
      lifecycle: {
        createBeforeDestroy: true,
        ...(guards === undefined ? {} : { precondition: [...guards.preconditions] }),
      },
      tags,
    });
    if (guards) checkFinalSubnets(this.resource, guards, subnetIds);
    this.vpcConnectorArn = this.resource.arn;
    this.revision = this.resource.vpcConnectorRevision;
    this.status = this.resource.status;
    claimName(this, { prop: "name", name: connectorName, resource: this.resource });
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
      "exactly one of 'securityGroupIds' and 'vpcId' must be set, " +
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

/** Checks nothing if the user overrides or ignores the subnets. */
function checkFinalSubnets(
  resource: ApprunnerVpcConnector,
  guards: SubnetGuard,
  subnetIds: readonly string[],
): void {
  const areChecked = (args: FinalArguments) => {
    const final = args.read(["subnets"]);
    return !args.ignores(["subnets"]) && JSON.stringify(final) === JSON.stringify(subnetIds);
  };
  adaptGuards(resource, guardIf(guards.preconditions, areChecked));
  leaveOutAllIf(guards, () => !areChecked(FinalArguments.of(resource)));
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

/** Returns a hash of the ids, whatever their order. Terraform computes the same hash if the ids are tokens. */
function hashIds(subnetIds: readonly string[], groupIds: readonly string[]): string {
  const all = [...subnetIds, ...groupIds];
  if (!isToken(subnetIds) && !isToken(groupIds) && !all.some(isToken)) {
    return createHash("sha1").update(all.toSorted().join()).digest("hex").slice(0, HASH_LENGTH);
  }
  if (!isToken(subnetIds) && !isToken(groupIds)) {
    const [subnets, groups] = [subnetIds, groupIds].map((ids) => ids.map(quote).join(", "));
    return expression(`substr(sha1(join(",", sort(concat([${subnets}], [${groups}])))), 0, ${HASH_LENGTH})`);
  }
  const sorted = Token.asList(Fn.sort(Token.asList(Fn.concat([subnetIds, groupIds]))));
  return Token.asString(Fn.substr(Fn.sha1(Fn.join(",", sorted)), 0, HASH_LENGTH));
}

/** Recognizes a VpcConnector. */
export const VPC_CONNECTOR = new Kind<IVpcConnector>(
  "a VpcConnector",
  "new VpcConnector(…)",
  VpcConnector,
  ImportedConnector,
).suggests(suggestForText(ARN, (arn) => `VpcConnector.fromArn(this, "Connector", ${arn})`));

import type { CreateVpcConnectorRequest, VpcConnector } from "@aws-sdk/client-apprunner";

import type { VpcConnectorApi } from "../http/api";
import { invalidRequest } from "../http/errors";
import type { Account } from "../state/account";
import { Revisions, type Revision } from "../state/revisions";
import { checkTags } from "../state/tags";

/** The VPC connectors of an account. Each name has one revision, number 1. */
export class VpcConnectors {
  private readonly revisions: Revisions<VpcConnector>;

  public constructor(private readonly account: Account) {
    const limits = { names: 10, revisions: 1, partialArns: false };
    this.revisions = new Revisions("VPC connector", account.vpcConnectors, account.ids, limits);
  }

  /** The full ARN of a requested connector. */
  public resolve(arn: string): string {
    return this.revisions.findActive(arn).arn;
  }

  /** The operations of the API. */
  public buildOperations(): VpcConnectorApi {
    return {
      CreateVpcConnector: (request) => ({ VpcConnector: this.create(request) }),
      DescribeVpcConnector: ({ VpcConnectorArn }) => ({
        VpcConnector: this.describe(this.revisions.find(VpcConnectorArn)),
      }),
      DeleteVpcConnector: ({ VpcConnectorArn }) => ({ VpcConnector: this.delete(VpcConnectorArn) }),
      ListVpcConnectors: () => ({
        VpcConnectors: this.revisions.listActive().map((item) => this.describe(item)),
      }),
    };
  }

  private create(request: CreateVpcConnectorRequest): VpcConnector {
    const { VpcConnectorName: name = "", Subnets = [], SecurityGroups = [], Tags } = request;
    if (Subnets.length === 0) throw invalidRequest("You must specify at least one subnet.");
    checkTags(Tags);
    const revision = this.revisions.add(name, { Subnets, SecurityGroups });
    this.account.tags.add(revision.arn, Tags);
    return this.describe(revision);
  }

  private delete(arn: string | undefined): VpcConnector {
    const revision = this.revisions.find(arn);
    this.revisions.requireActive(revision);
    // The text of the API: https://github.com/aws/apprunner-roadmap/issues/161
    this.account.requireUnused(
      `Provided VPC connector arn is being used by other services. ARN: ${revision.arn}`,
      ({ network }) => network.EgressConfiguration?.VpcConnectorArn === revision.arn,
    );
    this.revisions.retire(revision);
    this.account.tags.drop(revision.arn);
    return this.describe(revision);
  }

  private describe(revision: Revision<VpcConnector>): VpcConnector {
    return {
      VpcConnectorArn: revision.arn,
      VpcConnectorName: revision.name,
      VpcConnectorRevision: revision.revision,
      Status: revision.deletedAt ? "INACTIVE" : "ACTIVE",
      ...revision.settings,
      CreatedAt: revision.createdAt,
      DeletedAt: revision.deletedAt,
    };
  }
}

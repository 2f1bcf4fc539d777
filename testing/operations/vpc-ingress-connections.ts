import type {
  CreateVpcIngressConnectionRequest,
  IngressVpcConfiguration,
  ListVpcIngressConnectionsRequest,
  ListVpcIngressConnectionsResponse,
  VpcIngressConnection,
} from "@aws-sdk/client-apprunner";

import type { VpcIngressConnectionApi } from "../http/api";
import { invalidMember, invalidRequest, invalidState, notFound } from "../http/errors";
import type { Account } from "../state/account";
import type { VpcIngressConnectionRecord } from "../state/records";

/** The VPC ingress connections of an account. */
export class VpcIngressConnections {
  public constructor(private readonly account: Account) {}

  /** The operations of the API. */
  public buildOperations(): VpcIngressConnectionApi {
    return {
      CreateVpcIngressConnection: async (request) => ({ VpcIngressConnection: await this.create(request) }),
      DescribeVpcIngressConnection: ({ VpcIngressConnectionArn }) => ({
        VpcIngressConnection: this.describe(this.find(VpcIngressConnectionArn)),
      }),
      DeleteVpcIngressConnection: ({ VpcIngressConnectionArn }) => ({
        VpcIngressConnection: this.delete(this.find(VpcIngressConnectionArn)),
      }),
      ListVpcIngressConnections: (request) => this.list(request),
    };
  }

  private async create(request: CreateVpcIngressConnectionRequest): Promise<VpcIngressConnection> {
    const { VpcIngressConnectionName: name = "", ServiceArn, IngressVpcConfiguration = {}, Tags } = request;
    const { account } = this;
    for (const member of ["VpcId", "VpcEndpointId"] as const) requireMember(IngressVpcConfiguration, member);
    const problem = await account.references.findEndpointProblem(IngressVpcConfiguration);
    if (problem !== undefined) throw invalidRequest(problem);
    const service = account.findService(ServiceArn);
    // Clients omit a false.
    if (service.settings.network.IngressConfiguration?.IsPubliclyAccessible) {
      throw invalidRequest("A VPC ingress connection needs a service that isn't publicly accessible.");
    }
    if (service.status !== "RUNNING") throw invalidState(`The service is ${service.status}.`);
    if (account.ingressConnections.some((other) => other.serviceArn === service.arn)) {
      throw invalidRequest("The service already has a VPC ingress connection.");
    }
    const connection: VpcIngressConnectionRecord = {
      name,
      arn: account.ids.buildIngressConnectionArn(name),
      serviceArn: service.arn,
      domainName: account.ids.createServiceUrl(),
      configuration: IngressVpcConfiguration,
      createdAt: new Date(),
      status: "PENDING_CREATION",
    };
    account.ingressConnections.push(connection);
    account.tags.add(connection.arn, Tags);
    const failure = account.ingressFailures.shift();
    account.after("ingressConnection", () => {
      connection.status = failure === undefined ? "AVAILABLE" : "FAILED_CREATION";
    });
    return this.describe(connection);
  }

  private delete(connection: VpcIngressConnectionRecord): VpcIngressConnection {
    if (!["AVAILABLE", "FAILED_CREATION", "FAILED_DELETION"].includes(connection.status)) {
      throw invalidState(`The VPC ingress connection is ${connection.status}.`);
    }
    connection.status = "PENDING_DELETION";
    this.account.after("ingressConnection", () => {
      const { ingressConnections, tags } = this.account;
      ingressConnections.splice(ingressConnections.indexOf(connection), 1);
      tags.drop(connection.arn);
    });
    return this.describe(connection);
  }

  private list(request: ListVpcIngressConnectionsRequest): ListVpcIngressConnectionsResponse {
    const { ServiceArn } = request.Filter ?? {};
    const found = this.account.ingressConnections.filter(
      ({ serviceArn }) => ServiceArn === undefined || serviceArn === ServiceArn,
    );
    const summaries = found.map(({ arn, serviceArn }) => ({
      VpcIngressConnectionArn: arn,
      ServiceArn: serviceArn,
    }));
    return { VpcIngressConnectionSummaryList: summaries };
  }

  private find(arn: string | undefined): VpcIngressConnectionRecord {
    const connection = this.account.ingressConnections.find((other) => other.arn === arn);
    if (!connection) throw notFound(`The VPC ingress connection you specified doesn't exist. ARN: '${arn}'`);
    return connection;
  }

  private describe(connection: VpcIngressConnectionRecord): VpcIngressConnection {
    return {
      VpcIngressConnectionArn: connection.arn,
      VpcIngressConnectionName: connection.name,
      ServiceArn: connection.serviceArn,
      Status: connection.status,
      AccountId: this.account.ids.accountId,
      DomainName: connection.domainName,
      IngressVpcConfiguration: connection.configuration,
      CreatedAt: connection.createdAt,
    };
  }
}

/** Rejects a missing member that the API model declares optional, but without which there is nothing to connect to (unverified). */
function requireMember(configuration: IngressVpcConfiguration, member: keyof IngressVpcConfiguration): void {
  if (configuration[member]) return;
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  throw invalidMember(`ingressVpcConfiguration.${name}`, configuration[member], "Member must not be null");
}

import type {
  CreateVpcIngressConnectionRequest,
  IngressVpcConfiguration,
  ListVpcIngressConnectionsRequest,
  ListVpcIngressConnectionsResponse,
  UpdateVpcIngressConnectionRequest,
  VpcIngressConnection,
  VpcIngressConnectionStatus,
} from "@aws-sdk/client-apprunner";

import type { VpcIngressConnectionApi } from "../http/api";
import { invalidMember, invalidRequest, invalidState, notFound, quotaExceeded } from "../http/errors";
import type { Account } from "../state/account";
import type { VpcIngressConnectionRecord } from "../state/records";
import type { ServiceRecord } from "../state/service-record";
import { checkTags } from "../state/tags";

type Status = VpcIngressConnectionStatus;

/** https://docs.aws.amazon.com/apprunner/latest/api/API_UpdateVpcIngressConnection.html */
const CAN_BE_UPDATED: readonly Status[] = ["AVAILABLE", "FAILED_CREATION", "FAILED_UPDATE"];
/** https://docs.aws.amazon.com/apprunner/latest/api/API_DeleteVpcIngressConnection.html */
const CAN_BE_DELETED: readonly Status[] = [...CAN_BE_UPDATED, "FAILED_DELETION"];

/** The VPC ingress connections of an account. A deleted one can still be described. */
export class VpcIngressConnections {
  public constructor(private readonly account: Account) {}

  /** The operations of the API. */
  public buildOperations(): VpcIngressConnectionApi {
    return {
      CreateVpcIngressConnection: async (request) => ({ VpcIngressConnection: await this.create(request) }),
      DescribeVpcIngressConnection: ({ VpcIngressConnectionArn }) => ({
        VpcIngressConnection: this.describe(this.find(VpcIngressConnectionArn)),
      }),
      UpdateVpcIngressConnection: async (request) => ({ VpcIngressConnection: await this.update(request) }),
      DeleteVpcIngressConnection: ({ VpcIngressConnectionArn }) => ({
        VpcIngressConnection: this.delete(this.findLive(VpcIngressConnectionArn)),
      }),
      ListVpcIngressConnections: (request) => this.list(request),
    };
  }

  private async create(request: CreateVpcIngressConnectionRequest): Promise<VpcIngressConnection> {
    const { VpcIngressConnectionName: name = "", ServiceArn, IngressVpcConfiguration = {}, Tags } = request;
    const { account } = this;
    checkConfiguration(IngressVpcConfiguration);
    checkTags(Tags);
    await this.refuseEndpoint(IngressVpcConfiguration);
    // After the last `await`, so that two parallel calls cannot both pass.
    const service = account.findService(ServiceArn);
    this.refuseService(service);
    if (account.liveIngressConnections.some((other) => other.name === name)) {
      throw invalidRequest(`VPC ingress connection with the provided name already exists: ${name}.`);
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
    this.finishLater(connection, "AVAILABLE", "FAILED_CREATION");
    return this.describe(connection);
  }

  /** Rejects a service that can't have a VPC ingress connection, or has one: the quota is one for each service. */
  private refuseService(service: ServiceRecord): void {
    if (service.settings.network.IngressConfiguration?.IsPubliclyAccessible) {
      throw invalidRequest("A VPC ingress connection needs a service that isn't publicly accessible.");
    }
    if (service.status !== "RUNNING") throw invalidState(`The service is ${service.status}.`);
    if (this.account.findIngressConnection(service)) {
      throw quotaExceeded("The service already has a VPC ingress connection.");
    }
  }

  /** AWS does not document when a new configuration is shown. Here, that is at once, and a failed update restores the old one. */
  private async update(request: UpdateVpcIngressConnectionRequest): Promise<VpcIngressConnection> {
    const { VpcIngressConnectionArn: arn, IngressVpcConfiguration = {} } = request;
    checkConfiguration(IngressVpcConfiguration);
    const connection = this.findLive(arn);
    await this.refuseEndpoint(IngressVpcConfiguration);
    refuseUnless(connection, "updated", CAN_BE_UPDATED);
    const before = connection.configuration;
    connection.configuration = IngressVpcConfiguration;
    connection.status = "PENDING_UPDATE";
    this.finishLater(connection, "AVAILABLE", "FAILED_UPDATE", (failed) => {
      if (failed) connection.configuration = before;
    });
    return this.describe(connection);
  }

  private delete(connection: VpcIngressConnectionRecord): VpcIngressConnection {
    refuseUnless(connection, "deleted", CAN_BE_DELETED);
    connection.status = "PENDING_DELETION";
    this.finishLater(connection, "DELETED", "FAILED_DELETION", (failed) => {
      if (failed) return;
      connection.deletedAt = new Date();
      this.account.tags.drop(connection.arn);
    });
    return this.describe(connection);
  }

  private finishLater(
    connection: VpcIngressConnectionRecord,
    success: Status,
    failure: Status,
    then: (failed: boolean) => void = () => undefined,
  ): void {
    const failed = this.account.ingressFailures.shift() !== undefined;
    this.account.after("ingressConnection", () => {
      connection.status = failed ? failure : success;
      then(failed);
    });
  }

  private async refuseEndpoint(configuration: IngressVpcConfiguration): Promise<void> {
    const problem = await this.account.references.findEndpointProblem(configuration);
    if (problem !== undefined) throw invalidRequest(problem);
  }

  private list(request: ListVpcIngressConnectionsRequest): ListVpcIngressConnectionsResponse {
    const { ServiceArn, VpcEndpointId } = request.Filter ?? {};
    const found = this.account.liveIngressConnections.filter(
      ({ serviceArn, configuration }) =>
        (ServiceArn === undefined || serviceArn === ServiceArn) &&
        (VpcEndpointId === undefined || configuration.VpcEndpointId === VpcEndpointId),
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

  private findLive(arn: string | undefined): VpcIngressConnectionRecord {
    const connection = this.find(arn);
    if (connection.status === "DELETED") {
      throw notFound(`The VPC ingress connection you specified has been deleted. ARN: '${arn}'`);
    }
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
      DeletedAt: connection.deletedAt,
    };
  }
}

/** Both ids are required by CloudFormation, and so here: the API model only describes them. */
function checkConfiguration({ VpcId, VpcEndpointId }: IngressVpcConfiguration): void {
  for (const [member, id] of Object.entries({ vpcId: VpcId, vpcEndpointId: VpcEndpointId })) {
    if (!id) throw invalidMember(`ingressVpcConfiguration.${member}`, id, "Member must not be null");
  }
}

function refuseUnless(
  connection: VpcIngressConnectionRecord,
  verb: string,
  allowed: readonly Status[],
): void {
  if (allowed.includes(connection.status)) return;
  throw invalidState(
    `The VPC ingress connection can't be ${verb} in the current state: ${connection.status}.`,
  );
}

import type {
  Connection,
  CreateConnectionRequest,
  ListConnectionsRequest,
  ListConnectionsResponse,
} from "@aws-sdk/client-apprunner";

import type { ConnectionApi } from "../http/api";
import { invalidRequest, notFound, quotaExceeded } from "../http/errors";
import type { Account } from "../state/account";
import type { ConnectionRecord } from "../state/records";
import { checkTags } from "../state/tags";

/** Maximum number of connections in an account. */
const QUOTA = 10;

/** The connections of an account. Each is pending until `completeHandshake`. */
export class Connections {
  public constructor(private readonly account: Account) {}

  /** Completes the handshake, as a user does in the console. */
  public completeHandshake(name: string): void {
    const connection = this.account.connections.find((other) => other.name === name);
    if (!connection) throw new Error(`no connection has the name ${name}`);
    connection.status = "AVAILABLE";
  }

  /** Rejects a connection that a service can't use. */
  public requireAvailable(arn: string | undefined): void {
    const connection = this.account.connections.find((other) => other.arn === arn);
    if (!connection) throw notFound(`The connection ARN you specified isn't valid. ARN: '${arn}'`);
    if (connection.status === "AVAILABLE") return;
    throw invalidRequest(`The connection ${connection.name} can't be used: it is ${connection.status}.`);
  }

  /** The operations of the API. */
  public buildOperations(): ConnectionApi {
    return {
      CreateConnection: (request) => ({ Connection: this.create(request) }),
      ListConnections: (request) => this.list(request),
      DeleteConnection: ({ ConnectionArn }) => ({ Connection: this.delete(ConnectionArn) }),
    };
  }

  private create(request: CreateConnectionRequest): Connection {
    const { ConnectionName: name = "", ProviderType: provider, Tags } = request;
    const { connections, ids, tags } = this.account;
    checkTags(Tags);
    if (connections.some((other) => other.name === name)) {
      throw invalidRequest(`Connection with the provided name already exists: ${name}.`);
    }
    if (connections.length >= QUOTA) {
      throw quotaExceeded(`You have reached the limit of ${QUOTA} connections.`);
    }
    const connection: ConnectionRecord = {
      name,
      arn: ids.buildConnectionArn(name),
      provider: provider ?? "GITHUB",
      createdAt: new Date(),
      status: "PENDING_HANDSHAKE",
    };
    connections.push(connection);
    tags.add(connection.arn, Tags);
    return describeConnection(connection);
  }

  private list(request: ListConnectionsRequest): ListConnectionsResponse {
    const { ConnectionName: name } = request;
    const found = this.account.connections.filter((other) => name === undefined || other.name === name);
    return { ConnectionSummaryList: found.map(describeConnection) };
  }

  private delete(arn: string | undefined): Connection {
    const { connections, tags } = this.account;
    const index = connections.findIndex((other) => other.arn === arn);
    const connection = connections[index];
    if (!connection) throw notFound(`The connection you specified doesn't exist. ARN: '${arn}'`);
    this.account.requireUnused(
      "You can't delete the connection. It's used by one or more services.",
      ({ source }) => source.AuthenticationConfiguration?.ConnectionArn === connection.arn,
    );
    connections.splice(index, 1);
    tags.drop(connection.arn);
    return { ...describeConnection(connection), Status: "DELETED" };
  }
}

function describeConnection(connection: ConnectionRecord): Connection {
  const { name, arn, provider, status, createdAt } = connection;
  return {
    ConnectionName: name,
    ConnectionArn: arn,
    ProviderType: provider,
    Status: status,
    CreatedAt: createdAt,
  };
}

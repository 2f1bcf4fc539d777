import { Op, type Precondition, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { regionOfArn } from "../../core/arn";
import { printPath } from "../../core/expressions";
import { describeHandshake, type ISourceConnection } from "../source/source-connection";

/** Stops an apply if the handshake of the connection is missing. An imported connection cannot be looked up. */
export function guardConnection(service: Construct, connection: ISourceConnection): readonly Precondition[] {
  const { connectionName, connectionArn, status } = connection;
  if (status === undefined) return [];
  const [own, other] = [service, connection].map((construct) => TerraformStack.of(construct));
  const again =
    own === other ? "apply again" : `apply the stack '${other?.node.id}' again, and then this one`;
  const region = regionOfArn(connectionArn, "connection/");
  return [
    {
      condition: Op.eq(status, "AVAILABLE"),
      errorMessage:
        `The connection '${connectionName}' (${printPath(connection)}) is ${status}, not AVAILABLE, so App Runner cannot ` +
        `read the code of ${printPath(service)}. Someone must complete its handshake once. ` +
        `${describeHandshake(connectionName, region)} Then ${again}.`,
    },
  ];
}

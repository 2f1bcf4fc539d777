import { isDeepStrictEqual } from "node:util";
import { at, partOrWhole, textAt } from "../plan/values";
import { findRenames } from "./renames";
import { findByType, isDestroyed, SERVICE } from "./resources";
import type { ResourceChange } from "../model";
import type { Rule } from "./rule";
import { readServiceName } from "./service";
import { blocksDeletion, indexUsers, type User } from "./users";
import { describeCause, joinQuoted } from "./wording";

/** Where a service has the ARN of its connector. */
const CONNECTOR_ARN = ["network_configuration", 0, "egress_configuration", 0, "vpc_connector_arn"];

/** The outgoing traffic of a service gets new network interfaces. */
export const vpcConnectorReplaced: Rule = {
  name: "vpc-connector-replaced",
  severity: "warning",
  title: "The VPC connector of a service is replaced or destroyed",
  reads: [SERVICE],
  *check(change) {
    const findUsers = indexUsers(change, ...CONNECTOR_ARN);
    const { byFrom } = findRenames(change);
    for (const connector of findByType(change, "aws_apprunner_vpc_connector")) {
      if (!isDestroyed(connector)) continue;
      const users = findUsers(connector).filter(
        (user) => !isDestroyed(user.service) || blocksDeletion(user, connector),
      );
      if (users.length === 0 || isHarmless(connector, users)) continue;
      const name = textAt(connector.before, "vpc_connector_name") ?? connector.address;
      yield {
        resource: connector,
        message:
          `The VPC connector '${name}' of ${joinQuoted(users.map(({ service }) => readServiceName(service)))} is ` +
          `${connector.action === "replace" ? `replaced because ${describeCause(connector)}` : "destroyed"}. ${describeConsequence(connector, users)}`,
        remedy: isOnlyRenamed(connector, byFrom.get(connector))
          ? "Keep its address, or move it with a 'moved' block: the plan then neither destroys it nor changes the services."
          : describeRemedy(connector, users),
      };
    }
  },
};

/** Whether services only move to a connector with a different name in the same subnets and security groups. */
function isHarmless(connector: ResourceChange, users: readonly User[]): boolean {
  return (
    connector.action === "replace" &&
    !hasNewNetwork(connector) &&
    !keepsName(connector) &&
    !users.some((user) => blocksDeletion(user, connector))
  );
}

/** Whether the same connector is created under another address. */
function isOnlyRenamed({ before }: ResourceChange, to: ResourceChange | undefined): boolean {
  const networks = [before, to?.after].map((values) => [
    at(values, "subnets"),
    at(values, "security_groups"),
  ]);
  return to !== undefined && isDeepStrictEqual(networks[0], networks[1]);
}

function hasNewNetwork({ attributes }: ResourceChange): boolean {
  return attributes.some(({ name }) => /^(subnets|security_groups)\b/.test(name));
}

function keepsName({ before, after }: ResourceChange): boolean {
  const name = textAt(before, "vpc_connector_name");
  return name !== undefined && name === textAt(after, "vpc_connector_name");
}

function describeConsequence(connector: ResourceChange, users: readonly User[]): string {
  const blocking = users.filter((user) => blocksDeletion(user, connector));
  if (blocking.some(({ stops }) => stops !== "update")) {
    const names = blocking.map(({ service }) => readServiceName(service));
    return `App Runner cannot delete it while ${joinQuoted(names)} ${names.length === 1 ? "uses" : "use"} it, so the apply fails.`;
  }
  if (blocking.length > 0) return "App Runner cannot delete a connector in use, so the apply fails.";
  if (connector.action === "delete")
    return "App Runner cannot delete a connector in use. Services stop using it first if it has create_before_destroy, as that of VpcConnector has. Otherwise the apply fails.";
  return keepsName(connector)
    ? "The new connector has the same name, and App Runner allows one connector per name: the result is undocumented."
    : "Services move to the new connector before this one is deleted.";
}

function describeRemedy(connector: ResourceChange, users: readonly User[]): string {
  if (users.some((user) => user.stops !== "update" && blocksDeletion(user, connector))) {
    return (
      "Keep this connector. In a first change, set another connector on these services, or none, and apply it. " +
      "Destroy this connector in a later change."
    );
  }
  const keepsVpc = users.some(({ service }) => (partOrWhole(service.after, ...CONNECTOR_ARN) ?? "") !== "");
  if (connector.action === "delete" && !keepsVpc)
    return `Before you merge, make sure that the ${users.length === 1 ? "service reaches" : "services reach"} everything ${users.length === 1 ? "it needs" : "they need"} without the VPC.`;
  const network =
    "Before you merge, allow the new subnets and security groups on everything the service connects to. The first deployment with them takes 2 to 5 " +
    "minutes longer.";
  if (connector.action === "delete") return network;
  const name =
    "A new connector needs a new name and create_before_destroy: the VpcConnector construct has both.";
  if (!hasNewNetwork(connector)) return name;
  const isSafe = connector.createBeforeDestroy && !keepsName(connector);
  return isSafe ? `${network} ${name}` : `${name} ${network}`;
}

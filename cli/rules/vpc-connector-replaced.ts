import { at, textAt } from "../plan/values";
import { findByType, isDestroyed, SERVICE } from "./resources";
import type { ResourceChange } from "../model";
import type { Rule } from "./rule";
import { findRemainingServices, readServiceName } from "./service";
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
    for (const connector of findByType(change, "aws_apprunner_vpc_connector")) {
      if (!isDestroyed(connector)) continue;
      const users = findUsers(textAt(connector.before, "arn"));
      if (users.length === 0) continue;
      const name = textAt(connector.before, "vpc_connector_name");
      const sameName = name !== undefined && name === textAt(connector.after, "vpc_connector_name");
      yield {
        resource: connector,
        message:
          `The VPC connector '${name ?? connector.address}' of ${joinQuoted(users.map(readServiceName))} is ` +
          `${connector.action === "replace" ? `replaced because ${describeCause(connector)}` : "destroyed"}. ${describeConsequence(connector.action, connector.createBeforeDestroy, sameName)}`,
        remedy: describeRemedy(connector, users),
      };
    }

    function findUsers(arn: string | undefined): ResourceChange[] {
      return findRemainingServices(change).filter(
        ({ before }) => arn !== undefined && textAt(before, ...CONNECTOR_ARN) === arn,
      );
    }
  },
};

function describeRemedy({ action }: ResourceChange, users: readonly ResourceChange[]): string {
  const keepsVpc = users.some(({ after }) => (at(after, ...CONNECTOR_ARN) ?? "") !== "");
  if (action === "delete" && !keepsVpc)
    return `Before you merge, make sure that the ${users.length === 1 ? "service reaches" : "services reach"} everything ${users.length === 1 ? "it needs" : "they need"} without the VPC.`;
  return (
    "Before you merge, allow the new subnets and security groups on everything the service connects to. The first deployment with them takes 2 to 5 " +
    `minutes longer.${action === "delete" ? "" : " A new connector needs a new name and create_before_destroy: the VpcConnector construct has both."}`
  );
}

function describeConsequence(action: string, createBeforeDestroy: boolean, sameName: boolean): string {
  if (action === "replace" && createBeforeDestroy && !sameName)
    return "Services move to the new connector before this one is deleted.";
  if (action === "delete")
    return "App Runner cannot delete a connector in use: services must stop using it first.";
  return createBeforeDestroy
    ? "The new connector has the same name, and App Runner allows one connector per name: the result is undocumented."
    : "App Runner cannot delete a connector in use, so the apply fails.";
}

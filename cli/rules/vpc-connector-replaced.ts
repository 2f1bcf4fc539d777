import { textAt } from "../plan/values";
import { findByType, isDestroyed, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { findRemainingServices, readServiceName } from "./service";
import { describeCause, joinQuoted } from "./wording";

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
          `The VPC connector ${name ?? connector.address} of ${joinQuoted(users)} is ` +
          `${connector.action === "replace" ? `replaced because ${describeCause(connector)}` : "destroyed"}. ${describeConsequence(connector.action, connector.createBeforeDestroy, sameName)}`,
        remedy:
          "Before you merge, allow the new subnets and security groups on everything the service connects to. The first deployment with them takes 2 to 5 " +
          "minutes longer. A new connector needs a new name and create_before_destroy: the VpcConnector construct has both.",
      };
    }

    function findUsers(arn: string | undefined): string[] {
      return findRemainingServices(change)
        .filter(({ before }) => {
          const used = textAt(
            before,
            "network_configuration",
            0,
            "egress_configuration",
            0,
            "vpc_connector_arn",
          );
          return arn !== undefined && used === arn;
        })
        .map(readServiceName);
    }
  },
};

function describeConsequence(action: string, createBeforeDestroy: boolean, sameName: boolean): string {
  if (action === "replace" && createBeforeDestroy && !sameName)
    return "Services move to the new connector before this one is deleted.";
  if (action === "delete")
    return "App Runner cannot delete a connector in use: services must stop using it first.";
  return createBeforeDestroy
    ? "The new connector has the same name, and App Runner allows one connector per name: the result is undocumented."
    : "App Runner cannot delete a connector in use, so the apply fails.";
}

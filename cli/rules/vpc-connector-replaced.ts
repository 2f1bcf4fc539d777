import { textAt } from "../plan/values";
import { findByType, isDestroyed, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { findRemainingServices, readServiceName } from "./service";
import { describeCause } from "./wording";

/** The network interfaces that a service leaves through are others afterwards. */
export const vpcConnectorReplaced: Rule = {
  name: "vpc-connector-replaced",
  severity: "warning",
  title: "The way of a service into the VPC is replaced",
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
          `The VPC connector ${name ?? connector.address} is ${connector.action === "replace" ? `replaced, because ${describeCause(connector)}` : "destroyed"}; ` +
          `${users.join(", ")} uses it. ${describeConsequence(connector.action, connector.createBeforeDestroy, sameName)}`,
        remedy:
          "See that what the service reaches lets the new subnets and security groups in, before this is merged; the first use of new ones " +
          "takes App Runner 2 to 5 minutes longer. A connector needs a new name and create_before_destroy: VpcConnector has both.",
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
        .map((service) => `'${readServiceName(service)}'`);
    }
  },
};

function describeConsequence(action: string, createBeforeDestroy: boolean, sameName: boolean): string {
  if (action === "replace" && createBeforeDestroy && !sameName)
    return "The service moves to the new one before this one goes.";
  if (action === "delete")
    return "App Runner deletes no connector in use: the service has to leave it first.";
  return createBeforeDestroy
    ? "Both have one name, and App Runner has one connector of a name: what comes of it is not documented."
    : "App Runner deletes no connector in use, so the apply fails.";
}

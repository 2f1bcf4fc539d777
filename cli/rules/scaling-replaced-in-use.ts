import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { findByType, isDestroyed, SCALING, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readServiceName } from "./service";
import { blocksDeletion, indexUsers, type User } from "./users";
import { joinQuoted } from "./wording";

/** App Runner cannot delete a scaling configuration in use. */
export const scalingReplacedInUse: Rule = {
  name: "scaling-replaced-in-use",
  severity: "error",
  title: "A scaling configuration in use is destroyed",
  reads: [SERVICE],
  *check(change) {
    const findUsers = indexUsers(change, "auto_scaling_configuration_arn");
    for (const scaling of findByType(change, SCALING)) {
      if (!isDestroyed(scaling)) continue;
      const users = findUsers(scaling);
      const blocking = users.filter((user) => blocksDeletion(user, scaling));
      const usedElsewhere = users.length === 0 && at(scaling.before, "has_associated_service") === true;
      if (blocking.length === 0 && !usedElsewhere) continue;
      yield {
        resource: scaling,
        message:
          `The scaling configuration '${textAt(scaling.before, "auto_scaling_configuration_name") ?? scaling.address}' is destroyed while ` +
          `${usedElsewhere ? "a service outside these plans uses" : describeUsers(blocking)} it. App Runner rejects the deletion, so the apply fails partway.`,
        remedy: describeRemedy(scaling, blocking),
      };
    }
  },
};

function describeUsers(users: readonly User[]): string {
  const names = users.map(({ service }) => readServiceName(service));
  return `${joinQuoted(names)} ${users.length === 1 ? "uses" : "use"}`;
}

function describeRemedy({ action }: ResourceChange, users: readonly User[]): string {
  if (action === "replace" && users.length > 0 && users.every(({ stops }) => stops === "update")) {
    return "Set create_before_destroy in its lifecycle, so that services move to the new revision before the old one is deleted. The Scaling construct does this.";
  }
  return (
    "Keep this configuration, create another one next to it, set its ARN on each service that uses this one, and apply. " +
    "Destroy this one in a later change. To remove the ARN from the service is not enough: the AWS provider then keeps the old one."
  );
}

import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findByType, isDestroyed, SCALING, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { findRemainingServices, readServiceName } from "./service";
import { joinQuoted } from "./wording";

/** App Runner cannot delete a scaling configuration in use. */
export const scalingReplacedInUse: Rule = {
  name: "scaling-replaced-in-use",
  severity: "error",
  title: "A scaling configuration in use is destroyed",
  reads: [SERVICE],
  *check(change) {
    for (const scaling of findByType(change, SCALING)) {
      if (!isDestroyed(scaling) || scaling.createBeforeDestroy) continue;
      const users = findUsers(scaling, change);
      if (users.length === 0) continue;
      yield {
        resource: scaling,
        message:
          `The scaling configuration '${textAt(scaling.before, "auto_scaling_configuration_name") ?? scaling.address}' is destroyed while ` +
          `${joinQuoted(users)} ${users.length === 1 ? "uses" : "use"} it. App Runner rejects the deletion, so the apply fails partway.`,
        remedy:
          "Set create_before_destroy in its lifecycle, so that services move to the new revision before the old one is deleted. The Scaling construct does this.",
      };
    }
  },
};

/** A service that switches configurations in the same apply does so only after the old one is destroyed. */
function findUsers(scaling: ResourceChange, change: WholeChange): string[] {
  const arn = textAt(scaling.before, "arn");
  const attribute = "auto_scaling_configuration_arn";
  return findRemainingServices(change)
    .filter(({ before, after }) => {
      const uses = arn !== undefined && textAt(before, attribute) === arn;
      // If the configuration is only deleted, the service can move off it first.
      return uses && (scaling.action === "replace" || textAt(after, attribute) === arn);
    })
    .map(readServiceName);
}

import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findByType, isDestroyed, SCALING, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { findRemainingServices, readServiceName } from "./service";
import { joinQuoted } from "./wording";

/** App Runner deletes no scaling configuration that a service uses. */
export const scalingReplacedInUse: Rule = {
  name: "scaling-replaced-in-use",
  severity: "error",
  title: "A scaling configuration is destroyed before its services leave it",
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
          `${joinQuoted(users)} uses it. App Runner refuses that, so the apply fails half-way.`,
        remedy:
          "Set create_before_destroy in its lifecycle: the services then move to the new revision before the old one goes. Scaling does that.",
      };
    }
  },
};

/** A service that moves to another configuration in the same apply does so only after the old one should have gone. */
function findUsers(scaling: ResourceChange, change: WholeChange): string[] {
  const arn = textAt(scaling.before, "arn");
  const attribute = "auto_scaling_configuration_arn";
  return findRemainingServices(change)
    .filter(({ before, after }) => {
      const uses = arn !== undefined && textAt(before, attribute) === arn;
      // One that is only deleted may be left first.
      return uses && (scaling.action === "replace" || textAt(after, attribute) === arn);
    })
    .map(readServiceName);
}

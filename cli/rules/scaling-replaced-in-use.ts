import type { ResourceChange } from "../model";
import { text } from "../plan/values";
import { isDestroyed, ofType } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { remainingServices, SERVICE, serviceName } from "./service";
import { list } from "./wording";

/** App Runner deletes no scaling configuration that a service uses. */
export const scalingReplacedInUse: Rule = {
  name: "scaling-replaced-in-use",
  severity: "error",
  title: "A scaling configuration is destroyed before its services leave it",
  reads: [SERVICE],
  *check(change) {
    for (const scaling of ofType(change, "aws_apprunner_auto_scaling_configuration_version")) {
      if (!isDestroyed(scaling) || scaling.createBeforeDestroy) continue;
      const users = usersOf(scaling, change);
      if (users.length === 0) continue;
      yield {
        resource: scaling,
        message:
          `The scaling configuration '${text(scaling.before, "auto_scaling_configuration_name") ?? scaling.address}' is destroyed while ` +
          `${list(users)} uses it. App Runner refuses that, so the apply fails half-way.`,
        remedy:
          "Set create_before_destroy in its lifecycle: the services then move to the new revision before the old one goes. Scaling does that.",
      };
    }
  },
};

/** A service that moves to another configuration in the same apply does so only after the old one should have gone. */
function usersOf(scaling: ResourceChange, change: WholeChange): string[] {
  const arn = text(scaling.before, "arn");
  const attribute = "auto_scaling_configuration_arn";
  return remainingServices(change)
    .filter(({ before, after }) => {
      const uses = arn !== undefined && text(before, attribute) === arn;
      // One that is only deleted may be left first.
      return uses && (scaling.action === "replace" || text(after, attribute) === arn);
    })
    .map(serviceName);
}

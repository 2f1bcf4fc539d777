import type { ResourceChange } from "../model";
import { at } from "../plan/values";
import { ofType } from "./resources";
import type { Rule } from "./rule";
import { SERVICE, serviceName, type Side } from "./service";

/** App Runner never switches a service between code and image, and Terraform plans it as if it did. */
export const sourceKindSwitched: Rule = {
  name: "source-kind-switched",
  severity: "error",
  title: "A service is switched between code and image",
  *check(change) {
    for (const service of ofType(change, SERVICE)) {
      const [before, after] = [kindOf(service, "before"), kindOf(service, "after")];
      if (service.action !== "update" || !before || !after || before === after) continue;
      yield {
        resource: service,
        message: `The service '${serviceName(service)}' runs ${before} and is to run ${after}. App Runner refuses that, so the apply fails.`,
        remedy:
          "Create a service with another name beside this one, move the domains to it, and remove this one in a later change.",
      };
    }
  },
};

function kindOf(service: ResourceChange, side: Side): "code" | "an image" | undefined {
  const source = at(service[side], "source_configuration", 0);
  if (at(source, "code_repository", 0) !== undefined) return "code";
  return at(source, "image_repository", 0) === undefined ? undefined : "an image";
}

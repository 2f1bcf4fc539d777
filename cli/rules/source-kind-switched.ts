import type { ResourceChange, Side } from "../model";
import { at } from "../plan/values";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readServiceName } from "./service";

/** App Runner cannot switch a service between code and image, but Terraform plans it as an update. */
export const sourceKindSwitched: Rule = {
  name: "source-kind-switched",
  severity: "error",
  title: "A service switches between code and image",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      const [before, after] = [readKind(service, "before"), readKind(service, "after")];
      if (service.action !== "update" || !before || !after || before === after) continue;
      yield {
        resource: service,
        message: `The service '${readServiceName(service)}' is switched from ${before} to ${after}. App Runner rejects this, so the apply fails.`,
        remedy:
          "Create a service with a different name next to this one, move the domains to it, and remove this one in a later change.",
      };
    }
  },
};

function readKind(service: ResourceChange, side: Side): "source code" | "an image" | undefined {
  const source = at(service[side], "source_configuration", 0);
  if (at(source, "code_repository", 0) !== undefined) return "source code";
  return at(source, "image_repository", 0) === undefined ? undefined : "an image";
}

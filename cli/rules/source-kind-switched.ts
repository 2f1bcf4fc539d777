import { Hidden, type ResourceChange, type Side, Unknown, type Value } from "../model";
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
          "Create a service with a different name next to this one, and test it at its default URL. Then move the domains to it, which interrupts " +
          "them until the new certificates are valid. Remove this one in a later change.",
      };
    }
  },
};

function readKind(service: ResourceChange, side: Side): "source code" | "an image" | undefined {
  const source = at(service[side], "source_configuration", 0);
  const [code, image] = [hasBlock(source, "code_repository"), hasBlock(source, "image_repository")];
  if (code === image) return undefined;
  // A source has exactly one of the two blocks, so one that is known tells the other.
  return (code ?? image === false) ? "source code" : "an image";
}

/** Whether a block exists; undefined if the plan does not tell. */
function hasBlock(source: Value | undefined, name: string): boolean | undefined {
  const block = at(source, name);
  if (block instanceof Unknown || block instanceof Hidden) return undefined;
  return (at(block, 0) ?? null) !== null;
}

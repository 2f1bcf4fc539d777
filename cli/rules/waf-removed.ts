import { textAt } from "../plan/values";
import { findByType, isDestroyed, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { findRemainingServices, readServiceName } from "./service";

/** Requests are no longer checked. */
export const wafRemoved: Rule = {
  name: "waf-removed",
  severity: "error",
  title: "A service loses its web ACL",
  reads: [SERVICE],
  *check(change) {
    for (const association of findByType(change, "aws_wafv2_web_acl_association")) {
      if (!isDestroyed(association)) continue;
      const arn = textAt(association.before, "resource_arn");
      const service = findRemainingServices(change).find(
        ({ before }) => arn !== undefined && textAt(before, "arn") === arn,
      );
      if (!service) continue;
      const gap = association.action === "replace";
      yield {
        resource: association,
        message: gap
          ? `The web ACL of '${readServiceName(service)}' is removed before the new one is associated: requests in between are not checked.`
          : `No web ACL checks requests to '${readServiceName(service)}' any more, neither at its default URL nor at its domains.`,
        remedy: gap
          ? "Change the rules of the web ACL, not its name. Or create the new association before the old one is destroyed."
          : "Keep webAcl. To test without a rule, set the rule to count instead of block.",
      };
    }
  },
};

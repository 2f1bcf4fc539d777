import { textAt } from "../plan/values";
import { findRenamedPairs } from "./rename-churn";
import { DOMAIN_ASSOCIATION, findByType, isDestroyed } from "./resources";
import type { Rule } from "./rule";
import { describeCause } from "./wording";

/** A domain that is associated anew needs a new certificate. */
export const domainReplaced: Rule = {
  name: "domain-replaced",
  severity: "error",
  title: "A custom domain is replaced or removed",
  *check(change) {
    const renamed = new Set(findRenamedPairs(change).map(({ from }) => from));
    for (const association of findByType(change, DOMAIN_ASSOCIATION)) {
      if (!isDestroyed(association) || renamed.has(association)) continue;
      const domain = textAt(association.before, "domain_name") ?? association.address;
      yield association.action === "delete"
        ? {
            resource: association,
            message: `The domain ${domain} is taken from its service: it stops answering.`,
            remedy:
              "Where it is meant: let its traffic go elsewhere first. App Runner keeps the certificate for a few days, so that it can be associated again.",
          }
        : {
            resource: association,
            message:
              `The association of ${domain} is destroyed and created again, because ${describeCause(association)}. ` +
              `${domain} does not answer until the new certificate is validated: minutes, at times hours.`,
            remedy:
              "Keep the service, the domain and the kind of www as they are. For www use a domain of its own (www: true), which never touches this one.",
          };
    }
  },
};

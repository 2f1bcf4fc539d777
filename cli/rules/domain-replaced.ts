import { textAt } from "../plan/values";
import { findRenames } from "./renames";
import { DOMAIN_ASSOCIATION, findByType, isDestroyed } from "./resources";
import type { Rule } from "./rule";
import { describeCause } from "./wording";

/** A new association needs a new certificate. */
export const domainReplaced: Rule = {
  name: "domain-replaced",
  severity: "error",
  title: "A custom domain is replaced or removed",
  *check(change) {
    const renamed = findRenames(change).byFrom;
    for (const association of findByType(change, DOMAIN_ASSOCIATION)) {
      if (!isDestroyed(association) || renamed.has(association)) continue;
      const domain = textAt(association.before, "domain_name") ?? association.address;
      yield association.action === "delete"
        ? {
            resource: association,
            message: `The domain ${domain} is removed from its service and stops answering.`,
            remedy:
              "If this is intended, move its traffic elsewhere first. App Runner keeps the certificate for a few days, in case you associate the domain again.",
          }
        : {
            resource: association,
            message:
              `The association of ${domain} is destroyed and created again because ${describeCause(association)}. ` +
              `${domain} does not answer until the new certificate is validated: minutes, sometimes hours.`,
            remedy:
              "Keep the service, the domain and the www setting. To add www, set 'www' to true, which creates a separate association.",
          };
    }
  },
};

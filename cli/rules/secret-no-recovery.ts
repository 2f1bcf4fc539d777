import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { findRenames } from "./renames";
import { findByType, isDestroyed, SECRET } from "./resources";
import type { Rule } from "./rule";
import { formatRegionOption } from "./wording";

const WINDOW = "recovery_window_in_days";

/** Without a recovery window, a secret and all versions of its value are deleted immediately. */
export const secretNoRecovery: Rule = {
  name: "secret-no-recovery",
  severity: "error",
  title: "A secret can be lost permanently",
  *check(change) {
    const renamed = findRenames(change).byFrom;
    for (const secret of findByType(change, SECRET)) {
      const name = textAt(secret.before, "name") ?? textAt(secret.after, "name") ?? secret.address;
      if (isDestroyed(secret) && isLostAtOnce(secret)) {
        yield {
          resource: secret,
          message: `'${name}' is deleted immediately, with every version of its value: its recovery window ${at(secret.before, WINDOW) === 0 ? "is 0 days" : "is not in the state, which counts as 0 days"}.`,
          remedy: renamed.has(secret)
            ? "Move it instead: see the finding 'rename-churn'."
            : `If you need the value, save it: aws secretsmanager get-secret-value --secret-id ${name}${formatRegionOption(textAt(secret.before, "arn"))}. ` +
              "To be able to restore it, keep the secret in the code, set recoveryWindowInDays to 7 or more and apply only that. Destroy it in a later change.",
        };
      } else if (losesWindow(secret)) {
        yield {
          resource: secret,
          message: `'${textAt(secret.after, "name") ?? name}' gets a recovery window of 0 days: destroying it deletes its value immediately.`,
          remedy: "Omit recoveryWindowInDays: a deleted secret can then be restored for 30 days.",
        };
      }
    }
  },
};

/** The window in the state counts, not the planned one. It is missing after an import without a later apply. */
function isLostAtOnce({ before }: ResourceChange): boolean {
  const window = at(before, WINDOW);
  return window === 0 || window === null;
}

function losesWindow({ action, attributes, after }: ResourceChange): boolean {
  const changes = attributes.some(({ name }) => name === WINDOW);
  return ["create", "update", "replace"].includes(action) && changes && at(after, WINDOW) === 0;
}

import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { findRenamedPairs } from "./rename-churn";
import { findByType, isDestroyed, SECRET } from "./resources";
import type { Rule } from "./rule";

const WINDOW = "recovery_window_in_days";

/** A secret without a recovery window is gone at once, with every version of its value. */
export const secretNoRecovery: Rule = {
  name: "secret-no-recovery",
  severity: "error",
  title: "A secret can be lost for good",
  *check(change) {
    const renamed = new Set(findRenamedPairs(change).map(({ from }) => from));
    for (const secret of findByType(change, SECRET)) {
      const name = textAt(secret.before, "name") ?? textAt(secret.after, "name") ?? secret.address;
      if (isDestroyed(secret) && at(secret.before, WINDOW) === 0) {
        yield {
          resource: secret,
          message: `'${name}' is deleted at once, with every version of its value: its recovery window is 0 days.`,
          remedy: renamed.has(secret)
            ? "Move it instead: see the finding 'rename-churn'."
            : `Set recoveryWindowInDays to 7 or more and apply that first. Where nothing may be lost, save the value: aws secretsmanager get-secret-value --secret-id ${name}`,
        };
      } else if (losesWindow(secret)) {
        yield {
          resource: secret,
          message: `'${name}' gets a recovery window of 0 days: whoever destroys it deletes its value at once.`,
          remedy: "Leave recoveryWindowInDays away: a deleted secret can then be restored for 30 days.",
        };
      }
    }
  },
};

function losesWindow({ action, attributes, after }: ResourceChange): boolean {
  const changes = attributes.some(({ name }) => name === WINDOW);
  return (action === "create" || action === "update") && changes && at(after, WINDOW) === 0;
}

import { Hidden, type ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { joinWithAnd } from "../text/lists";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readRun, readServiceName, type Run } from "./service";
import { formatRegionOption } from "./wording";

/** The provider omits an empty map and a missing role from its request, so App Runner may keep the old ones. */
export const lastSecretRemoved: Rule = {
  name: "last-secret-removed",
  severity: "warning",
  title: "A removed secret, variable or role may remain in App Runner",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      const gone = service.action === "update" ? listRemoved(service) : [];
      if (gone.length === 0) continue;
      const isOne = gone.length === 1 && gone[0]?.isOne === true;
      const keep = gone.flatMap(({ keep = [] }) => keep);
      const arn = textAt(service.before, "arn");
      yield {
        resource: service,
        message:
          `${capitalize(joinWithAnd(gone.map(({ name }) => name)))} of the service '${readServiceName(service)}' ${isOne ? "is" : "are"} removed, ` +
          `but Terraform's AWS provider does not send empty settings. App Runner may keep ${isOne ? "it" : "them"}.`,
        remedy:
          "After the apply, check the service: aws apprunner describe-service --service-arn " +
          `${arn ?? "<arn>"}${formatRegionOption(arn)}. If the setting is still there, remove it in the console${keep.length > 0 ? `, or leave ${joinWithAnd(keep)} in the code` : ""}.`,
      };
    }
  },
};

/** Settings that are no longer set. */
interface Removed {
  /** The settings with an article, such as `all secrets`. */
  readonly name: string;
  readonly isOne: boolean;
  /** What to leave in the code, so that the provider sends the setting. */
  readonly keep?: string;
}

function listRemoved(service: ResourceChange): Removed[] {
  const [before, after] = [readRun(service, "before"), readRun(service, "after")];
  const role = (values: ResourceChange["before"]) =>
    textAt(values, "instance_configuration", 0, "instance_role_arn");
  const roleGoes = role(service.before) !== undefined && service.attributes.some(isRemovedRole);
  return [
    ...listEmptied("secret", before, after),
    ...listEmptied("variable", before, after),
    ...(roleGoes ? [{ name: "the instance role", isOne: true }] : []),
  ];
}

function isRemovedRole({ name, after }: ResourceChange["attributes"][number]): boolean {
  return name.endsWith("instance_role_arn") && (after === undefined || after === null || after === "");
}

/** A map that is hidden or unknown as a whole after the change is not empty. */
function listEmptied(noun: "secret" | "variable", before: Run, after: Run): Removed[] {
  const map = `${noun}s` as const;
  const number = Object.keys(before[map]).length;
  const hadSome = number > 0 || before.wholes[map] instanceof Hidden;
  if (!hadSome || Object.keys(after[map]).length > 0 || after.wholes[map] !== undefined) return [];
  const isOne = number === 1;
  return [{ name: isOne ? `the last ${noun}` : `all ${map}`, isOne, keep: `one ${noun}` }];
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

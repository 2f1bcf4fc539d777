import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { joinWithAnd } from "../text/lists";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readRun, readServiceName } from "./service";

/** The provider omits an empty map and a missing role from its request, so App Runner may keep the old ones. */
export const lastSecretRemoved: Rule = {
  name: "last-secret-removed",
  severity: "warning",
  title: "A removed secret, variable or role may remain in App Runner",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      const gone = service.action === "update" ? listRemoved(service) : [];
      if (gone.length === 0) continue;
      yield {
        resource: service,
        message:
          `The ${joinWithAnd(gone)} of the service '${readServiceName(service)}' ${gone.length === 1 ? "is" : "are"} removed, but Terraform's AWS provider ` +
          `does not send empty settings. App Runner may keep ${gone.length === 1 ? "it" : "them"}.`,
        remedy:
          "After the apply, check the service: aws apprunner describe-service --service-arn " +
          `${textAt(service.before, "arn") ?? "<arn>"}. If the setting is still there, remove it in the console, or keep one entry.`,
      };
    }
  },
};

function listRemoved(service: ResourceChange): string[] {
  const [before, after] = [readRun(service, "before"), readRun(service, "after")];
  const role = (values: ResourceChange["before"]) =>
    textAt(values, "instance_configuration", 0, "instance_role_arn");
  const roleGoes = role(service.before) !== undefined && service.attributes.some(isRemovedRole);
  return [
    ...(isEmptied(before.secrets, after.secrets) ? ["last secret"] : []),
    ...(isEmptied(before.variables, after.variables) ? ["last variable"] : []),
    ...(roleGoes ? ["instance role"] : []),
  ];
}

function isRemovedRole({ name, after }: ResourceChange["attributes"][number]): boolean {
  return name.endsWith("instance_role_arn") && (after === undefined || after === null || after === "");
}

function isEmptied(before: object, after: object): boolean {
  return Object.keys(before).length > 0 && Object.keys(after).length === 0;
}

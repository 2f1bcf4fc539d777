import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readRun, readServiceName } from "./service";

/** The provider sends nothing for an empty map or a role that is left away, so App Runner may keep what was there. */
export const lastSecretRemoved: Rule = {
  name: "last-secret-removed",
  severity: "warning",
  title: "What is removed may stay, because the provider does not send that it goes",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      const gone = service.action === "update" ? listRemoved(service) : [];
      if (gone.length === 0) continue;
      yield {
        resource: service,
        message:
          `${gone.join(" and ")} of the service '${readServiceName(service)}' ${gone.length === 1 ? "is" : "are"} to go. Terraform's AWS provider ` +
          "leaves what is empty out of its call, so App Runner may keep what it has.",
        remedy:
          "After the apply look at what runs: aws apprunner describe-service --service-arn " +
          `${textAt(service.before, "arn") ?? "<arn>"}. Where it is still there, take it off in the console, or keep one entry.`,
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
    ...(isEmptied(before.secrets, after.secrets) ? ["The last secret"] : []),
    ...(isEmptied(before.variables, after.variables) ? ["The last variable"] : []),
    ...(roleGoes ? ["The instance role"] : []),
  ];
}

function isRemovedRole({ name, after }: ResourceChange["attributes"][number]): boolean {
  return name.endsWith("instance_role_arn") && (after === undefined || after === null || after === "");
}

function isEmptied(before: object, after: object): boolean {
  return Object.keys(before).length > 0 && Object.keys(after).length === 0;
}

import { Hidden, type ResourceChange } from "../model";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readRun, readServiceName } from "./service";
import { joinQuoted } from "./wording";

/** Anyone who can describe the service or read the state can read plain variables. */
export const plaintextSecret: Rule = {
  name: "plaintext-secret",
  severity: "error",
  title: "A plain-text environment variable holds a secret",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      const names = findNewSecrets(service);
      if (names.length === 0) continue;
      yield {
        resource: service,
        message:
          `${joinQuoted(names)} of the service '${readServiceName(service)}' ${names.length === 1 ? "looks like a secret or is" : "look like secrets or are"} marked as sensitive. ` +
          "The service, the state and every plan file show plain variables in clear text.",
        remedy:
          "Store the value in a Secret and refer to it in 'secrets'. If the value was ever applied, rotate it: the state contains it.",
      };
    }
  },
};

/** The variables that this change sets. Existing ones are not reported again. */
function findNewSecrets(service: ResourceChange): string[] {
  const variables = Object.entries(readRun(service, "after").variables);
  const changed = service.attributes.map(({ name }) => name);
  return variables.flatMap(([name, value]) => {
    const own = [
      `runtime_environment_variables.${name}`,
      `runtime_environment_variables[${JSON.stringify(name)}]`,
    ];
    const isNew = changed.some((attribute) => own.some((path) => attribute.endsWith(path)));
    return value instanceof Hidden && isNew ? [name] : [];
  });
}

import { Hidden, type ResourceChange } from "../model";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readRun, readServiceName } from "./service";
import { joinQuoted } from "./wording";

/** Everybody who may describe a service reads its plain variables, and so does whoever reads the state. */
export const plaintextSecret: Rule = {
  name: "plaintext-secret",
  severity: "error",
  title: "A plain environment variable holds a secret",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      const names = findNewSecrets(service);
      if (names.length === 0) continue;
      yield {
        resource: service,
        message:
          `${joinQuoted(names)} of the service '${readServiceName(service)}': marked as sensitive, or a secret by name or by value. As a plain variable it ` +
          "can be read in the service, in the state and in every plan file.",
        remedy:
          "Put the value into a Secret and refer to it in 'secrets'. A value that was applied once has to be changed: it is in the state.",
      };
    }
  },
};

/** Those that this change sets: what was there before is no news. */
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

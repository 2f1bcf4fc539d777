import { Hidden, type ResourceChange } from "../model";
import { ofType } from "./resources";
import type { Rule } from "./rule";
import { runOf, SERVICE, serviceName } from "./service";
import { list } from "./wording";

/** Everybody who may describe a service reads its plain variables, and so does whoever reads the state. */
export const plaintextSecret: Rule = {
  name: "plaintext-secret",
  severity: "error",
  title: "A plain environment variable holds a secret",
  *check(change) {
    for (const service of ofType(change, SERVICE)) {
      const names = newSecrets(service);
      if (names.length === 0) continue;
      yield {
        resource: service,
        message:
          `${list(names)} of the service '${serviceName(service)}': marked as sensitive, or a secret by name or by value. As a plain variable it ` +
          "can be read in the service, in the state and in every plan file.",
        remedy:
          "Put the value into a Secret and refer to it in 'secrets'. A value that was applied once has to be changed: it is in the state.",
      };
    }
  },
};

/** Those that this change sets: what was there before is no news. */
function newSecrets(service: ResourceChange): string[] {
  const variables = Object.entries(runOf(service, "after").variables);
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

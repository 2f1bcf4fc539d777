import { Hidden, type ResourceChange, Unknown } from "../model";
import { isSecretName } from "../plan/secret-names";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readRun, readServiceName } from "./service";
import { joinQuoted } from "./wording";

/** Where a service has its plain variables. */
const MAPS = [
  "source_configuration[0].image_repository[0].image_configuration[0].runtime_environment_variables",
  "source_configuration[0].code_repository[0].code_configuration[0].code_configuration_values[0].runtime_environment_variables",
];

/** Anyone who can describe the service or read the state can read plain variables. */
export const plaintextSecret: Rule = {
  name: "plaintext-secret",
  severity: "error",
  title: "A plain-text environment variable holds a secret",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      const found = describeNewSecrets(service);
      if (found === undefined) continue;
      yield {
        resource: service,
        message: `${found}. The service, the state and every plan file show plain variables in clear text.`,
        remedy:
          "Add a Secret, apply that and store the value: aws secretsmanager put-secret-value. Then refer to it in 'secrets' instead of the plain " +
          "variable, and deploy. If the value was ever applied, rotate it afterwards: old versions of the state contain it.",
      };
    }
  },
};

/** Says which variables of this change hold a secret. Existing ones are not reported again. */
function describeNewSecrets(service: ResourceChange): string | undefined {
  const { variables, wholes } = readRun(service, "after");
  const existing = readRun(service, "before").variables;
  const changed = new Set(service.attributes.map(({ name }) => name));
  const wholeChanges = [...changed].some((name) => MAPS.some((map) => map.startsWith(name)));
  const owner = `of the service '${readServiceName(service)}'`;
  if (wholes.variables instanceof Hidden && wholeChanges)
    return `The map of plain variables ${owner} is marked as sensitive as a whole`;
  const names = Object.entries(variables).flatMap(([name, value]) => {
    const isSecret = value instanceof Hidden || (value instanceof Unknown && isSecretName(name));
    const paths = MAPS.flatMap((map) => [`${map}.${name}`, `${map}[${JSON.stringify(name)}]`]);
    const isNew = !Object.hasOwn(existing, name) || wholeChanges || paths.some((path) => changed.has(path));
    return isSecret && isNew ? [name] : [];
  });
  if (names.length === 0) return undefined;
  const looks = names.length === 1 ? "looks like a secret or is" : "look like secrets or are";
  return `${joinQuoted(names)} ${owner} ${looks} marked as sensitive`;
}

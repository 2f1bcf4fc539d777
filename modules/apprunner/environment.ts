import { literalParts } from "../core/mixed-text";
import { MAX_TEXT_LENGTH } from "../core/patterns";
import type { PropertyChecks } from "../core/property-checks";
import { display, isRecord, isToken, typeName } from "../core/values";
import { SECRET, SECRET_REFERENCE, type SecretReference } from "../secretsmanager/secret-base";
import { PARAMETER, PARAMETER_REFERENCE, type ParameterReference } from "../ssm/parameter";

const NAME = { pattern: /^[^\s=]+$/, allowed: "a name without whitespace or '='" };
const JSON_FIELD = {
  pattern: /^[^\s:${}"\\]{1,255}$/,
  allowed: "the key of a JSON field: 1 to 255 characters without whitespace, '\"' or any of ':${}\\'",
};

const STAGE = {
  pattern: /^[\w/=+.@-]{1,256}$/,
  allowed: "a staging label of 1 to 256 letters, digits and '_/=+.@-', such as 'AWSPREVIOUS'",
};
const VERSION_ID = {
  pattern: /^[A-Za-z0-9-]{32,64}$/,
  allowed: "a version id of 32 to 64 letters, digits and '-'",
};

/**
 * Records a fault for each variable or secret that App Runner rejects or sets itself. Values are never printed.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html
 */
export function validateEnvironment(checks: PropertyChecks, environment: unknown, secrets: unknown): void {
  checks.knows("environment", "secrets");
  for (const [prop, map] of Object.entries({ environment, secrets })) {
    checks.that(isRecord(map), `'${prop}' must be a map, got ${display(map)}`);
  }
  if (!isRecord(environment) || !isRecord(secrets)) return;

  for (const [name, value] of isToken(environment) ? [] : Object.entries(environment)) {
    checks.string("a name in 'environment'", name, NAME);
    validateName(checks, "environment", name);
    checks.text(`environment.${name}`, value, MAX_TEXT_LENGTH);
    const twice = Object.hasOwn(secrets, name);
    checks.that(!twice, `'${name}' must be in either 'environment' or 'secrets', got both`);
  }
  for (const [name, value] of Object.entries(secrets)) {
    checks.literal("a name in 'secrets'", name, NAME);
    validateName(checks, "secrets", name);
    if (isSecretReference(value)) {
      checks.optional.string(`secrets.${name}.field`, value.field, JSON_FIELD);
      validateVersion(checks, `secrets.${name}.version`, value.version);
    } else if (!isParameterReference(value)) {
      checks.fault(
        `'secrets.${name}' must be secret.wholeValue(), secret.jsonField(name) or parameter.value(), got ${describe(value)}`,
      );
    }
  }
}

/** Describes what was passed instead of a reference, without printing it: it may be a secret. */
function describe(value: unknown): string {
  if (SECRET.includes(value)) return "a Secret: call .wholeValue() or .jsonField(name)";
  if (PARAMETER.includes(value)) return "a Parameter: call .value()";
  if (typeof value === "string" && literalParts(value) !== "") return "a string: store the value in a Secret";
  return isToken(value) ? display(value) : typeName(value);
}

function validateVersion(checks: PropertyChecks, prop: string, version: unknown): void {
  if (!isRecord(version)) {
    checks.fault(`'${prop}' must be an object, got ${display(version)}`);
    return;
  }
  checks.props(prop, version);
  const { versionStage, versionId } = version;
  checks.optional.literal(`${prop}.versionStage`, versionStage, STAGE);
  checks.optional.literal(`${prop}.versionId`, versionId, VERSION_ID);
  checks.that(
    versionStage === undefined || versionId === undefined,
    `'${prop}' must have either a versionStage or a versionId, got both`,
  );
}

function isSecretReference(value: unknown): value is SecretReference {
  return SECRET_REFERENCE.includes(value) && SECRET.includes(value.secret);
}

function isParameterReference(value: unknown): value is ParameterReference {
  return PARAMETER_REFERENCE.includes(value) && PARAMETER.includes(value.parameter);
}

function validateName(checks: PropertyChecks, prop: string, name: string): void {
  checks.key(prop, name).text(`the name ${display(name)} in '${prop}'`, name, MAX_TEXT_LENGTH);
  checks.that(name !== "PORT", `'${prop}.PORT' is set by App Runner: use the prop 'port'`);
  const reserved = name.startsWith("AWSAPPRUNNER");
  checks.that(!reserved, `'${prop}' names must not start with 'AWSAPPRUNNER', got ${display(name)}`);
}

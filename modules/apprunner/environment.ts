import { Construct } from "constructs";
import { allowCharacters, literalParts } from "../core/mixed-text";
import { MAX_TEXT_LENGTH } from "../core/patterns";
import type { PropertyChecks } from "../core/property-checks";
import { display, isRecord, isToken, typeName } from "../core/values";
import { SECRET, SECRET_REFERENCE, type SecretReference } from "../secretsmanager/secret-base";
import { PARAMETER, PARAMETER_REFERENCE, type ParameterReference } from "../ssm/parameter-base";

/** API model: RuntimeEnvironmentVariablesKey, `.*`. An `=` would end the name in the container. */
const NAME = { pattern: /^[^=\t\n\r]+$/, allowed: "a name without '=', tabs or line breaks" };
/** API model: RuntimeEnvironmentSecretsName. */
const MAX_SECRET_NAME_LENGTH = 2048;
const JSON_FIELD = {
  pattern: /^[^\s:${}"\\]{1,255}$/,
  allowed: "the key of a JSON field: 1 to 255 characters without whitespace, '\"' or any of ':${}\\'",
  mixed: allowCharacters('^\\s:${}"\\\\'),
};

/** API model of Secrets Manager: SecretVersionStageType. */
const STAGE = {
  pattern: /^[\w/=+.@-]{1,256}$/,
  allowed: "a staging label of 1 to 256 letters, digits and '_/=+.@-', such as 'AWSPREVIOUS'",
  mixed: allowCharacters("\\w\\/=+.@\\-"),
};
/** API model of Secrets Manager: SecretVersionIdType. */
const VERSION_ID = {
  pattern: /^[A-Za-z0-9-]{32,64}$/,
  allowed: "a version id of 32 to 64 letters, digits and '-'",
  mixed: allowCharacters("A-Za-z0-9\\-"),
};

/**
 * Records a fault for each variable or secret that App Runner rejects or sets itself. Values are never printed.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html
 */
export function validateEnvironment(checks: PropertyChecks, environment: unknown, secrets: unknown): void {
  checks.knows("environment", "secrets");
  const isTokenMap = isTokenOfMap(environment);
  checks.allow(isTokenMap || isMap(environment), "environment", "a map", environment, hideText(environment));
  if (isToken(secrets)) {
    checks.fault(
      "'secrets' must be a map whose names and secrets are known at synth, such as { URL: secret.wholeValue() }, because the role " +
        `gets access to each secret and the plan checks it, got ${display(secrets)}`,
    );
    return;
  }
  checks.allow(isMap(secrets), "secrets", "a map", secrets, hideText(secrets));
  if (!isMap(secrets)) return;
  if (isMap(environment) && !isTokenMap) validateVariables(checks, environment, secrets);
  validateSecrets(checks, secrets);
}

/** Whether `value` is a map of variables. A construct, such as a secret, is not. */
function isMap(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && !Construct.isConstruct(value);
}

/** Describes a text instead of a map by its type: it may be confidential. */
function hideText(value: unknown): { readonly got?: string } {
  return typeof value === "string" ? { got: "a string" } : {};
}

/** Whether `value` is a map that only Terraform knows. A token for a list or a number is not. */
function isTokenOfMap(value: unknown): boolean {
  return isToken(value) && !Array.isArray(value) && typeof value !== "number";
}

function validateVariables(
  checks: PropertyChecks,
  environment: Readonly<Record<string, unknown>>,
  secrets: object,
): void {
  for (const [name, value] of Object.entries(environment)) {
    checks.string({ phrase: "a name in 'environment'" }, name, NAME);
    validateName(checks, "environment", name, MAX_TEXT_LENGTH);
    checks.text(`environment.${name}`, value, MAX_TEXT_LENGTH);
    const twice = Object.hasOwn(secrets, name);
    checks.that(!twice, `'${name}' must be in either 'environment' or 'secrets', got both`);
  }
}

function validateSecrets(checks: PropertyChecks, secrets: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(secrets)) {
    checks.literal({ phrase: "a name in 'secrets'" }, name, NAME);
    validateName(checks, "secrets", name, MAX_SECRET_NAME_LENGTH);
    if (isSecretReference(value)) {
      checks.optional.string(`secrets.${name}.field`, value.field, JSON_FIELD);
      validateVersion(checks, `secrets.${name}.version`, value.version);
    } else if (!isParameterReference(value) && !SECRET.includes(value) && !PARAMETER.includes(value)) {
      const allowed = "a secret, secret.jsonField(name) or a parameter";
      checks.allow(false, `secrets.${name}`, allowed, value, { got: describe(value) });
    }
  }
}

/** Describes what was passed instead of a reference, without printing it: it may be a secret. */
function describe(value: unknown): string {
  if (typeof value === "string" && literalParts(value) !== "") return "a string: store the value in a Secret";
  return isToken(value) ? display(value) : typeName(value);
}

function validateVersion(checks: PropertyChecks, prop: string, version: unknown): void {
  if (!isRecord(version)) {
    checks.allow(false, prop, "an object", version);
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

function validateName(checks: PropertyChecks, prop: string, name: string, maxLength: number): void {
  checks.key(prop, name).text({ phrase: `the name ${display(name)} in '${prop}'` }, name, maxLength);
  checks.that(name !== "PORT", `'${prop}.PORT' is set by App Runner: use the prop 'port'`);
  const reserved = name.startsWith("AWSAPPRUNNER");
  checks.that(!reserved, `'${prop}' names must not start with 'AWSAPPRUNNER', got ${display(name)}`);
}

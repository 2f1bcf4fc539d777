import type { IConstruct } from "constructs";
import { allowCharacters } from "../core/mixed-text";
import { PropertyChecks } from "../core/property-checks";
import type { PolicyConditions, PolicyStatement } from "./policy";

const ACTION = {
  pattern: /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/,
  allowed: "an action, such as 's3:GetObject'",
  mixed: allowCharacters("A-Za-z0-9*?:\\-"),
};
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const COMPARISONS = [
  "String(Not)?(Equals(IgnoreCase)?|Like)",
  "(Numeric|Date)(Not)?Equals",
  "(Numeric|Date)(Less|Greater)Than(Equals)?",
  "Bool",
  "BinaryEquals",
  "(Not)?IpAddress",
  "Arn(Not)?(Equals|Like)",
];
const OPERATOR = {
  pattern: new RegExp(`^((ForAllValues|ForAnyValue):)?((${COMPARISONS.join("|")})(IfExists)?|Null)$`),
  allowed: "a condition operator, such as 'StringEquals'",
};
const KEY = {
  pattern: /^[A-Za-z0-9./_-]+:[^\p{C}$%]{1,255}$/u,
  allowed: "a condition key, such as 'aws:SourceAccount', with 1 to 255 characters after the ':'",
};
const MAX_POLICY_LENGTH = 10_240;

/**
 * Checks a statement as IAM would. Otherwise a misspelled condition operator would fail the apply, and a condition with a
 * misspelled key would never hold.
 *
 * @throws ValidationError if IAM would reject the statement
 */
export function validateStatement(scope: IConstruct, statement: PolicyStatement): void {
  const checks = new PropertyChecks(scope);
  checks.props("statement", statement).knows("actions", "resources", "conditions");
  const { actions, resources, conditions } = statement;
  checkActions(checks, "actions", actions);
  checkSome(checks, "resources", resources, (prop, item) => checks.text(prop, item, MAX_POLICY_LENGTH));
  if (conditions !== undefined) checkConditions(checks, conditions);
  checks.finish();
}

/** Checks the actions of a statement. */
export function checkActions(checks: PropertyChecks, prop: string, actions: unknown): void {
  checkSome(checks, prop, actions, (name, item) => checks.string(name, item, ACTION));
}

/** Checks the conditions of a statement. */
export function checkConditions(
  checks: PropertyChecks,
  conditions: PolicyConditions,
  prop = "conditions",
): void {
  checks.object(prop, conditions);
  const text = (name: string, item: unknown) => checks.text(name, item, MAX_POLICY_LENGTH);
  for (const [operator, keys] of Object.entries(conditions)) {
    const at = `${prop}.${operator}`;
    checks.literal({ phrase: `a key of '${prop}'` }, operator, OPERATOR).object(at, keys);
    for (const [key, value] of Object.entries(keys)) {
      checks.string({ phrase: `a key of '${at}'` }, key, KEY);
      if (Array.isArray(value)) checkSome(checks, `${at}.${key}`, value, text);
      else text(`${at}.${key}`, value);
    }
  }
}

/** Checks that `value` is a list of at least one item, and each item. */
export function checkSome(
  checks: PropertyChecks,
  prop: string,
  value: unknown,
  check: (prop: string, item: unknown) => void,
): void {
  const some = Array.isArray(value) && value.length > 0;
  checks.allow(some, prop, "a list of at least one item", value);
  if (some) checks.list(prop, value, check);
}

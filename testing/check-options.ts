import { inspect } from "node:util";

import { type AppRunnerStandInOptions, DEFAULT_DELAYS, type Delays } from "./options";

type Check = (value: unknown) => boolean;

/** What an option may be, in words and as a check. */
type Rule = readonly [allowed: string, isAllowed: Check];

const isObject: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (pattern: RegExp): Check => {
  return (value) => typeof value === "string" && pattern.test(value);
};
const isInteger = (min: number, max: number): Check => {
  return (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
};
const isOneOf = (...allowed: readonly unknown[]): Check => {
  return (value) => allowed.includes(value);
};

const isAccountId = isText(/^\d{12}$/);
const ADDRESS: Rule = [
  "an address such as http://127.0.0.1:5000",
  (value) => typeof value === "string" && URL.canParse(value) && /^https?:/.test(value),
];

const DURATION: Rule = [
  "a number of milliseconds, at least 0",
  (value) => typeof value === "number" && value >= 0 && value < 2 ** 31,
];

const RULES: Readonly<Record<keyof AppRunnerStandInOptions, Rule>> = {
  awsEndpoint: ADDRESS,
  ecrEndpoint: ADDRESS,
  port: ["a whole number from 0 to 65535", isInteger(0, 65535)],
  region: ["the name of a region such as eu-west-1", isText(/^[a-z]{2}(-[a-z]+)+-\d$/)],
  accountId: ["12 digits in a string", isAccountId],
  delays: ["an object", isObject],
  zoneAccountIds: [
    "a list of accounts, 12 digits each",
    (value) => Array.isArray(value) && value.every(isAccountId),
  ],
  credentialsFor: ["a function", (value) => typeof value === "function"],
  omittedOnUpdate: ['"cleared" or "kept"', isOneOf("cleared", "kept")],
  updateOfPausedService: ['"refused" or "accepted"', isOneOf("refused", "accepted")],
  reuseValidation: ["true or false", isOneOf(true, false)],
  validationPer: ['"association" or "account"', isOneOf("association", "account")],
  serviceQuota: ["a whole number of at least 1", isInteger(1, Infinity)],
};

/**
 * Rejects invalid options, with all problems in one error.
 * @throws Error that names each invalid value and what is allowed
 */
export function checkOptions(options: AppRunnerStandInOptions): void {
  if (!isObject(options)) refuse([`the options must be an object, got ${inspect(options)}`]);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const problems = given.flatMap(([name, value]) => findProblems(name, value, RULES));
  const { awsEndpoint, ecrEndpoint, zoneAccountIds, credentialsFor } = options;
  if (ecrEndpoint !== undefined && awsEndpoint === undefined)
    problems.push("'ecrEndpoint' requires 'awsEndpoint'");
  if (zoneAccountIds !== undefined && !credentialsFor)
    problems.push("'zoneAccountIds' requires 'credentialsFor'");
  refuse(problems);
  checkDelays(options.delays ?? {});
}

/**
 * Rejects unknown delays, and values that are not a duration.
 * @throws Error that names each invalid value and what is allowed
 */
export function checkDelays(delays: Partial<Delays>): void {
  if (!isObject(delays)) refuse([`the delays must be an object, got ${inspect(delays)}`]);
  const rules = Object.fromEntries(Object.keys(DEFAULT_DELAYS).map((name) => [`delays.${name}`, DURATION]));
  refuse(Object.entries(delays).flatMap(([name, value]) => findProblems(`delays.${name}`, value, rules)));
}

/**
 * Rejects a value that is not a duration.
 * @throws Error that shows the value and what is allowed
 */
export function checkDuration(name: string, value: unknown): void {
  refuse(findProblems(name, value, { [name]: DURATION }));
}

function findProblems(name: string, value: unknown, rules: Readonly<Record<string, Rule>>): string[] {
  if (!Object.hasOwn(rules, name))
    return [`'${name}' is not an option; the options are ${Object.keys(rules).join(", ")}`];
  const [allowed, isAllowed] = rules[name] as Rule;
  return isAllowed(value) ? [] : [`'${name}' must be ${allowed}, got ${inspect(value)}`];
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join("; "));
}

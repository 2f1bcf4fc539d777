import { covers } from "./globs";
import type { Condition, Statement } from "./policies";

/** Keys that say who calls or from which network, which is what makes a policy with the principal `*` not public. */
const CALLER =
  /^aws:(principal(orgid|orgpaths|arn|account|servicename)|source(arn|account|orgid|orgpaths|owner|ip|vpc|vpcarn|vpce)|vpce(account|orgid|orgpaths)|vpcsourceip|userid)$/;

/** Keys that requests of an AWS account always have, so that `…IfExists` changes nothing. */
const ALWAYS_SENT = /^aws:(principal(arn|account)|sourceip|userid)$/;

/** Whether a request that meets the conditions `strict` always meets the conditions `loose` too. AWS SDKs always use TLS. */
export function isImplied(loose: readonly Condition[], strict: readonly Condition[]): boolean {
  return loose.every(
    (condition) =>
      isTls(condition, "true") ||
      strict.some(
        ({ operator, key, values }) =>
          isLooser(condition.operator, operator) &&
          key === condition.key &&
          (isNegated(operator)
            ? includesAll(operator, values, condition.values)
            : includesAll(condition.operator, condition.values, values)),
      ),
  );
}

/** Whether an operator accepts all that another one accepts for the same value. */
function isLooser(loose: string, strict: string): boolean {
  return [strict, strict.replace(/(^|:)stringequals(?=$|ifexists)/, "$1stringlike")].some(
    (operator) => loose === operator || loose === `${operator}ifexists`,
  );
}

function includesAll(operator: string, values: readonly string[], wanted: readonly string[]): boolean {
  const fits = operator.includes("like") ? covers : (one: string, other: string) => one === other;
  return wanted.every((value) => values.includes(value) || values.some((one) => fits(one, value)));
}

/** Whether the conditions exclude some requests that AWS SDKs send. */
export function limitsAnything(conditions: readonly Condition[]): boolean {
  return conditions.some(
    ({ key, values }) => key !== "aws:securetransport" && !values.every((value) => /^\*+$/.test(value)),
  );
}

/** Whether the conditions allow only some callers. */
export function limitsCallers(conditions: readonly Condition[]): boolean {
  return conditions.some(
    (condition) =>
      !isNegated(condition.operator) &&
      !/^(null|bool|forallvalues:)/.test(condition.operator) &&
      (!condition.operator.endsWith("ifexists") || ALWAYS_SENT.test(condition.key)) &&
      namesCallers(condition),
  );
}

/** Whether a statement denies everyone except some callers, such as everyone outside the organization. */
export function deniesOtherCallers({ allows, everyone, conditions }: Statement): boolean {
  const others = conditions.filter(({ key }) => !/^aws:(viaawsservice|principalisawsservice)$/.test(key));
  return (
    !allows &&
    everyone &&
    others.every((condition) => isNegated(condition.operator) && namesCallers(condition))
  );
}

/** Whether a statement only denies requests without TLS, which the AWS SDKs never send. */
export function deniesOnlyPlainHttp({ allows, conditions }: Statement): boolean {
  return !allows && conditions.some((condition) => isTls(condition, "false"));
}

function isTls({ operator, key, values }: Condition, value: string): boolean {
  return operator.startsWith("bool") && key === "aws:securetransport" && values.join() === value;
}

function namesCallers({ key, values }: Condition): boolean {
  return CALLER.test(key) && values.length > 0 && !values.some((value) => isAnyCaller(key, value));
}

/** Whether a value matches any account or, as AWS defines it, too large a part of the internet. */
function isAnyCaller(key: string, value: string): boolean {
  if (/^($|[*?]|(o|vpce?)-[*?])/.test(value)) return true;
  if (key.endsWith("arn")) return /^arn:[^:]*:[^:]*:[^:]*:\*/.test(value);
  if (key !== "aws:sourceip") return false;
  const prefix = /\/(\d{1,3})$/.exec(value)?.[1];
  return prefix !== undefined && Number(prefix) < (value.includes(":") ? 32 : 8);
}

function isNegated(operator: string): boolean {
  return /^(for(any|all)values:)?(string|arn|numeric|date)not|^(for(any|all)values:)?notip/.test(operator);
}

import type { NumberBounds } from "./rules";
import { display, isToken } from "./values";

/** What a check is about: the name of a prop, or a phrase such as "a key of 'tags'". */
export type Subject = string | { readonly phrase: string };

/** Returns the subject of a fault: a prop in quotes, or the phrase. */
export function nameSubject(subject: Subject): string {
  return typeof subject === "string" ? `'${subject}'` : subject.phrase;
}

/** How a fault describes the value. */
export interface FaultOptions {
  /** Whether the value can be omitted. */
  readonly isOptional?: boolean;
  /** Description of the value, if it must not be printed. */
  readonly got?: string;
  /** What to write instead. */
  readonly remedy?: string;
}

/**
 * Returns the fault for a value that is not allowed.
 *
 * @param allowed what is allowed, as the end of "'x' must be …"
 */
export function explainFault(
  subject: Subject,
  allowed: string,
  value: unknown,
  { isOptional = false, got = display(value), remedy }: FaultOptions = {},
): string {
  const name = nameSubject(subject);
  if (value === undefined) return `${name} is required: it must be ${allowed}`;
  if (value === null && !isOptional) return `${name} is required: it must be ${allowed}, got null`;
  const advice = value === null ? "omit it, or use undefined" : remedy;
  return `${name} must be ${allowed}, got ${got}${advice === undefined ? "" : `: ${advice}`}`;
}

/** Returns the bounds in words. */
export function describeBounds({ min, max, or, orMeaning }: NumberBounds): string {
  const other = [or, orMeaning].filter((part) => part !== undefined).join(" ");
  const range =
    max === undefined ? `a whole number of at least ${min}` : `a whole number between ${min} and ${max}`;
  return `${range}${other === "" ? "" : `, or ${other}`}`;
}

/** Returns what to do if a number or boolean was passed instead of a string. */
export function adviseQuotes(value: unknown, numberRemedy = "write it in quotes"): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") return numberRemedy;
  return typeof value === "boolean" ? "write it in quotes" : undefined;
}

/** Returns what to do if a number or boolean was passed instead of text, which is not printed. */
export function adviseString(value: unknown): string | undefined {
  return adviseQuotes(value) && "write it in quotes, or use String(…)";
}

/** Returns what to do if a string was passed instead of a number. */
export function adviseNumber(value: unknown): string | undefined {
  const isNumeric = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
  return isNumeric && !isToken(value) ? "it must be a number, without quotes" : undefined;
}

/** Returns what to do if a choice was passed with the wrong type, such as "true" instead of true. */
export function adviseChoice(value: unknown, allowed: readonly unknown[]): string | undefined {
  if (typeof value === "string") {
    const isChoice = allowed.some((choice) => typeof choice !== "string" && String(choice) === value);
    return isChoice ? `write ${value} without quotes` : undefined;
  }
  if (typeof value !== "number" && typeof value !== "boolean") return undefined;
  return allowed.includes(String(value)) ? `write '${value}' in quotes` : undefined;
}

const EXPRESSION = /(^|[^$])\$\{|(^|[^%])%\{/;
// eslint-disable-next-line no-control-regex -- it looks for control characters
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Returns a fault for each reason why Terraform or AWS would not read `text` as it is. The text itself is not printed. */
export function findTextFaults(subject: string, text: string, maxLength: number): readonly string[] {
  const faults: string[] = [];
  if (text.length > maxLength) {
    faults.push(`${subject} must be at most ${maxLength} characters long, got ${text.length}`);
  }
  if (UNPRINTABLE.test(text) || !text.isWellFormed()) {
    faults.push(`${subject} must not contain control characters or invalid Unicode`);
  }
  if (EXPRESSION.test(text)) {
    faults.push(
      `${subject} contains '\${' or '%{', which Terraform reads as an expression: use a token for an expression, ` +
        `or write '$\${' or '%%{' for the literal characters`,
    );
  }
  return faults;
}

import { literalEnd, literalStart, maskTokens } from "./expressions";
import { isToken } from "./values";

/** Replaces a token when the literal parts are checked. No valid value contains it. */
const MARK = "\ufffc";
/** A token of a number next to a character that cdktf reads as a part of the number, and then leaves as it is. */
const GLUED_NUMBER = /[-|.+\d]-8\.1\d+e\+298|-8\.1\d+e\+298[-|.+\deE]/;

/** Returns whether the literal parts of a text can be valid. The text contains a token. */
export type MixedCheck = (text: string) => boolean;

/**
 * Returns a check that allows only some characters in literal parts.
 *
 * @param characters character class without its brackets, such as `a-z0-9`
 * @param start what the whole text starts with, such as `subnet-`
 */
export function allowCharacters(characters: string, start = ""): MixedCheck {
  const pattern = new RegExp(`^[${characters}]*$`, "u");
  return (text) => pattern.test(maskTokens(text, "")) && canStartWith(text, start);
}

/** Returns whether a domain name with tokens can be valid: a wildcard only at its start, and no empty label. */
export const canBeDomain: MixedCheck = (text) =>
  /^(\*(?=[.\ufffc]))?[a-z0-9.\ufffc-]*$/.test(maskTokens(text, MARK)) &&
  canBeHost(text.replace(/^\*\.?/, ""));

/** Returns whether a domain name with tokens can be valid, if it cannot have a wildcard. */
export const canBeHost: MixedCheck = (text) =>
  /^(?![.-])(?!.*(\.\.|-\.|\.-))[a-z0-9.\ufffc-]*(?<![.-])$/.test(maskTokens(text, MARK)) &&
  maskTokens(text, "").length <= 253;

/** Whether a text can start with `start`, if its literal parts decide that. */
export function canStartWith(text: string, start: string): boolean {
  const written = literalStart(text);
  return written.startsWith(start) || (isToken(text) && start.startsWith(written));
}

/** Whether a text can end with `end`, if their literal parts decide that. `end` can have tokens too. */
export function canEndWith(text: string, end: string): boolean {
  const [written, wanted] = [literalEnd(text), literalEnd(end)];
  return written.endsWith(wanted) || (isToken(text) && wanted.endsWith(written));
}

/** Whether a text can be equal to `wanted`, if its literal parts decide that. */
export function canEqual(text: string, wanted: string): boolean {
  const parts = maskTokens(text, MARK).split(MARK);
  return new RegExp(`^${parts.map((part) => part.replaceAll(/\W/g, "\\$&")).join(".*")}$`, "s").test(wanted);
}

/** Whether a token, or a text with tokens, can be equal to one of `allowed`. */
export function canBeOneOf(value: unknown, allowed: readonly unknown[]): boolean {
  return (
    isToken(value) && (typeof value !== "string" || allowed.some((item) => canEqual(value, String(item))))
  );
}

/** Returns the literal parts of a text with tokens, one after the other. */
export function literalParts(value: unknown): string {
  return typeof value === "string" ? maskTokens(value, "") : "";
}

/** Returns a fault for each token in `value` that would not be replaced by its value. */
export function findLostTokens(subject: string, value: unknown): readonly string[] {
  if (typeof value !== "string") return [];
  return [
    ...(GLUED_NUMBER.test(value)
      ? [
          `${subject} contains a number that only Terraform knows next to a digit or one of '-|.+': write Token.asString(number) instead`,
        ]
      : []),
    ...(isToken(value) && value.includes("$${TfToken[")
      ? [
          `${subject} contains '$' directly before a token, which Terraform reads as '$\${', the escape of '\${': write Fn.join("", ["$", token]) instead`,
        ]
      : []),
  ];
}

import type { StringRule } from "./rules";

/** Suggests code for a text that follows `rule`, such as an ARN. */
export function suggestForText(
  rule: Pick<StringRule, "pattern">,
  code: (quoted: string) => string,
): (value: unknown) => string | undefined {
  return (value) =>
    typeof value === "string" && rule.pattern.test(value) ? code(JSON.stringify(value)) : undefined;
}

import { DefaultTokenResolver, ref, StringConcat, type TerraformStack, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/** A token in a text, as cdktf writes it. */
const TOKEN = /\$\{TfToken\[[\w:.-]+\]\}/g;
/** A token of a number in a text, as cdktf writes it. */
const NUMBER_TOKEN = /-8\.1\d+e\+298/g;
/** Characters that HCL writes differently in a quoted string. */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** Returns a token for a Terraform expression, such as `trimsuffix(aws_route53_zone.Zone.name, ".")`. */
export function expression(code: string, stack?: TerraformStack): string {
  return Token.asString(ref(code, stack));
}

/** Returns `value` with its tokens as in the synthesized JSON: literal values, or expressions such as `${var.size}`. */
export function resolveTokens(scope: IConstruct, value: unknown): unknown {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope, resolver, preparing: false }) as unknown;
}

/**
 * Returns a text for use in a larger Terraform expression: a token on its own as it is, any other text as a quoted string, with its tokens
 * inserted.
 *
 * @param text a text that Terraform reads as a template, such as the value of a prop
 */
export function quote(text: string): string {
  const [first = "", ...others] = splitTokens(text);
  return isTokenPart(first) && others.length === 0 ? first : `"${inQuotes(text)}"`;
}

/** Returns a text for use inside a quoted string of a Terraform expression. */
export function inQuotes(text: string): string {
  const escape = (literal: string) =>
    literal.replaceAll(/["\\\n\r\t]/g, (character) => ESCAPES[character] ?? "");
  // cdktf drops the braces of a token inside an expression, so the token needs a second pair.
  return splitTokens(text)
    .map((part) => (isTokenPart(part) ? `\${${part}}` : escape(part)))
    .join("");
}

/** Whether a text contains a token of a number, such as `numberValue` of a variable. */
export function hasNumberToken(text: string): boolean {
  return text.search(NUMBER_TOKEN) >= 0;
}

/** Returns a text in which each token is replaced by `mark`. */
export function maskTokens(text: string, mark: string): string {
  return splitTokens(text)
    .map((part) => (isTokenPart(part) ? mark : part))
    .join("");
}

/** Returns the literal text before the first token: the whole text if it has no token. */
export function literalStart(text: string): string {
  const [first = ""] = splitTokens(text);
  return isTokenPart(first) ? "" : first;
}

/** Returns the literal text after the last token: the whole text if it has no token. */
export function literalEnd(text: string): string {
  const last = splitTokens(text).at(-1) ?? "";
  return isTokenPart(last) ? "" : last;
}

/** Returns the path of a construct for a text that Terraform prints, in which `${` and `%{` of an id are not an expression. */
export function printPath({ node }: IConstruct): string {
  return node.path.replaceAll(/[$%](?=\{)/g, "$&$&");
}

/** Splits a text into literal parts and tokens. */
function splitTokens(text: string): string[] {
  const written = Token.asString(text).replaceAll(NUMBER_TOKEN, (number) => Token.asString(Number(number)));
  return written.split(new RegExp(`(${TOKEN.source})`)).filter((part) => part !== "");
}

function isTokenPart(part: string): boolean {
  return part.startsWith("${TfToken[");
}

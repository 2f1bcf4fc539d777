import { Fn, TerraformOutput, TerraformVariable, Token } from "cdktf";
import {
  expression,
  inQuotes,
  literalEnd,
  literalStart,
  maskTokens,
  printPath,
  quote,
} from "../../../modules/core/expressions";
import { Construct } from "constructs";
import { synth } from "../../support/synth";

/** Returns the Terraform of `write`, which gets a token of the variable `v` and one of the number `n`. */
function render(write: (v: string, n: number) => string): unknown {
  const { outputs } = synth((stack) => {
    const v = new TerraformVariable(stack, "v", {}).stringValue;
    const n = new TerraformVariable(stack, "n", { type: "number" }).numberValue;
    new TerraformOutput(stack, "it", { value: write(v, n) });
  });
  return outputs["it"]?.["value"];
}

/** Texts, and the same in a Terraform expression. */
const TEXTS: readonly (readonly [text: (v: string, n: number) => string, written: string])[] = [
  [() => "api", '"api"'],
  [() => "", '""'],
  [(v) => v, "var.v"],
  [(v) => `api.${v}`, '"api.${var.v}"'],
  [(v) => `${v}.${v}`, '"${var.v}.${var.v}"'],
  [(v) => `*.${v}:${v}-x`, '"*.${var.v}:${var.v}-x"'],
  [(v, n) => `${v}:${n}`, '"${var.v}:${var.n}"'],
  [(_, n) => Token.asString(n), "var.n"],
  [(v) => `a"b\\c${v}`, '"a\\"b\\\\c${var.v}"'],
  [(v) => `a\r\n\tb${v}`, '"a\\r\\n\\tb${var.v}"'],
  [(v) => `$\${a}%%{b}${v}`, '"$${a}%%{b}${var.v}"'],
  [() => '"', '"\\""'],
  [(v) => Fn.upper(v), "upper(var.v)"],
  [(v) => `a${Fn.join(".", ["b", v])}`, '"a${join(".", ["b", var.v])}"'],
];

describe("a text in an expression", () => {
  test.each(TEXTS)("%s", (text, written) => {
    expect(render((v, n) => expression(`upper(${quote(text(v, n))})`))).toBe(`\${upper(${written})}`);
  });

  test.each(TEXTS)("without cdktf's reference: %s", (text, written) => {
    expect(render((v, n) => `\${upper(${quote(text(v, n))})}`)).toBe(`\${upper(${written})}`);
  });

  test("inside a quoted string", () => {
    expect(render((v) => expression(`upper("www.${inQuotes(`a"${v}`)}")`))).toBe(
      '${upper("www.a\\"${var.v}")}',
    );
  });
});

test("the literal parts of a text", () => {
  synth((stack) => {
    const v = new TerraformVariable(stack, "v", {}).stringValue;
    const n = new TerraformVariable(stack, "n", { type: "number" }).numberValue;
    expect([`a.${v}.b`, v, `${v}b`, `a${v}`, "ab"].map(literalStart)).toEqual(["a.", "", "", "a", "ab"]);
    expect([`a.${v}.b`, v, `${v}b`, `a${v}`, "ab"].map(literalEnd)).toEqual([".b", "", "b", "", "ab"]);
    expect(maskTokens(`a.${v}:${n}`, "<x>")).toBe("a.<x>:<x>");
  });
});

test("the path of a construct is not an expression", () => {
  synth((stack) => {
    expect(printPath(new Construct(stack, "a${b}%{c}$d"))).toBe("test/a$${b}%%{c}$d");
  });
});

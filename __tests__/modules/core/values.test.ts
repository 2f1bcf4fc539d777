import { App, TerraformStack } from "cdktf";
import { display, displayChoices, isRecord } from "../../../modules/core/values";
import { testApp } from "../../support/synth";

describe("display", () => {
  test.each([
    ["a", "'a'"],
    ['say "hi"', `'say "hi"'`],
    ["a\nb", "'a\\nb'"],
    ["x".repeat(81), `'${"x".repeat(80)}…'`],
    ["x".repeat(80), `'${"x".repeat(80)}'`],
    [1.5, "1.5"],
    [false, "false"],
    [undefined, "undefined"],
    [{ password: "secret" }, "a value of type object"],
    [{ constructor: "secret" }, "a value of type object"],
    [{ constructor: { name: "secret" } }, "a value of type object"],
    [Object.create(null) as unknown, "a value of type object"],
    [Object.create({ constructor: "secret" }) as unknown, "a value of type object"],
    [
      new (class {
        public size = 1;
      })(),
      "a value of type object",
    ],
    [new TerraformStack(testApp(), "test"), "a TerraformStack"],
    [new App(), "an App"],
    [new Date(), "a Date"],
    [() => 1, "a value of type function"],
  ])("shows %p", (value, shown) => {
    expect(display(value)).toBe(shown);
  });
});

describe("displayChoices", () => {
  test.each([
    [["a"], "'a'"],
    [[true, false], "true or false"],
    [[1, 2, "c"], "one of 1, 2, 'c'"],
  ])("lists %j", (values, shown) => {
    expect(displayChoices(values)).toBe(shown);
  });
});

describe("isRecord", () => {
  test.each([{}, { a: 1 }, Object.create(null) as unknown, new TerraformStack(testApp(), "test")])(
    "accepts %p",
    (value) => {
      expect(isRecord(value)).toBe(true);
    },
  );

  test.each([null, undefined, [], "a", 1, new Map(), new Date(), () => 1])("rejects %p", (value) => {
    expect(isRecord(value)).toBe(false);
  });
});

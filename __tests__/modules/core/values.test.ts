import { TerraformStack } from "cdktf";
import { display, isRecord } from "../../../modules/core/values";
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
  ])("shows %p", (value, shown) => {
    expect(display(value)).toBe(shown);
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

import { TerraformStack, TerraformVariable } from "cdktf";
import { shorten } from "../../../modules/core/naming";
import { testApp } from "../../support/synth";

describe("shorten", () => {
  test.each([
    ["short", 10, "short"],
    ["exactly-10", 10, "exactly-10"],
  ])("does not change %j within %i characters", (name, length, expected) => {
    expect(shorten(name, length)).toBe(expected);
  });

  test("shortens a longer name and keeps it unique", () => {
    const [one, other] = [shorten("a-very-long-name-one", 16), shorten("a-very-long-name-two", 16)];
    expect(one).toMatch(/^a-very-lo-[0-9a-f]{6}$/);
    expect(other).toMatch(/^a-very-lo-[0-9a-f]{6}$/);
    expect(one).not.toBe(other);
  });

  test("returns the same name each time", () => {
    expect(shorten("a-very-long-name-one", 16)).toBe("a-very-lo-e10dd5");
  });

  test("does not change a token", () => {
    const { stringValue } = new TerraformVariable(new TerraformStack(testApp(), "test"), "name", {});
    expect(shorten(stringValue, 3)).toBe(stringValue);
  });
});

import { TerraformStack } from "cdktf";
import { ValidationError } from "../../../modules";
import { testApp } from "../../support/synth";

describe("ValidationError", () => {
  const error = new ValidationError(new TerraformStack(testApp(), "test"), "one", "two");

  test("tells all faults and, last, the construct", () => {
    expect(error).toMatchObject({
      name: "ValidationError",
      message: "one\ntwo (at test)",
      constructPath: "test",
      faults: ["one", "two"],
    });
    expect(error).toBeInstanceOf(Error);
  });

  test("is known also from another copy of the package", () => {
    jest.isolateModules(() => {
      const copy = jest.requireActual<{ ValidationError: typeof ValidationError }>("../../../modules");
      expect(copy.ValidationError).not.toBe(ValidationError);
      expect(copy.ValidationError.isValidationError(error)).toBe(true);
    });
  });

  test.each([new Error("other"), null, undefined, "text", { message: "text" }])("is not %p", (other) => {
    expect(ValidationError.isValidationError(other)).toBe(false);
  });
});

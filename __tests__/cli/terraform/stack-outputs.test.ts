import { findChangedOutputs } from "../../../cli/terraform/stack-outputs";

describe("outputs of stacks", () => {
  test("change if they are removed or get a different value or type", () => {
    const before = {
      same: { value: { a: [1] } },
      gone: { value: 1 },
      value: { value: 1 },
      type: { value: "1" },
    };
    const after = {
      same: { value: { a: [1] } },
      come: { value: 1 },
      value: { value: 2 },
      type: { value: 1 },
    };

    expect(findChangedOutputs(before, after)).toEqual(["gone", "value", "type"]);
  });
});

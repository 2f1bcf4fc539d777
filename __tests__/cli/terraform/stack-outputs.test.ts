import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findChangedOutputs, findOutputsRead } from "../../../cli/terraform/stack-outputs";

describe("outputs of stacks", () => {
  test("are found if a different stack reads them", () => {
    const directory = mkdtempSync(path.join(tmpdir(), "outputs-"));
    const reference = (stack: string, output: string): string =>
      `\${data.terraform_remote_state.cross-stack-reference-input-${stack}.outputs.${output}}`;
    const local = {
      a: reference("base", "one"),
      b: [reference("base", "two-b")],
      c: reference("base2", "three"),
      d: reference("prod--base", "four"),
    };
    writeFileSync(path.join(directory, "cdk.tf.json"), JSON.stringify({ locals: local }));
    const nothing = { dependencies: [], constructPaths: new Map(), locations: new Map(), accepted: [] };
    const stack = { name: "reader", directory, ...nothing };

    expect([...findOutputsRead(stack, "base")]).toEqual(["one", "two-b"]);
    expect([...findOutputsRead(stack, "bas")]).toEqual([]);
    const dependencyPaths = new Map([["base", "prod/base"]]);
    expect([...findOutputsRead({ ...stack, dependencyPaths }, "base")]).toEqual(["four"]);
    rmSync(directory, { recursive: true });
  });

  test("change if they are added, removed, or get a different value or type", () => {
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

    expect(findChangedOutputs(before, after)).toEqual(["gone", "value", "type", "come"]);
  });
});

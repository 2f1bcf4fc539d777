import { findOutputsRead } from "../../../cli/plan/outputs-read";

describe("the outputs that a stack reads", () => {
  const reference = (stack: string, output: string): string =>
    `\${data.terraform_remote_state.cross-stack-reference-input-${stack}.outputs.${output}}`;
  const text = JSON.stringify({
    locals: {
      a: reference("base", "one"),
      b: [reference("base", "two-b"), reference("base", "one")],
      c: reference("base2", "three"),
      d: reference("prod--base", "four"),
    },
  });

  test.each<[name: string, constructPath: string, read: string[]]>([
    ["base", "base", ["one", "two-b"]],
    ["base", "prod/base", ["four"]],
    ["bas", "bas", []],
  ])("are those of %s at %s", (name, constructPath, read) => {
    expect(findOutputsRead(text, [[name, constructPath]])).toEqual(new Map([[name, new Set(read)]]));
  });
});

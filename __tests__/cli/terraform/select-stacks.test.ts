import { selectStacks } from "../../../cli/terraform/select-stacks";

describe("selecting stacks", () => {
  const stacks = ["dev", "prod-foundation", "prod-service", "prod.x"].map((name) => ({ name }));
  const select = (...patterns: string[]): string[] => selectStacks(stacks, patterns).map(({ name }) => name);

  test.each([
    [[], ["dev", "prod-foundation", "prod-service", "prod.x"]],
    [["*"], ["dev", "prod-foundation", "prod-service", "prod.x"]],
    [
      ["prod-service", "dev", "dev"],
      ["dev", "prod-service"],
    ],
    [["prod-*"], ["prod-foundation", "prod-service"]],
    [["d?v"], ["dev"]],
    [["prod.x"], ["prod.x"]],
  ])("selects the stacks that match %j, in their order", (patterns, expected) => {
    expect(select(...patterns)).toEqual(expected);
  });

  test.each(["prod", "*-", "prod?.x", "(dev", "de[v]", "", "Dev"])(
    "fails for %j and names the stacks",
    (pattern) => {
      expect(() => select("dev", pattern)).toThrow(
        `no stack matches '${pattern}'. Stacks: dev, prod-foundation, prod-service, prod.x`,
      );
    },
  );
});

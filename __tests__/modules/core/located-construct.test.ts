import { App, TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Repository, Scaling } from "../../../modules";
import { stackComment } from "../../../modules/core/stack-comment";
import { EVERYTHING } from "../../support/everything";

describe("the location of a construct", () => {
  test("is in the file of the caller, relative to the project, and is not repeated for children", () => {
    const stack = new TerraformStack(new App(), "web");
    new Repository(stack, "Images", { repositoryName: "hello", createAccessRole: true });
    // The line is that of the code that jest compiled. repository/located-construct.test.ts checks the lines in TypeScript.
    const location = expect.stringMatching(
      /^__tests__\/modules\/core\/located-construct\.test\.ts:\d+$/,
    ) as string;
    expect(stackComment(stack).locations).toEqual({ "web/Images": location });
  });

  test("is in the code that wraps the library, the first frame outside it", () => {
    class Wrapped extends Construct {
      public constructor(scope: Construct, id: string) {
        super(scope, id);
        new Scaling(this, "Scaling", { name: "hello" });
      }
    }
    const stack = new TerraformStack(new App(), "web");
    new Wrapped(stack, "Wrapped");
    expect(Object.keys(stackComment(stack).locations)).toEqual(["web/Wrapped/Scaling"]);
  });

  test("is recorded for every public construct", () => {
    for (const [name, build] of Object.entries(EVERYTHING)) {
      const stack = new TerraformStack(new App(), "web");
      build(stack);
      const { locations } = stackComment(stack);
      const constructs = stack.node.children.filter((child) => !TerraformProvider.isTerraformProvider(child));
      const unknown = constructs.filter(({ node }) => locations[node.path] === undefined);
      expect([name, unknown.map(({ node }) => node.path)]).toEqual([name, []]);
    }
  });

  test("is not recorded without a stack, where the construct throws", () => {
    expect(() => new Scaling(new App(), "Scaling", { name: "hello" })).toThrow();
  });
});

import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Repository, Scaling } from "../../../modules";
import { stackComment } from "../../../modules/core/stack-comment";
import { EVERYTHING } from "../../support/everything";

describe("where a construct is created", () => {
  test("is in the file of the caller, relative to the project, and once for what a construct makes itself", () => {
    const stack = new TerraformStack(new App(), "web");
    new Repository(stack, "Images", { repositoryName: "hello", createAccessRole: true });
    // The line is that of what jest made of this file; repository/located-construct.test.ts runs programs that show the TypeScript's.
    const location = expect.stringMatching(
      /^__tests__\/modules\/core\/located-construct\.test\.ts:\d+$/,
    ) as string;
    expect(stackComment(stack).locations).toEqual({ "web/Images": location });
  });

  test("is that of the function that wraps the library, as the first frame outside it", () => {
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

  test("is known of every public construct", () => {
    for (const [name, build] of Object.entries(EVERYTHING)) {
      const stack = new TerraformStack(new App(), "web");
      build(stack);
      const { locations } = stackComment(stack);
      const unknown = stack.node.children.filter(({ node }) => locations[node.path] === undefined);
      expect([name, unknown.map(({ node }) => node.path)]).toEqual([name, []]);
    }
  });

  test("does without a stack", () => {
    expect(() => new Scaling(new App(), "Scaling", { name: "hello" })).toThrow();
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeEndToEnd } from "../support/end-to-end";
import { linkPackages, rowsOf, runTool, type ToolResult } from "../support/tool";
import { findTools } from "../support/tools";

/** `code` adds stacks with `stack(scope, id)` and values with `value(stack, input)`. */
const app = (code: string): string => `
const { App, DataResource, LocalBackend, TerraformStack } = require("cdktf");
const { Construct } = require("constructs");
const app = new App();
const within = (...ids) => ids.reduce((scope, id) => new Construct(scope, id), app);
const stack = (scope, id, file = scope.node.path.replaceAll("/", "-") + id) => {
  const made = new TerraformStack(scope, id);
  new LocalBackend(made, { path: "../../../" + file + ".tfstate" });
  return made;
};
const value = (stack, input) => new DataResource(stack, "Value", { input });
${code}
app.synth();
`;

describeEndToEnd("an app with several stacks", () => {
  let project: string;

  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), "app-runner-stacks-"));
    linkPackages(project);
    writeFileSync(path.join(project, "cdktf.json"), JSON.stringify({ app: "node app.js" }));
  });

  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  const write = (code: string): void => {
    writeFileSync(path.join(project, "app.js"), app(code));
  };

  const run = async (...args: string[]): Promise<ToolResult> => {
    const environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: project,
      TERRAFORM_BINARY_NAME: findTools().found?.terraform ?? "",
      CHECKPOINT_DISABLE: "1",
    };
    return runTool(project, environment, ...args);
  };

  test.each([
    ["in a construct", `within("prod")`],
    ["three levels deep", `within("prod", "eu.1", "tëam a")`],
    ["in a stack", `stack(app, "outer")`],
  ])("applies stacks %s in the order of their references", async (_, scope) => {
    const code = (input: string): string => `
const scope = ${scope};
const reader = stack(scope, "a-reader");
value(reader, value(stack(scope, "foundation"), "${input}").output);
`;
    write(code("one"));
    const first = await run("plan", "--format", "json");
    expect(rowsOf(first.stdout).find((row) => row.startsWith("a-reader"))).toMatch(
      /^a-reader: waiting: foundation has never been applied/,
    );
    const applied = await run("apply", "--all", "--yes");
    expect(applied).toMatchObject({ exitCode: 0 });
    expect(applied.stdout).toMatch(/\nApplied: .*foundation, a-reader\n$/);

    write(code("two"));
    const changed = await run("apply", "--all", "--yes");
    expect(changed).toMatchObject({ exitCode: 0 });
    expect(changed.stdout).toMatch(/\nApplied: .*foundation, a-reader\n$/);
    expect((await run("apply", "--all", "--yes")).stdout).toMatch(/\nNothing to apply\.\n$/);
  });

  test.each([
    [
      "one id",
      `for (const name of ["dev", "prod"]) value(stack(within(name), "foundation"), name);`,
      "two stacks of the app have the id 'foundation': dev/foundation and prod/foundation",
    ],
    [
      "one state",
      `for (const id of ["a", "b"]) value(stack(app, id, "same"), id);`,
      "the stacks 'a' and 'b' have the same state: local backend (path '",
    ],
  ])("is refused with two stacks of %s, also if one is selected", async (_, code, message) => {
    write(code);
    for (const args of [["plan"], ["plan", "a"], ["apply", "--all", "--yes"]]) {
      const { exitCode, stdout, stderr } = await run(...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toContain(message);
    }
  });

  test("is planned by the construct path", async () => {
    write(`for (const name of ["dev", "prod"]) value(stack(within(name), name + "-api"), name);`);
    const { stdout } = await run("plan", "prod/*", "--format", "json");
    expect(rowsOf(stdout)).toEqual(["prod-api: 1 to create"]);
  });
});

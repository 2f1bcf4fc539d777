import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeEndToEnd } from "../support/end-to-end";
import { createToolProject, rowsOf, runTool, type ToolResult } from "../support/tool";

/** `code` adds stacks with `stack(scope, id)` and values with `value(stack, input)`. */
const app = (code: string): string => `
const { App, DataResource, HttpBackend, LocalBackend, S3Backend, TerraformStack } = require("cdktf");
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
  let environment: Record<string, string>;

  beforeEach(() => {
    ({ project, environment } = createToolProject());
  });

  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  const write = (code: string): void => {
    writeFileSync(path.join(project, "app.js"), app(code));
  };

  const run = async (...args: string[]): Promise<ToolResult> => {
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
    [
      "one object in S3, one by an override",
      `for (const id of ["a", "b"]) {
  const made = new TerraformStack(app, id);
  new S3Backend(made, { bucket: "states", key: id, region: "eu-west-1", profile: id });
  made.addOverride("terraform.backend.s3.key", "same");
}`,
      "the stacks 'a' and 'b' have the same state: s3 backend (bucket 'states', key 'same')",
    ],
    [
      "one address, which may contain a password",
      `for (const id of ["a", "b"]) new HttpBackend(new TerraformStack(app, id), { address: "https://me:hush@example.com" });`,
      "the stacks 'a' and 'b' have the same state: http backend. ",
    ],
    [
      "one file behind a symbolic link",
      `const fs = require("node:fs");
fs.mkdirSync("real", { recursive: true });
if (!fs.existsSync("link")) fs.symlinkSync("real", "link");
value(stack(app, "a", "real/x"), "a");
value(stack(app, "b", "link/x"), "b");`,
      "the stacks 'a' and 'b' have the same state: local backend (path '",
    ],
  ])("is refused with two stacks of %s, also if one is selected", async (_, code, message) => {
    write(code);
    for (const args of [["plan"], ["plan", "a"], ["apply", "--all", "--yes"]]) {
      const { exitCode, stdout, stderr } = await run(...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toContain(message);
      expect(stderr).not.toContain("hush");
    }
  });

  test("has a warning, once, if ids differ only in case", async () => {
    write(`const dev = within("dev"); for (const id of ["web", "Web"]) value(stack(dev, id, id), id);`);
    const { exitCode, stdout, stderr } = await run("plan", "--format", "json");
    expect(exitCode).toBe(0);
    expect(rowsOf(stdout).sort()).toEqual(["Web: 1 to create", "web: 1 to create"]);
    expect(
      stderr.match(/Warning: the id 'web' and that of the stack 'dev\/Web' differ only in case/g),
    ).toHaveLength(1);
  });

  test("applies nested stacks in the order of addDependency, and refuses plans of changed code", async () => {
    const code = (input: string): string => `
const outer = stack(app, "a");
const inner = stack(outer, "a-inner");
const last = stack(within("x y"), "0-last");
last.addDependency(inner);
inner.addDependency(outer);
value(outer, "o"); value(inner, "${input}"); value(last, "l");
`;
    write(code("one"));
    expect(await run("plan", "--out", "plans")).toMatchObject({ exitCode: 0 });
    write(code("two"));
    const outdated = await run("apply", "plans", "--yes");
    expect(outdated.exitCode).toBe(1);
    expect(outdated.stderr).toContain("a-inner");
    write(code("one"));
    const applied = await run("apply", "plans", "--yes");
    expect(applied).toMatchObject({ exitCode: 0 });
    expect(applied.stdout).toMatch(/^Applied: a, a-inner, 0-last\n$/);
  });

  test("is planned by the construct path", async () => {
    write(`for (const name of ["dev", "prod"]) value(stack(within(name), name + "-api"), name);`);
    const { stdout } = await run("plan", "prod/*", "--format", "json");
    expect(rowsOf(stdout)).toEqual(["prod-api: 1 to create"]);
  });
});

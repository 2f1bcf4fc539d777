import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeEndToEnd } from "../support/end-to-end";
import { createToolProject, runTool, type ToolResult } from "../support/tool";

const app = (names: readonly string[]): string => `
const { App, DataResource, TerraformStack } = require("cdktf");
const app = new App();
for (const name of ${JSON.stringify(names)}) new DataResource(new TerraformStack(app, name), "Value", { input: name });
app.synth();
`;

const SEVERAL = ["web", "web.eu", "api"];

interface ReportedStack {
  readonly name: string;
  readonly notes: readonly string[];
  readonly resources: readonly { readonly constructPath?: string }[];
}

describeEndToEnd("the stack of a plan of another tool", () => {
  let project: string;
  let environment: Record<string, string>;
  let plan: string;

  const run = async (...args: string[]): Promise<ToolResult> => {
    return runTool(project, environment, ...args);
  };

  const synth = (names: readonly string[]): void => {
    rmSync(path.join(project, "cdktf.out"), { recursive: true, force: true });
    writeFileSync(path.join(project, "app.js"), app(names));
    expect(spawnSync(process.execPath, ["app.js"], { cwd: project }).status).toBe(0);
  };

  const copyPlan = (file: string): void => {
    const target = path.join(project, file);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(plan, target);
  };

  const stacksOf = ({ stdout }: ToolResult): ReportedStack[] =>
    (JSON.parse(stdout) as { stacks: ReportedStack[] }).stacks;

  beforeAll(async () => {
    ({ project, environment } = createToolProject());
    writeFileSync(path.join(project, "app.js"), app(["web"]));
    expect(await run("plan", "--out", "saved")).toMatchObject({ exitCode: 0 });
    plan = path.join(project, "saved/web.json");
  });

  afterAll(() => {
    rmSync(project, { recursive: true });
  });

  test.each([
    [SEVERAL, "web.eu.json", "web.eu.json", "web.eu"],
    [SEVERAL, "web.tfplan.json", "web.tfplan.json", "web"],
    [SEVERAL, "ci/web/api.json", "ci/web/api.json", "api"],
    [SEVERAL, "ci/web/plan.json", "ci/web/plan.json", "web"],
    [SEVERAL, "web.json", "api=web.json", "api"],
    [["web", "plan"], "ci/web/plan.json", "plan=ci/web/plan.json", "plan"],
    [["web"], "plan.json", "plan.json", "web"],
  ])("of the stacks %j, for the file %s passed as %s, is %s", async (names, file, arg, stack) => {
    synth(names);
    copyPlan(file);
    const result = await run("review", arg, "--format", "json");
    expect(result).toMatchObject({ exitCode: 0 });
    expect(stacksOf(result)).toMatchObject([
      { name: stack, notes: [], resources: [{ constructPath: `${stack}/Value` }] },
    ]);
  });

  test.each(["web.us.json", "web-plan.json", "plan-web.json", "plan.json"])(
    "is unknown for the file %s, and the report says so",
    async (file) => {
      synth(SEVERAL);
      copyPlan(file);
      const result = await run("review", file, "--format", "json");
      expect(result).toMatchObject({ exitCode: 0 });
      const note =
        `${file} is not named after a stack of the app, so its findings have no construct paths, and none is accepted: ` +
        `pass STACK=${file}. Stacks: api, web, web.eu`;
      expect(stacksOf(result)).toMatchObject([{ name: path.basename(file, ".json"), notes: [note] }]);
      expect((await run("review", file)).stdout.replaceAll(/\s+/g, " ")).toContain(note);
    },
  );

  test("is in doubt if the file and its folder name two stacks", async () => {
    synth(["web", "plan"]);
    copyPlan("ci/web/plan.json");
    const { exitCode, stderr } = await run("review", "ci/web/plan.json");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("pass plan=ci/web/plan.json or web=ci/web/plan.json");
  });

  test.each([
    [["web"], ["-"], "web"],
    [SEVERAL, ["api=-"], "api"],
    [SEVERAL, ["-"], "plan"],
  ])("of the stacks %j, for standard input passed as %j, is %s", (names, args, stack) => {
    synth(names);
    const root = path.resolve(__dirname, "../..");
    const loader = path.join(root, "node_modules/tsx/dist/loader.mjs");
    const program = [
      "--import",
      loader,
      path.join(root, "cli/main.ts"),
      "review",
      ...args,
      "--format",
      "json",
    ];
    const { status, stdout } = spawnSync(process.execPath, program, {
      cwd: project,
      input: readFileSync(plan),
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(stacksOf({ exitCode: status, stdout, stderr: "" })).toMatchObject([
      { name: stack, resources: [stack === "plan" ? {} : { constructPath: `${stack}/Value` }] },
    ]);
  });
});

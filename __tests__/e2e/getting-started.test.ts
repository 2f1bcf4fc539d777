import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { readBlocks, readFiles } from "../../scripts/bench/pages";
import { copySources } from "../support/consumer";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

const ROOT = path.resolve(__dirname, "../..");
const PAGE = "getting-started.md";
const PROJECT = "Use it in your project";
const INIT =
  "init --template=typescript --local --project-name=initialized --project-description=hello " +
  "--from-terraform-project=no --enable-crash-reporting=false";

const run = promisify(execFile);

/** The commands and files of `docs/getting-started.md`, as they are on the page. Its last section is in `first-deploy.test.ts`. */
describeEndToEnd("docs/getting-started.md", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1" } });
  });

  afterAll(() => world.stop());

  /** Runs commands in a folder of the world, and returns what they print. */
  async function sh(folder: string, commands: string): Promise<string> {
    const env = { ...world.environment, CI: "true", FORCE_COLOR: "0", npm_config_prefer_offline: "true" };
    const cwd = path.join(world.directory, folder);
    try {
      return (await run("sh", ["-ec", commands], { cwd, env, maxBuffer: 2 ** 24 })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${commands}\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
    }
  }

  /** Writes a file of a project. `cdktf.json` gets the version of the provider at hand, in addition to what it has. */
  function write(project: string, name: string, text: string): void {
    const context = { awsProviderVersion: world.tools.providerVersion };
    const settings = () => JSON.stringify({ ...(JSON.parse(text) as object), context });
    writeFileSync(path.join(world.directory, project, name), name === "cdktf.json" ? settings() : text);
  }

  function read(project: string, name: string): string {
    return readFileSync(path.join(world.directory, project, name), "utf8");
  }

  const [build = "", create = "", synthesize = "", deploy = ""] = readBlocks(PAGE, PROJECT, "sh");
  const files = readFiles(PAGE, PROJECT);

  test("packs the package next to its clone", async () => {
    const commands = build.split("\n");
    const cloned = ["git clone https://github.com/OWNER/cdktf-app-runner", "npm ci"];
    expect(commands).toEqual(expect.arrayContaining(cloned));
    copySources(path.join(world.directory, "cdktf-app-runner"));
    await sh(".", commands.filter((command) => !cloned.includes(command)).join("\n"));
    expect(existsSync(path.join(world.directory, "cdktf-app-runner-0.1.0.tgz"))).toBe(true);
  });

  test("creates a project that synthesizes and deploys a service", async () => {
    await sh(".", create);
    expect([...files.keys()]).toEqual(["cdktf.json", "tsconfig.json", "main.ts"]);
    for (const [name, text] of files) write("hello", name, text);
    expect(await sh("hello", synthesize)).toContain("Generated Terraform code for the stacks: hello-dev");
    expect(deploy).toBe("npx cdktf deploy hello-dev\n");
    const output = await sh("hello", `${deploy.trim()} --auto-approve --skip-provider-lock`);
    const { service } = world.appRunner.describe("hello-dev") ?? {};
    expect(service?.Status).toBe("RUNNING");
    expect(output).toContain(`service_url = "https://${service?.ServiceUrl ?? ""}"`);
  });

  test("checks the types of the program", async () => {
    write("hello", "main.ts", (files.get("main.ts") ?? "").replace("port: 8000", 'port: "8000"'));
    await expect(sh("hello", synthesize)).rejects.toThrow(
      "Type 'string' is not assignable to type 'number'.",
    );
  });

  test("adds the package to a project of `cdktf init`, whose settings stay", async () => {
    mkdirSync(path.join(world.directory, "initialized"));
    await sh("initialized", `'${path.join(ROOT, "node_modules/.bin/cdktf")}' ${INIT} </dev/null`);
    const [install = "", ...others] = readBlocks(PAGE, "In a project created with `cdktf init`", "sh");
    expect(others).toEqual([]);
    await sh("initialized", install);
    write("initialized", "cdktf.json", read("initialized", "cdktf.json"));
    write("initialized", "main.ts", files.get("main.ts") ?? "");
    expect(await sh("initialized", synthesize)).toContain(
      "Generated Terraform code for the stacks: hello-dev",
    );
    expect(read("initialized", "cdktf.json")).toContain('"npx ts-node main.ts"');
  });

  /** The first row is the `cdktf.json` above, and the last one that of `cdktf init`: both have run. */
  test("names other ways to run the app that work", async () => {
    const page = readFileSync(path.join(ROOT, "docs/getting-started.md"), "utf8");
    const apps = [...page.matchAll(/^\| `(node [^`]+)` +\| (yes|no) /gm)].map(([, app = ""]) => app);
    expect(apps).toHaveLength(2);
    write("hello", "main.ts", files.get("main.ts") ?? "");
    const example = path.join(ROOT, "examples/minimal-public-image/tsconfig.json");
    write("hello", "tsconfig.json", readFileSync(example, "utf8"));
    for (const app of apps) {
      write(
        "hello",
        "cdktf.json",
        JSON.stringify({ ...(JSON.parse(files.get("cdktf.json") ?? "") as object), app }),
      );
      expect(await sh("hello", synthesize)).toContain("Generated Terraform code for the stacks: hello-dev");
    }
  });
});

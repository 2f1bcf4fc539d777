import { execSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expectSuccess } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { EXAMPLES, fileOf, stacksIn } from "../support/examples";
import { terraform } from "../support/terraform";
import { findTools, type Tools, useProvider, writeCliConfiguration } from "../support/tools";
import { UnpackedPackage } from "../support/unpacked-package";

describeEndToEnd("Terraform and the provider accept the example", () => {
  let directory: string;
  let library: UnpackedPackage;
  let tools: Tools;
  let environment: Record<string, string>;

  beforeAll(() => {
    const { found } = findTools();
    if (!found) throw new Error("the tools are gone");
    tools = found;
    directory = mkdtempSync(path.join(tmpdir(), "examples-"));
    library = new UnpackedPackage();
    symlinkSync(
      path.resolve(__dirname, "../../node_modules/typescript-7"),
      path.join(library.project, "node_modules/typescript"),
    );
    environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: directory,
      TF_CLI_CONFIG_FILE: writeCliConfiguration(tools, directory),
      CHECKPOINT_DISABLE: "1",
    };
  });

  afterAll(() => {
    library.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Runs an example as its `cdktf.json` does, in a separate project. Returns the folders of its stacks. */
  function synthesize(example: string): string[] {
    const project = path.join(library.project, example);
    cpSync(path.dirname(fileOf(example, "main.ts")), project, { recursive: true });
    symlinkSync("../node_modules", path.join(project, "node_modules"));
    const { app } = JSON.parse(readFileSync(path.join(project, "cdktf.json"), "utf8")) as { app: string };
    const outdir = path.join(directory, example);
    execSync(app, { cwd: project, env: { ...process.env, CDKTF_OUTDIR: outdir } });
    return Object.values(stacksIn(outdir));
  }

  test.each(EXAMPLES)("%s", async (example) => {
    const stacks = synthesize(example);
    expect(stacks).not.toEqual([]);
    for (const folder of stacks) {
      useProvider(folder, tools.providerVersion);
      const run = terraform(folder, { tools, environment });
      expectSuccess(await run.run("init", "-backend=false"));
      expectSuccess(await run.run("validate"));
    }
  });
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expectSuccess } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { EXAMPLES, synthesizeExample } from "../support/examples";
import { terraform } from "../support/terraform";
import { findTools, type Tools, useProvider, writeCliConfiguration } from "../support/tools";

describeEndToEnd("Terraform and the provider take the example", () => {
  let directory: string;
  let tools: Tools;
  let environment: Record<string, string>;

  beforeAll(() => {
    const { found } = findTools();
    if (!found) throw new Error("the tools are gone");
    tools = found;
    directory = mkdtempSync(path.join(tmpdir(), "examples-"));
    environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: directory,
      TF_CLI_CONFIG_FILE: writeCliConfiguration(tools, directory),
      CHECKPOINT_DISABLE: "1",
    };
  });

  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(EXAMPLES)("%s", async (example) => {
    const stacks = Object.values(await synthesizeExample(example, path.join(directory, example)));
    expect(stacks).not.toEqual([]);
    for (const folder of stacks) {
      useProvider(folder, tools.providerVersion);
      const run = terraform(folder, { tools, environment });
      expectSuccess(await run.run("init", "-backend=false"));
      expectSuccess(await run.run("validate"));
    }
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SynthesizedStack } from "../../../cli/plan/synthesized";
import { Applier } from "../../../cli/terraform/applier";
import type { TerraformResult } from "../../../cli/terraform/terraform";

describe("applying plans", () => {
  let directory: string;
  let result: Partial<TerraformResult>;
  let outputs: Record<string, unknown>[];

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "apply-"));
    result = {};
    outputs = [{}, {}];
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const nothing = () => undefined;
  const progress = { begin: nothing, tell: nothing, end: nothing };
  const terraform = {
    outputs: async () => Promise.resolve(outputs.shift() ?? {}),
    apply: async () => Promise.resolve({ exitCode: 0, diagnostics: [], summary: "", stderr: "", ...result }),
  };

  function stack(name: string, dependencies: string[], text = ""): SynthesizedStack {
    writeFileSync(path.join(directory, "cdk.tf.json"), text);
    const known = { constructPaths: new Map(), locations: new Map(), accepted: [] };
    return { name, directory, dependencies, ...known };
  }

  test("explains that a state has changed", async () => {
    const stale = {
      severity: "error",
      summary: "Saved plan is stale",
      detail: "It can no longer be applied.",
    } as const;
    result = { exitCode: 1, diagnostics: [stale] };

    expect(await new Applier(terraform, directory, "60s", progress).apply(stack("api", []))).toEqual({
      outcome: "failed",
      message: "api failed\nthe state of api has changed since it was planned",
    });
  });

  test.each([
    ["stops before a stack that reads a changed output", "arn", "outdated"],
    ["applies a stack that reads an unchanged output", "name", "applied"],
  ])("%s", async (_, output, outcome) => {
    const applier = new Applier(terraform, directory, "60s", progress);
    outputs = [
      { arn: { value: 1 }, name: { value: "a" } },
      { arn: { value: 2 }, name: { value: "a" } },
    ];
    await applier.apply(stack("base", []));
    const reference = `\${data.terraform_remote_state.cross-stack-reference-input-base.outputs.${output}}`;

    expect(await applier.apply(stack("api", ["base"], reference))).toMatchObject({ outcome });
  });
});

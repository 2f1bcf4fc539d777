import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UsageError } from "../../../cli/errors";
import type { SynthesizedStack } from "../../../cli/plan/synthesized";
import { Interrupted } from "../../../cli/process-context";
import { Applier } from "../../../cli/terraform/applier";
import type { TerraformEvent } from "../../../cli/terraform/events";
import type { Terraform, TerraformResult } from "../../../cli/terraform/terraform";

describe("applying plans", () => {
  let directory: string;
  let result: Partial<TerraformResult>;
  let outputs: Record<string, unknown>[];
  let events: [type: string, action: string, address: string][];
  let error: Error | undefined;
  let unreadable: boolean;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "apply-"));
    result = {};
    outputs = [{}, {}];
    events = [];
    error = undefined;
    unreadable = false;
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const nothing = () => undefined;
  const progress = { begin: nothing, tell: nothing, end: nothing };
  const terraform: Pick<Terraform, "apply" | "outputs"> = {
    outputs: async () =>
      unreadable && outputs.length < 2
        ? Promise.reject(new UsageError("cannot read the outputs"))
        : Promise.resolve(outputs.shift() ?? {}),
    apply: async (_directory, _file, _lockTimeout, listener) => {
      for (const [type, action, addr] of events) {
        const event: TerraformEvent = { type, "@message": "", hook: { action, resource: { addr } } };
        listener(event);
      }
      if (error) return Promise.reject(error);
      return Promise.resolve({
        exitCode: 0,
        diagnostics: [],
        summary: "Apply complete!",
        stderr: "",
        ...result,
      });
    },
  };

  function stack(name: string, dependencies: string[], text = ""): SynthesizedStack {
    writeFileSync(path.join(directory, "cdk.tf.json"), text);
    const constructPaths = new Map([["aws_iam_role.Role", `${name}/Role`]]);
    const locations = new Map([[`${name}/Role`, { file: "main.ts", line: 7 }]]);
    return { name, directory, dependencies, constructPaths, locations, accepted: [] };
  }

  test("explains that a state has changed", async () => {
    const stale = {
      severity: "error",
      summary: "Saved plan is stale",
      detail: "It can no longer be applied.",
    } as const;
    result = { exitCode: 1, diagnostics: [stale] };

    expect(await new Applier(terraform, directory, "60s", progress).apply(stack("api", []), true)).toEqual({
      outcome: "failed",
      message: "api failed\nthe state of api has changed since it was planned",
    });
  });

  /** A replaced role, a new role that fails, and a read data source. */
  const EVENTS: typeof events = [
    ["apply_start", "read", "data.aws_region.Region"],
    ["apply_complete", "read", "data.aws_region.Region"],
    ["apply_start", "delete", "aws_iam_role.Role"],
    ["apply_complete", "delete", "aws_iam_role.Role"],
    ["apply_start", "create", "aws_iam_role.Role"],
    ["apply_progress", "create", "aws_iam_role.Role"],
    ["apply_complete", "create", "aws_iam_role.Role"],
    ["apply_start", "update", 'aws_iam_role.Other["a"]'],
    ["apply_complete", "update", 'aws_iam_role.Other["a"]'],
    ["apply_start", "delete", "aws_iam_role.Last"],
    ["apply_errored", "delete", "aws_iam_role.Last"],
  ];
  const DONE = `Before that, Terraform changed these resources of api:
  destroyed api/Role (aws_iam_role.Role, main.ts:7)
  created api/Role (aws_iam_role.Role, main.ts:7)
  changed aws_iam_role.Other["a"]
Terraform did not complete these, which may be done in part:
  destroy aws_iam_role.Last
`;
  const SAVED = "The state of api contains what was done. Fix the cause, then plan again.";
  const apply = async () => new Applier(terraform, directory, "60s", progress).apply(stack("api", []), true);
  const failure = (summary: string) => ({
    exitCode: 1,
    diagnostics: [{ severity: "error", summary, detail: "" } as const],
  });

  test("says what Terraform did before it failed, and what to do next", async () => {
    events = EVENTS;
    result = failure("AccessDenied");
    expect(await apply()).toEqual({
      outcome: "failed",
      message: `api failed\nAccessDenied\n\n${DONE}${SAVED}`,
    });
  });

  test.each<[what: string, ended: Partial<TerraformResult>, message: string]>([
    ["the exit code is 1", { exitCode: 1 }, "Terraform failed with exit code 1"],
    ["Terraform reports an error", { ...failure("AccessDenied"), exitCode: 0 }, "AccessDenied"],
    [
      "Terraform does not report that the apply is complete",
      { summary: "" },
      "Terraform did not report that it is done, but its exit code is 0. If a wrapper runs Terraform, run Terraform itself",
    ],
    [
      "it printed something else",
      { summary: "", stderr: "unknown command: apply\n" },
      "terraform-bin\n\nunknown command: apply\n\nNo resource of api was changed.",
    ],
  ])("fails if %s", async (_, ended, message) => {
    result = ended;
    const applied = await apply();
    expect(applied.outcome).toBe("failed");
    expect(applied.message).toContain(message);
  });

  test("says that nothing was changed if it failed at once", async () => {
    result = failure("AccessDenied");
    expect((await apply()).message).toBe("api failed\nAccessDenied\n\nNo resource of api was changed.");
  });

  test.each(["Failed to save state", "Failed to persist state to backend"])(
    "says that the state must be saved first: %s",
    async (summary) => {
      events = EVENTS;
      result = failure(summary);
      expect((await apply()).message).toBe(
        `api failed\n${summary}\n\n${DONE}` +
          "The state of api was not saved. Save it as Terraform's error says before you plan again.",
      );
    },
  );

  test("says what Terraform did before it was interrupted", async () => {
    events = EVENTS;
    error = new Interrupted();
    expect(await apply()).toEqual({
      outcome: "interrupted",
      message: `api was interrupted\n${DONE}${SAVED}`,
    });
  });

  test.each([
    ["before it applies", [{}], "No resource of api was changed."],
    ["after it applied", [{}, {}], `${DONE}${SAVED}`],
  ])("says what was done if the outputs cannot be read %s", async (when, readable, done) => {
    unreadable = true;
    outputs = readable;
    events = when === "after it applied" ? EVENTS : [];
    expect(await apply()).toEqual({
      outcome: "failed",
      message: `api failed\ncannot read the outputs\n\n${done}`,
    });
  });

  test("passes on other errors", async () => {
    error = new Error("spawn ENOENT");
    await expect(apply()).rejects.toThrow("spawn ENOENT");
  });

  test.each([
    ["arn", "outdated"],
    ["name", "unchanged"],
  ])("checks a stack without changes that reads the output '%s': %s", async (output, outcome) => {
    const applier = new Applier(terraform, directory, "60s", progress);
    outputs = [
      { arn: 1, name: "a" },
      { arn: 2, name: "a" },
    ];
    await applier.apply(stack("base", []), true);
    const reference = `\${data.terraform_remote_state.cross-stack-reference-input-base.outputs.${output}}`;

    expect(await applier.apply(stack("api", ["base"], reference), false)).toMatchObject({ outcome });
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
    await applier.apply(stack("base", []), true);
    const reference = `\${data.terraform_remote_state.cross-stack-reference-input-base.outputs.${output}}`;

    expect(await applier.apply(stack("api", ["base"], reference), true)).toMatchObject({ outcome });
  });
});

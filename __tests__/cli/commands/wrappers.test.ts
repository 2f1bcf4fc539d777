import { writeFileSync } from "node:fs";
import path from "node:path";
import { FakeProject, type Wrapper } from "../../support/fake-terraform";
import { hideFailures, playSetupTerraform } from "../../support/setup-terraform";

const NO_CHANGES = "hello-dev: No changes.";

describe("a program around Terraform", () => {
  let project: FakeProject;

  beforeEach(() => {
    project = new FakeProject();
  });

  afterEach(() => {
    project.remove();
  });

  const announce: Wrapper = ({ exitCode, stdout }) => ({
    exitCode,
    stdout: `Terraform version 1.11.4 is being used\n${stdout}`,
  });

  const WRAPPERS: readonly (readonly [string, Wrapper])[] = [
    ["hashicorp/setup-terraform 1", playSetupTerraform(1)],
    ["hashicorp/setup-terraform 2", playSetupTerraform(2)],
    ["hashicorp/setup-terraform 3 and 4", playSetupTerraform(3)],
    ["a version manager that prints a line", announce],
    ["a script that hides failures", hideFailures],
  ];

  test.each(WRAPPERS)("does not keep changes from being applied: %s", async (_, wrapper) => {
    project.terraform.wrapper = wrapper;
    const planned = await project.run(["plan", "--out", "plans", "hello-dev"]);
    expect(planned.exitCode).toBe(0);
    expect(planned.stderr).toContain("hello-dev: 4 to create. 5 outputs change.\n");

    const applied = await project.run(["apply", "plans", "--yes"]);
    expect(applied).toMatchObject({ exitCode: 0, stdout: "Applied: hello-dev\n" });
    expect(project.terraform.applied).toEqual(["hello-dev"]);

    const again = await project.run(["plan", "--out", "plans", "hello-dev"]);
    expect(again.stderr).toContain(NO_CHANGES);
    expect(await project.run(["apply", "plans", "--yes"])).toMatchObject({
      exitCode: 0,
      stdout: "Nothing to apply.\n",
    });
  });

  test.each(WRAPPERS)("does not keep stacks that wait from being applied: %s", async (_, wrapper) => {
    project.terraform.wrapper = wrapper;
    const { exitCode, stdout } = await project.run(["apply", "--all", "--yes"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "\nApplied: hello-dev, hello-prod-foundation, hello-prod-service, hello-prod-domain\n",
    );
  });

  test.each(WRAPPERS)("does not hide a plan that fails: %s", async (_, wrapper) => {
    project.terraform.wrapper = wrapper;
    project.terraform.broken.add("hello-dev");
    const { exitCode, stdout, stderr } = await project.run(["plan", "--out", "plans", "hello-dev"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Invalid argument");
    expect(stderr).toContain("hello-dev: failed: Invalid argument\n");
    expect(stderr).not.toContain(NO_CHANGES);
  });

  test.each(WRAPPERS)("does not hide an apply that fails: %s", async (_, wrapper) => {
    await project.run(["plan", "--out", "plans", "hello-dev"]);
    project.terraform.wrapper = (printed, args) =>
      wrapper(args[0] === "apply" ? { exitCode: 1, stdout: "" } : printed, args);
    const { exitCode, stdout } = await project.run(["apply", "plans", "--yes"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Failed, possibly partly applied: hello-dev\n");
  });

  test("cannot write the secrets of a plan to the outputs of a step in GitHub Actions", async () => {
    const outputs = new Set<string | undefined>();
    project.terraform.before = (_, { shell, env }) => {
      if (!shell) outputs.add(env["GITHUB_OUTPUT"]);
    };
    project.env["GITHUB_OUTPUT"] = "/tmp/outputs";
    await project.run(["plan", "hello-dev"]);
    expect([...outputs]).toEqual([undefined]);
  });

  /** Plans whose JSON says that something changes, although Terraform's own summary may not. */
  const CHANGES: readonly (readonly [what: string, plan: object, summary: string])[] = [
    ["an output", { output_changes: { a: { actions: ["create"], after: "new" } } }, "1 output changes."],
    [
      "an action",
      { action_invocations: [{ address: "action.aws_lambda_invoke.a", type: "aws_lambda_invoke" }] },
      "1 action is invoked.",
    ],
    [
      "a moved resource",
      { resource_changes: [resource(["no-op"], { previous_address: "aws_x.b" })] },
      "1 to move.",
    ],
    ["an imported resource", { resource_changes: [resource(["no-op"], {}, { id: "i" })] }, "1 to import."],
    ["a forgotten resource", { resource_changes: [resource(["forget"])] }, "1 to forget."],
    [
      "what was changed outside Terraform, with -refresh-only",
      { applyable: true, resource_drift: [resource(["update"])] },
      "Only the state changes. 1 resource changed outside Terraform.",
    ],
    [
      "what was changed outside Terraform, if it does not say whether it is a refresh",
      { resource_drift: [resource(["update"])] },
      "Only the state changes. 1 resource changed outside Terraform.",
    ],
    ["something unknown", { resource_changes: [resource(["explode"])] }, "1 plan is incomplete."],
  ];

  function resource(actions: string[], more: object = {}, importing?: object): object {
    const change = { actions, before: { a: 1 }, after: { a: 2 }, importing };
    return { address: "aws_x.a", mode: "managed", type: "aws_x", change, ...more };
  }

  async function planned(content: object): Promise<{ stderr: string; stdout: string }> {
    const plan = { format_version: "1.2", planned_values: {}, ...content };
    project.terraform.before = (subcommand, { cwd }) => {
      if (subcommand === "show") writeFileSync(path.join(cwd, "plan.json"), JSON.stringify(plan));
    };
    const { stderr } = await project.run(["plan", "--out", "plans", "hello-dev"]);
    return { stderr, stdout: (await project.run(["apply", "plans", "--yes"])).stdout };
  }

  test.each(CHANGES)("does not matter for a plan that changes %s", async (_, plan, summary) => {
    const { stderr, stdout } = await planned(plan);
    expect(stderr).toContain(`hello-dev: ${summary}\n`);
    expect(stdout).toBe("Applied: hello-dev\n");
  });

  test.each([
    ["nothing", { applyable: false }, NO_CHANGES],
    [
      "only what Terraform reads",
      { resource_changes: [{ ...resource(["read"]), mode: "data" }] },
      NO_CHANGES,
    ],
    [
      "nothing back that was changed outside Terraform",
      { applyable: false, resource_drift: [resource(["update"])] },
      `${NO_CHANGES} 1 resource changed outside Terraform.`,
    ],
    [
      "only what is left for a later plan",
      {
        applyable: false,
        complete: false,
        deferred_changes: [{ reason: "deferred_prereq", resource_change: resource(["create"]) }],
      },
      "hello-dev: 1 plan is incomplete. 1 change is left for a later plan.",
    ],
  ])("is not run for a plan that changes %s", async (_, plan, summary) => {
    const { stderr, stdout } = await planned(plan);
    expect(stderr).toContain(`${summary}\n`);
    expect(stdout).toBe("Nothing to apply.\n");
  });
});

import { Interrupted } from "../../../cli/process-context";
import { FakeProject } from "../../support/fake-terraform";

const ALL = ["hello-dev", "hello-prod-foundation", "hello-prod-service", "hello-prod-domain"];

describe("app-runner apply --all", () => {
  let project: FakeProject;

  beforeEach(() => {
    project = new FakeProject();
  });

  afterEach(() => {
    project.remove();
  });

  /** Applies all stacks. The report is what follows the last review. */
  async function apply(args: readonly string[], answers?: string[]) {
    const { exitCode, stdout, stderr } = await project.run(["apply", "--all", ...args], answers);
    const [, report = ""] =
      /\n\n(?:(?!\n\n)[^])*?\n((?:Applied|Not |Nothing|Failed|To )[^]*)$/.exec(stdout) ?? [];
    return { exitCode, report, reviews: stdout.match(/^Stack +Status/gm)?.length ?? 0, stderr };
  }

  test("plans, reviews and applies again until no stack waits", async () => {
    const { exitCode, report, reviews, stderr } = await apply(["--yes"]);

    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect({ report, reviews }).toEqual({ report: `Applied: ${ALL.join(", ")}\n`, reviews: 3 });
    expect(project.terraform.applied).toEqual(ALL);
  });

  test("applies nothing if nothing changes", async () => {
    await apply(["--yes"]);
    const { exitCode, report, reviews } = await apply([], []);
    expect({ exitCode, report, reviews }).toEqual({ exitCode: 0, report: "Nothing to apply.\n", reviews: 1 });
  });

  test("asks after each review, and stops at any other answer than 'yes'", async () => {
    const { exitCode, report, reviews, stderr } = await apply([], ["yes", "yes", "no", "yes"]);

    expect({ exitCode, reviews }).toEqual({ exitCode: 1, reviews: 3 });
    expect(report).toBe(
      "Applied: hello-dev, hello-prod-foundation, hello-prod-service\nNot applied: hello-prod-domain\n" +
        "To continue, run again: app-runner apply --all\n",
    );
    expect(stderr.match(/Apply these plans\?/g)).toHaveLength(3);
    expect(stderr).toContain("Nothing of this review was applied.\n");
    expect(project.terraform.applied).not.toContain("hello-prod-domain");
  });

  test("stops with --yes at findings at or above --fail-on", async () => {
    const { exitCode, report, stderr } = await apply(["--yes", "--fail-on", "warning", "hello-dev"]);

    expect({ exitCode, report }).toEqual({
      exitCode: 2,
      report: "Not applied: hello-dev\nTo continue, run again: app-runner apply --all hello-dev\n",
    });
    expect(stderr).toContain("because it has findings of severity warning or higher.");
    expect(project.terraform.applied).toEqual([]);
  });

  test("says in the question that there are findings", async () => {
    const { exitCode, stderr } = await apply(["--fail-on", "warning", "hello-dev"], ["yes"]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      "The review has findings. Apply these plans anyway? Only 'yes' will be accepted: ",
    );
  });

  test("stops if only stacks are left that wait for a stack that is not selected", async () => {
    const { exitCode, report, reviews } = await apply(["--yes", "hello-prod-service", "hello-dev"]);
    expect({ exitCode, reviews }).toEqual({ exitCode: 2, reviews: 2 });
    expect(report).toBe(
      "Applied: hello-dev\nNot planned, waiting for another stack: hello-prod-service\n" +
        "To continue, run again: app-runner apply --all\n",
    );
  });

  test("does not apply a stack before one that it depends on, even if it can be planned", async () => {
    project.terraform.upstream.delete("hello-prod-domain");
    // The plan of the fake is that of another service, whose name is taken.
    const { exitCode, report, reviews } = await apply(["--yes", "--fail-on", "never"]);

    expect({ exitCode, report, reviews }).toEqual({
      exitCode: 0,
      report: `Applied: ${ALL.join(", ")}\n`,
      reviews: 2,
    });
    expect(project.terraform.applied).toEqual(ALL);
  });

  test("applies nothing of a review with a stack that cannot be planned", async () => {
    project.terraform.broken.add("hello-prod-foundation");
    const { exitCode, report, stderr } = await apply(["--yes"]);

    expect({ exitCode, report }).toEqual({
      exitCode: 1,
      report:
        "Not applied: hello-dev, hello-prod-foundation\n" +
        "Not planned, waiting for another stack: hello-prod-service, hello-prod-domain\n" +
        "To continue, run again: app-runner apply --all\n",
    });
    expect(stderr).toContain("Nothing of this review was applied, because a stack cannot be planned.\n");
    expect(project.terraform.applied).toEqual([]);
  });

  test.each([
    ["fails", new Error("no space left"), 1, "no space left\n"],
    ["is interrupted", new Interrupted(), 130, "interrupted\n"],
  ])("says what is applied if a later plan %s", async (_, error, code, message) => {
    project.terraform.before = (subcommand, { cwd }) => {
      if (subcommand === "show" && cwd.endsWith("service")) throw error;
    };
    const { exitCode, stdout, stderr } = await project.run(["apply", "--all", "--yes"]);

    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
    expect(stdout).toMatch(
      /Applied: hello-dev, hello-prod-foundation\nNot applied: hello-prod-service, hello-prod-domain\nTo continue, .*\n$/,
    );
  });

  test("passes variables and --no-refresh to each plan", async () => {
    const plans: (string | undefined)[] = [];
    project.terraform.before = (subcommand, { args, env }) => {
      if (subcommand === "plan") plans.push(`${args.includes("-refresh=false")} ${env["TF_CLI_ARGS"]}`);
    };
    await apply(["--yes", "--no-refresh", "--var", "a=b", "hello-dev"]);
    expect(plans).toEqual(["true '-var=a=b'"]);
  });
});

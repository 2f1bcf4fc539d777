import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Interrupted } from "../../../cli/process-context";
import { FakeProject } from "../../support/fake-terraform";
import { ReviewFolder } from "../../support/review-command";
import { PLANS } from "../../support/review-fixture";

const MIB = 1024 * 1024;

/** A plan that creates roles with these names. */
function planOf(...names: readonly string[]): object {
  const resource = (name: string) => ({
    address: `aws_iam_role.${name}`,
    type: "aws_iam_role",
    mode: "managed",
    change: { actions: ["create"], before: null, after: { name }, after_unknown: {} },
  });
  return { format_version: "1.2", resource_changes: names.map(resource) };
}

describe("a review with --reports on GitHub Actions", () => {
  let folder: ReviewFolder;

  beforeEach(() => {
    folder = new ReviewFolder();
    folder.env["GITHUB_ACTIONS"] = "true";
    for (const name of ["SUMMARY", "OUTPUT"]) folder.write(name, "");
    folder.env["GITHUB_STEP_SUMMARY"] = path.join(folder.directory, "SUMMARY");
    folder.env["GITHUB_OUTPUT"] = path.join(folder.directory, "OUTPUT");
    folder.write("web.json", planOf("Role"));
  });

  afterEach(() => {
    folder.remove();
  });

  const review = (...args: string[]) => folder.review(...args, "--reports", "out");

  test("writes the whole Markdown to the summary, and the exit code to the outputs", async () => {
    await review("web.json", "--key", "billing");
    expect(folder.read("SUMMARY")).toBe(folder.read("out/review.md"));
    expect(folder.read("SUMMARY")).toContain("## Plan review: billing\n");
    expect(folder.read("OUTPUT")).toBe("exit-code=0\ndigest=\n");
  });

  test("adds to what is in the files", async () => {
    folder.write("SUMMARY", "# Mine");
    folder.write("OUTPUT", "mine=1");
    await review("web.json");
    await review("web.json");
    expect(folder.read("SUMMARY")).toMatch(/^# Mine\n<!-- app-runner review -->\n/);
    expect(folder.read("SUMMARY").match(/## Plan review/g)).toHaveLength(2);
    expect(folder.read("OUTPUT")).toBe("mine=1\nexit-code=0\ndigest=\nexit-code=0\ndigest=\n");
  });

  test("writes the exit code of findings", async () => {
    const recorded = path.join(PLANS, "service-rename");
    await review(path.join(recorded, "stacks/hello-prod-service/plan.json"), "--synthesized", recorded);
    expect(folder.read("OUTPUT")).toBe("exit-code=2\ndigest=\n");
    expect(folder.read("SUMMARY")).toContain("**Stop: ");
  });

  test.each([
    ["a plan is missing", "missing.json", []],
    ["another report cannot be written", "web.json", ["--output", "json=web.json/x"]],
  ])("says in both files that the command failed if %s", async (_, plan, args) => {
    const { exitCode } = await review(plan, "--key", "billing", ...args);
    expect(exitCode).toBe(1);
    expect(folder.read("OUTPUT")).toBe("exit-code=1\ndigest=\n");
    expect(folder.read("SUMMARY")).toBe(
      "## Plan review: billing\n\n> [!CAUTION]\n> **The command failed.** The log of this step says why.\n\n",
    );
  });

  test("does not let a key set an output", async () => {
    await review("web.json", "--key", "a\ndigest=b\nexit-code=0");
    expect(folder.read("OUTPUT")).toBe("exit-code=0\ndigest=\n");
    expect(folder.read("SUMMARY").split("\n")[1]).toBe("## Plan review: a digest=b exit-code=0");
  });

  test("shortens the summary to 1 MiB, whatever the characters and what is in it", async () => {
    const names = (letter: string) => Array.from({ length: 2_000 }, (_, index) => `${letter}${index}`);
    folder.write("wide.json", planOf(...names("\u{65e5}".repeat(200))));
    folder.write("SUMMARY", "x".repeat(50_000));
    await review("wide.json");
    const size = Buffer.byteLength(folder.read("SUMMARY"));
    expect(size).toBeLessThanOrEqual(MIB);
    expect(size).toBeGreaterThan(MIB / 2);
    expect(folder.read("SUMMARY")).toContain(
      "\n**Shortened:** the whole review is in the HTML report (`review.html`).\n",
    );
  });

  test.each([
    [
      "is full",
      () => {
        folder.write("SUMMARY", "x".repeat(MIB - 1_000));
      },
      "it is full",
    ],
    [
      "is a folder",
      () => {
        mkdirSync((folder.env["GITHUB_STEP_SUMMARY"] = path.join(folder.directory, "d")));
      },
      "EISDIR",
    ],
  ])("prints a warning and has its result if the summary %s", async (_, prepare, reason) => {
    prepare();
    const { exitCode, stderr } = await review("web.json");
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      `warning: cannot write the file GITHUB_STEP_SUMMARY of GitHub Actions: ${reason}`,
    );
    expect(folder.read("OUTPUT")).toBe("exit-code=0\ndigest=\n");
  });

  test.each([
    ["without --reports", "true", []],
    ["elsewhere", "", ["--reports", "out"]],
  ])("writes nothing %s", async (_, isGithub, args) => {
    folder.env["GITHUB_ACTIONS"] = isGithub;
    await folder.review("web.json", ...args);
    await folder.review("missing.json", ...args);
    expect([folder.read("SUMMARY"), folder.read("OUTPUT")]).toEqual(["", ""]);
  });
});

describe("a plan with --reports on GitHub Actions", () => {
  let project: FakeProject;

  beforeEach(() => {
    project = new FakeProject();
    project.env["GITHUB_ACTIONS"] = "true";
    project.env["GITHUB_OUTPUT"] = path.join(project.directory, "OUTPUT");
  });

  afterEach(() => {
    project.remove();
  });

  const read = (file: string) => readFileSync(path.join(project.directory, file), "utf8");
  const plan = (...args: string[]) => project.run(["plan", "--reports", "out", ...args]);

  test("writes the digest of saved plans to the outputs", async () => {
    await plan("--out", "plans", "hello-dev");
    const { digest } = JSON.parse(read("out/review.json")) as { digest: string };
    expect(read("OUTPUT")).toBe(`exit-code=0\ndigest=${digest}\n`);
  });

  test.each([
    ["is interrupted", new Interrupted(), 130],
    ["fails", new Error("no space left"), 1],
  ])(
    "that %s removes the reports of an earlier run, and writes its exit code",
    async (_, error, exitCode) => {
      await plan("hello-dev");
      project.terraform.before = (subcommand) => {
        if (subcommand === "plan") throw error;
      };
      expect((await plan("--out", "plans", "hello-dev")).exitCode).toBe(exitCode);
      expect(readdirSync(path.join(project.directory, "out"))).toEqual([]);
      expect(read("OUTPUT")).toBe(`exit-code=0\ndigest=\nexit-code=${exitCode}\ndigest=\n`);
    },
  );

  test("removes the reports of an earlier run before the app runs", async () => {
    await plan("hello-dev");
    let files: string[] = ["never called"];
    project.terraform.before = (_, { shell }) => {
      if (shell) files = readdirSync(path.join(project.directory, "out"));
    };
    await plan("hello-dev");
    expect(files).toEqual([]);
  });

  test.each([
    [["hello-dev\nhello-prod-foundation"]],
    [["\r\n  hello-dev  \r\n\n\thello-prod-found*\n"]],
    [["hello-dev", "", "hello-prod-foundation\n"]],
  ])("plans the stacks in %j, one per line", async (patterns) => {
    await plan("--", ...patterns);
    const { stacks } = JSON.parse(read("out/review.json")) as { stacks: { name: string }[] };
    expect(stacks.map(({ name }) => name)).toEqual(["hello-dev", "hello-prod-foundation"]);
  });

  test("plans all stacks if the lines are blank", async () => {
    await plan("--", " \n\n");
    const { stacks } = JSON.parse(read("out/review.json")) as { stacks: unknown[] };
    expect(stacks).toHaveLength(4);
  });
});

test("applying all stacks refuses a blank name", async () => {
  const project = new FakeProject();
  const { exitCode, stderr } = await project.run(["apply", "--all", "--yes", ""]);
  project.remove();
  expect({ exitCode, applied: project.terraform.applied }).toEqual({ exitCode: 1, applied: [] });
  expect(stderr).toContain("no stack matches ''");
});

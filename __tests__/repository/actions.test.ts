import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { describeWith } from "../support/end-to-end";
import { missingPrograms } from "../support/tools";
import { type JobRun, runWorkflow } from "../support/workflow-runner";
import { fakeProgram } from "../support/workflows";

const ROOT = path.resolve(__dirname, "../..");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "action-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Call {
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the fake npx does after it recorded its arguments, in shell code. */
  readonly npx?: string;
  readonly payload?: object;
  readonly shell?: string;
}

/** Runs an action in a workflow, with a fake npx that records its folder and its arguments. */
async function call(
  action: string,
  { inputs = {}, npx = "", payload = {}, shell = "bash" }: Call,
): Promise<JobRun> {
  const commit = path.join(folder, "commit");
  cpSync(path.join(ROOT, ".github/actions"), path.join(commit, ".github/actions"), { recursive: true });
  const file = path.join(commit, ".github/actions", action, "action.yml");
  writeFileSync(file, readFileSync(file, "utf8").replaceAll("shell: bash", `shell: ${shell}`));
  mkdirSync(path.join(commit, "my app"));
  const record = `pwd >"$RECORDS/folder"; printf '%s' "\${GITHUB_TOKEN:-}" >"$RECORDS/token"; printf '%s\\0' "$@" >"$RECORDS/arguments"`;
  fakeProgram(folder, "npx", `${record}\n${npx}\n`);
  const steps = [
    { uses: "actions/checkout@v4" },
    { id: "action", uses: `./.github/actions/${action}`, with: inputs },
  ];
  const outputs = Object.fromEntries(
    ["exit-code", "digest"].map((name) => [name, `\${{ steps.action.outputs.${name} }}`]),
  );
  const text = stringify({
    on: { push: {} },
    jobs: { only: { "runs-on": "ubuntu-latest", permissions: { contents: "read" }, steps, outputs } },
  });
  const env = {
    PATH: `${path.join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
    RECORDS: folder,
  };
  const tokens = { write: "", read: "token of the job" };
  const event = { name: "push", ref: "refs/heads/main", sha: "0123abc", payload: { ...payload } };
  const { only } = await runWorkflow({ text, event, commits: { "0123abc": commit }, env, tokens, folder });
  if (!only) throw new Error("the job did not run");
  return only;
}

function read(file: string): string {
  return readFileSync(path.join(folder, file), "utf8");
}

/** The recorded arguments, with the root of the repository as `ROOT`. */
function readArguments(): string[] {
  const [root = ""] = /^.*\/work(?=\/|$)/.exec(read("folder").trim()) ?? [];
  return read("arguments").replaceAll(root, "ROOT").split("\0").slice(0, -1);
}

const wasCalled = (): boolean => existsSync(path.join(folder, "arguments"));

const TOOL = ["--no-install", "app-runner"];

describeWith(missingPrograms("bash"), "the action plan-review", () => {
  const DEFAULTS = [...TOOL, "plan", "--fail-on", "error", "--reports", "ROOT/plan-review"];

  // Runners on macOS have bash 3.2, and some have only a POSIX shell.
  test.each(["bash", "sh"])("plans all stacks if no stack is named, in %s", async (shell) => {
    const { result } = await call("plan-review", { shell });
    expect(result).toBe("success");
    expect(readArguments()).toEqual([...DEFAULTS, "--", ""]);
  });

  test.each(["bash", "sh"])("passes the stacks unchanged as one argument, in %s", async (shell) => {
    const stacks = 'hello-*\n\n  \nmy "stack"\n$(touch harm)\n--yes\n\'\n';
    const { result } = await call("plan-review", { inputs: { stacks }, shell });
    expect(result).toBe("success");
    expect(readArguments()).toEqual([...DEFAULTS, "--", stacks]);
    expect(existsSync(path.join(read("folder").trim(), "harm"))).toBe(false);
  });

  test.each(["bash", "sh"])("passes the other inputs as options, in %s", async (shell) => {
    const inputs = { "fail-on": "warning", reports: "my reports", key: "--bil ling" };
    await call("plan-review", { inputs, shell });
    expect(readArguments()).toEqual([
      ...[...TOOL, "plan", "--fail-on", "warning", "--reports", "ROOT/my reports"],
      ...["--key=--bil ling", "--", ""],
    ]);
  });

  test("treats empty inputs as the defaults", async () => {
    await call("plan-review", { inputs: { command: "", "fail-on": "", reports: "", key: "" } });
    expect(readArguments()).toEqual([...DEFAULTS, "--", ""]);
  });

  test("runs in the folder of the app, and writes the reports below the root of the repository", async () => {
    await call("plan-review", { inputs: { "working-directory": "my app", reports: "reports/one" } });
    expect(read("folder").trim()).toMatch(/\/work\/my app$/);
    expect(readArguments()).toContain("ROOT/reports/one");
  });

  test.each([
    ["npx 'my tool'", ["my tool"]],
    ['npx "my tool" --flag', ["my tool", "--flag"]],
    ["npx my\\ tool", ["my tool"]],
    ["npx first &&\nnpx second\n\n", ["second"]],
  ])("reads the command %s as a shell does", async (command, start) => {
    await call("plan-review", { inputs: { command } });
    expect(readArguments().slice(0, start.length + 1)).toEqual([...start, "plan"]);
  });

  test.each([1, 2, 130])(
    "fails with the exit code %i of the tool, and passes on its outputs",
    async (exitCode) => {
      const npx = `echo "exit-code=${exitCode}" >>"$GITHUB_OUTPUT"; echo digest=3f6c >>"$GITHUB_OUTPUT"; exit ${exitCode}`;
      const { result, outputs } = await call("plan-review", { npx });
      expect({ result, outputs }).toEqual({
        result: "failure",
        outputs: { "exit-code": String(exitCode), digest: "3f6c" },
      });
    },
  );

  describe("with plans", () => {
    const inputs = { plans: "my plans", "plans-recipient": "age1abc" };
    const payload = { repository: { private: true } };

    test("saves them encrypted, below the root of the repository", async () => {
      await call("plan-review", { inputs, payload });
      expect(readArguments()).toEqual([
        ...DEFAULTS,
        ...["--out=ROOT/my plans", "--encrypt-to=age1abc", "--", ""],
      ]);
    });

    test.each([
      ["a public key", { ...inputs, "plans-recipient": "" }, payload, "plans-recipient is not"],
      ["a private repository", inputs, { repository: { private: false } }, "this repository is private"],
      ["an event that names the repository", inputs, {}, "this repository is private"],
    ])("fails without %s, and plans nothing", async (_, given, event, message) => {
      const { result, log } = await call("plan-review", { inputs: given, payload: event });
      expect(result).toBe("failure");
      expect(log).toContain(`::error::plans is set, but`);
      expect(log).toContain(message);
      expect(wasCalled()).toBe(false);
    });
  });
});

describeWith(missingPrograms("bash"), "the action post-review", () => {
  const DEFAULTS = [...TOOL, "post", "github", "--reports", "ROOT/plan-review"];

  test.each(["bash", "sh"])("posts the reports with the token of the job, in %s", async (shell) => {
    const { result } = await call("post-review", { shell });
    expect(result).toBe("success");
    expect(readArguments()).toEqual(DEFAULTS);
    expect(read("token")).toBe("token of the job");
  });

  test.each<[inputs: Record<string, string>, options: string[]]>([
    [{ key: "--bil ling" }, ["--key=--bil ling"]],
    [{ reason: "no $(plan), 'sorry'" }, ["--reason=no $(plan), 'sorry'"]],
    [{ comment: "false" }, ["--no-comment"]],
    [{ "code-scanning": "false" }, ["--no-code-scanning"]],
    [{ comment: "true", "code-scanning": "true", key: "", reason: "", command: "", reports: "" }, []],
  ])("passes %j as options", async (inputs, options) => {
    await call("post-review", { inputs });
    expect(readArguments()).toEqual([...DEFAULTS, ...options]);
  });

  test("passes another token and another folder", async () => {
    const inputs = { token: "mine", reports: "my reports", "working-directory": "my app" };
    await call("post-review", { inputs });
    expect(read("token")).toBe("mine");
    expect(readArguments()).toEqual([...TOOL, "post", "github", "--reports", "ROOT/my reports"]);
  });

  test("fails if the tool fails", async () => {
    expect(await call("post-review", { npx: "echo no; exit 1" })).toMatchObject({ result: "failure" });
  });
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { buildMarker } from "../../cli/render/markdown/marker";
import { describeWith } from "../support/end-to-end";
import { missingPrograms } from "../support/tools";
import { fakeProgram, parseAction, runStep, type ScriptResult, type Step } from "../support/workflows";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "action-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function stepOf(action: string, index: number): Step {
  const step = parseAction(action).runs.steps[index];
  if (!step) throw new Error(`${action} has no step ${index}`);
  return step;
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

function read(file: string): string {
  return readFileSync(path.join(folder, file), "utf8");
}

describeWith(missingPrograms("bash", "jq"), "the action plan-review", () => {
  /** Runs the step with a fake npx that records its arguments, one per line. */
  function plan(inputs: Readonly<Record<string, string>>, npx = ""): ScriptResult {
    fakeProgram(folder, "npx", `printf '%s\\n' "$@" >arguments\n${npx}\n`);
    const { inputs: declared } = parseAction("plan-review");
    const defaults = Object.entries(declared).map(([name, input]) => [variable(name), input.default ?? ""]);
    return runStep(stepOf("plan-review", 0), folder, {
      ...(Object.fromEntries(defaults) as Record<string, string>),
      ...inputs,
      GITHUB_OUTPUT: path.join(folder, "output"),
      GITHUB_STEP_SUMMARY: path.join(folder, "summary"),
    });
  }

  /** The environment variable for an input of the step. */
  function variable(input: string): string {
    const { env = {} } = stepOf("plan-review", 0);
    return Object.keys(env).find((name) => env[name] === `\${{ inputs.${input} }}`) ?? "UNUSED";
  }

  const DEFAULT_ARGUMENTS = [
    ...["--no-install", "app-runner", "plan", "--fail-on", "error", "--format", "text"],
    ...["--output", "markdown=plan-review/review.md"],
    ...["--output", "json=plan-review/review.json"],
    ...["--output", "sarif=plan-review/review.sarif"],
    ...["--output", "html=plan-review/review.html"],
  ];

  test("plans all stacks if no stack is named", () => {
    expect(plan({})).toEqual({ exitCode: 0, output: "" });
    expect(read("arguments").trimEnd().split("\n")).toEqual([...DEFAULT_ARGUMENTS, "--"]);
    expect(read("output")).toBe("exit-code=0\n");
    expect(existsSync(path.join(folder, "summary"))).toBe(false);
  });

  test("passes stacks with patterns, spaces and leading dashes unchanged", () => {
    write("hello-dev", "");
    plan({ STACKS: "hello-*\n\n  \nmy stack\n$(touch harm)\n--yes\n" });
    const after = read("arguments").trimEnd().split("\n").slice(DEFAULT_ARGUMENTS.length);
    expect(after).toEqual(["--", "hello-*", "my stack", "$(touch harm)", "--yes"]);
    expect(existsSync(path.join(folder, "harm"))).toBe(false);
  });

  test("passes the other inputs as options", () => {
    plan({ FAIL_ON: "warning", REPORTS: "my reports", PLANS: "my plans", KEY: "billing" });
    const args = read("arguments");
    expect(args).toContain("--fail-on\nwarning\n");
    expect(args).toContain("--output\nmarkdown=my reports/review.md\n");
    expect(args).toContain("--out\nmy plans\n--key\nbilling\n--\n");
    expect(existsSync(path.join(folder, "my reports"))).toBe(true);
  });

  test.each([1, 2, 130])("writes the summary and exits with the code of the tool: %i", (exitCode) => {
    const npx = `echo '## Plan review' >plan-review/review.md; exit ${exitCode}`;
    expect(plan({}, npx).exitCode).toBe(exitCode);
    expect(read("output")).toBe(`exit-code=${exitCode}\n`);
    expect(read("summary")).toBe("## Plan review\n");
  });

  test.each([
    ["the digest of saved plans", { PLANS: "plans" }, { digest: "3f6c" }, "digest=3f6c\n"],
    ["no digest if the report has none", { PLANS: "plans" }, {}, "digest=\n"],
    ["no digest without saved plans", {}, { digest: "3f6c" }, ""],
  ])("outputs %s", (_, inputs, report, output) => {
    plan(inputs, `echo '${JSON.stringify(report)}' >plan-review/review.json`);
    expect(read("output")).toBe(`exit-code=0\n${output}`);
  });

  test("exits with the code of the tool if there is no report", () => {
    expect(plan({}, "exit 1").exitCode).toBe(1);
    expect(read("output")).toBe("exit-code=1\n");
  });
});

describeWith(missingPrograms("bash", "jq"), "the action post-review", () => {
  const MARKER = buildMarker();
  const BODY = `${MARKER}\n## Plan review\n\n@everyone "quoted" $HOME \`id\`\n`;

  interface Comment {
    readonly id: number;
    readonly login: string;
    readonly body: string;
  }

  /** Runs a step with a fake gh, which lists comments (one per page) and records what it must send. */
  function post(step: number, comments: readonly Comment[] = [], body = BODY): ScriptResult {
    const pages = comments.map(({ login, ...comment }) => JSON.stringify([{ ...comment, user: { login } }]));
    write("comments.json", pages.length === 0 ? "[]" : pages.join(""));
    write("plan-review/review.md", body);
    fakeProgram(
      folder,
      "gh",
      'if [[ " $* " == *" --paginate "* ]]; then cat comments.json; else printf "%s\\n" "$@" >sent; fi\n',
    );
    return runStep(stepOf("post-review", step), folder, {
      REPORTS: "plan-review",
      REPOSITORY: "acme/hello",
      NUMBER: "7",
      COMMIT: "0123abc",
      RUNNER_TEMP: folder,
    });
  }

  const CREATED = [
    ...["api", "--silent", "--method", "POST", "repos/acme/hello/issues/7/comments"],
    ...["-F", "body=@plan-review/review.md"],
  ];

  const updated = (id: number): string[] => [
    ...["api", "--silent", "--method", "PATCH", `repos/acme/hello/issues/comments/${id}`],
    ...["-F", "body=@plan-review/review.md"],
  ];

  test.each<[what: string, comments: readonly Comment[], sent: readonly string[]]>([
    ["creates a comment if no comment exists", [], CREATED],
    [
      "updates its own comment on any page",
      [
        { id: 1, login: "ann", body: "Looks good" },
        { id: 2, login: "github-actions[bot]", body: `${MARKER}\nOld` },
      ],
      updated(2),
    ],
    [
      "updates the first of its own comments",
      [
        { id: 3, login: "github-actions[bot]", body: `${MARKER}\nOld` },
        { id: 4, login: "github-actions[bot]", body: `${MARKER}\nOlder` },
      ],
      updated(3),
    ],
    [
      "creates a comment if a different user posted the same one",
      [{ id: 5, login: "mallory", body: BODY }],
      CREATED,
    ],
    [
      "creates a comment if its own comment is about a different app",
      [{ id: 6, login: "github-actions[bot]", body: `${buildMarker("billing")}\nOld` }],
      CREATED,
    ],
    [
      "creates a comment if its own comment only quotes the marker",
      [{ id: 7, login: "github-actions[bot]", body: `> ${MARKER}\nOld` }],
      CREATED,
    ],
  ])("%s", (_, comments, sent) => {
    expect(post(0, comments)).toEqual({ exitCode: 0, output: "" });
    expect(read("sent").trimEnd().split("\n")).toEqual(sent);
  });

  test("updates the comment about the same app", () => {
    const marker = buildMarker("billing");
    const comments = [
      { id: 8, login: "github-actions[bot]", body: `${MARKER}\nOld` },
      { id: 9, login: "github-actions[bot]", body: `${marker}\nOld` },
    ];
    expect(post(0, comments, `${marker}\nNew`)).toEqual({ exitCode: 0, output: "" });
    expect(read("sent").trimEnd().split("\n")).toEqual(updated(9));
  });

  test.each(["", "Anything\n", ` ${MARKER}\n`])(
    "fails and posts nothing if the file is not a review: %j",
    (body) => {
      expect(post(0, [], body)).toEqual({
        exitCode: 1,
        output: "::error::plan-review/review.md is not a plan review\n",
      });
      expect(existsSync(path.join(folder, "sent"))).toBe(false);
    },
  );

  test("uploads the findings as compressed SARIF", () => {
    const sarif = JSON.stringify({ version: "2.1.0", runs: [], note: "ä".repeat(10_000) });
    write("plan-review/review.sarif", sarif);
    expect(post(1)).toEqual({ exitCode: 0, output: "" });

    const sent = read("sent").trimEnd().split("\n");
    expect(sent.slice(0, -1)).toEqual([
      ...["api", "--silent", "--method", "POST", "repos/acme/hello/code-scanning/sarifs"],
      ...["-f", "commit_sha=0123abc", "-f", "ref=refs/pull/7/head", "-F"],
    ]);
    const encoded = readFileSync((sent.at(-1) ?? "").replace("sarif=@", ""), "utf8");
    expect(encoded).toMatch(/^[\w+/]+=*$/);
    expect(gunzipSync(Buffer.from(encoded, "base64")).toString()).toBe(sarif);
  });
});

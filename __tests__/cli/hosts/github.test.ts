import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import path from "node:path";
import { buildMarker } from "../../../cli/render/markdown/marker";
import { describeWith } from "../../support/end-to-end";
import { ACTIONS_USER, GitHubServer } from "../../support/github-server";
import { buildEvent, HEAD, OLDER, PostFolder } from "../../support/post-folder";
import { missingPrograms } from "../../support/tools";

const MARKER = buildMarker();
const COMMENTS = "/repos/acme/hello/issues/7/comments";

let github: GitHubServer;
let folder: PostFolder;

beforeEach(async () => {
  github = await GitHubServer.start();
  github.heads.set(7, HEAD);
  folder = new PostFolder();
  folder.writeReports(HEAD);
});

afterEach(async () => {
  folder.remove();
  await github.stop();
});

/** Posts to the server, without code scanning. */
function post(more: Readonly<Record<string, string | undefined>> = {}, ...args: readonly string[]) {
  return folder.post(folder.buildActionsEnv(github.url, more), "github", "--no-code-scanning", ...args);
}

/** Posts as a run for another commit. */
function postFor(commit: string, ...args: readonly string[]) {
  const env = folder.buildActionsEnv(github.url, {}, buildEvent(commit));
  return folder.post(env, "github", "--no-code-scanning", ...args);
}

/** A comment of an earlier run. */
function earlier(commit: string, login = ACTIONS_USER, text = "An earlier review") {
  return github.comment(7, login, `${MARKER}\n<!-- app-runner commit: ${commit} -->\n${text}`);
}

function bodies(): string[] {
  return github.comments.map(({ body }) => body);
}

test("creates the comment with the report, its commit in the second line", async () => {
  const { exitCode, stderr } = await post();
  expect(stderr).toContain(
    "Created the comment on pull request 7 of acme/hello: https://github.com/acme/hello/pull/7#",
  );
  expect(exitCode).toBe(0);
  const [first, ...rest] = folder.read("plan-review/review.md").split("\n");
  expect(bodies()).toEqual([[first, `<!-- app-runner commit: ${HEAD} -->`, ...rest].join("\n")]);
});

test("updates the comment of the previous run", async () => {
  const { id } = earlier(OLDER);
  const { exitCode, stderr } = await post();
  expect(stderr).toContain(`Updated the comment on pull request 7 of acme/hello: `);
  expect(exitCode).toBe(0);
  expect(github.comments).toMatchObject([{ id, body: expect.stringContaining(HEAD) as string }]);
});

test("updates a comment of a version that wrote no commit", async () => {
  github.comment(7, ACTIONS_USER, `${MARKER}\r\n## Plan review\r\n`);
  await post();
  expect(bodies()).toEqual([expect.stringContaining(HEAD)]);
});

test("finds its comment after 250 others", async () => {
  for (let number = 0; number < 250; number += 1) github.comment(7, "alice", `Comment ${number}`);
  const { id } = earlier(OLDER);
  await post();
  expect(github.comments).toHaveLength(251);
  expect(github.comments.find((comment) => comment.id === id)?.body).toContain(HEAD);
  expect(
    github.requests.filter(({ method, path: name }) => method === "GET" && name === COMMENTS),
  ).toHaveLength(6);
});

test.each([
  ["of another user", () => earlier(OLDER, "mallory")],
  ["with another key", () => github.comment(7, ACTIONS_USER, `${buildMarker("api")}\nReview`)],
  ["that quotes the marker", () => github.comment(7, ACTIONS_USER, `See\n${MARKER}\n`)],
  ["on another pull request", () => github.comment(8, ACTIONS_USER, `${MARKER}\n`)],
])("leaves a comment %s", async (_, write) => {
  const { id, body } = write();
  await post();
  expect(github.comments.find((comment) => comment.id === id)?.body).toBe(body);
  expect(github.comments).toHaveLength(2);
});

test.each([
  ["GitHub Actions", { login: ACTIONS_USER, isApp: true }],
  ["an app", { login: "acme-reviews[bot]", isApp: true }],
  ["a person", { login: "alice" }],
])("updates the comment of the token of %s", async (_, token) => {
  github.tokens.set("other-token", token);
  const { id } = earlier(OLDER, token.login);
  earlier(OLDER, "bob");
  await post({ GITHUB_TOKEN: "", GH_TOKEN: "other-token" });
  expect(github.comments).toMatchObject([
    { id, body: expect.stringContaining(HEAD) as string },
    { login: "bob" },
  ]);
});

test("keeps the oldest of several own comments", async () => {
  const { id } = earlier(OLDER);
  earlier(HEAD, ACTIONS_USER, "A second one");
  earlier(OLDER, ACTIONS_USER, "A third one");
  await post();
  expect(github.comments).toMatchObject([{ id }]);
  expect(bodies()[0]).toContain("## Plan review");
});

test("two posts at once end in one comment", async () => {
  github.hold(`POST ${COMMENTS}`, 2);
  const results = await Promise.all([post(), post()]);
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(
    github.requests.filter(({ method, path: name }) => method === "POST" && name === COMMENTS),
  ).toHaveLength(2);
  expect(bodies()).toEqual([expect.stringContaining(HEAD)]);
});

test.each([
  ["first", true],
  ["last", false],
])(
  "two posts at once for two commits end in the review of the last commit, if that is written %s",
  async (_, isFirst) => {
    const other = new PostFolder();
    other.writeReports(OLDER);
    github.hold(`GET ${COMMENTS}`, 2);
    const older = other.buildActionsEnv(github.url, {}, buildEvent(OLDER));
    const runs = [() => post(), () => other.post(older, "github", "--no-code-scanning")];
    const results = await Promise.all((isFirst ? runs : runs.reverse()).map((start) => start()));
    other.remove();
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(bodies()).toEqual([expect.stringContaining(`commit: ${HEAD}`)]);
  },
);

test("ends in one comment if GitHub creates it and answers 502", async () => {
  github.fail(`POST ${COMMENTS}`, { status: 502 });
  github.onRequest = ({ method }) => {
    if (method !== "POST" || github.comments.length > 0) return;
    if (github.requests.some(({ path: name }) => name === COMMENTS)) earlier(HEAD);
  };
  const { exitCode } = await post();
  expect(exitCode).toBe(0);
  expect(github.requests.map(({ method }) => method)).toContain("DELETE");
  expect(bodies()).toEqual([expect.stringContaining("## Plan review")]);
});

test("creates the comment again if someone deletes it before the update", async () => {
  const { id } = earlier(OLDER);
  github.onRequest = ({ method }) => {
    if (method === "PATCH") github.comments.splice(0, 1);
    github.onRequest = method === "PATCH" ? () => undefined : github.onRequest;
  };
  const { exitCode } = await post();
  expect(exitCode).toBe(0);
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.id).not.toBe(id);
});

test("leaves the review of a newer commit", async () => {
  const { body } = earlier(HEAD);
  folder.writeReports(OLDER);
  const { exitCode, stderr } = await postFor(OLDER);
  expect(stderr).toContain("it is about the newer commit 11111111");
  expect(exitCode).toBe(0);
  expect(bodies()).toEqual([body]);
});

test("says which commit is newer if that has no review", async () => {
  earlier("4".repeat(40));
  folder.writeReports(OLDER);
  await postFor(OLDER);
  expect(bodies()).toEqual([
    expect.stringContaining("**Commit 11111111 is newer.** Below is about commit 22222222.\n\n## "),
  ]);
});

describe("without a review of this commit", () => {
  const NO_REVIEW = "**There is no review of commit 11111111.** Do not rely on an earlier review";

  test.each([
    [
      "missing",
      () => {
        rmSync(path.join(folder.directory, "plan-review"), { recursive: true });
      },
      "review.json does not exist: see the log of the command that writes the reports",
    ],
    [
      "of another commit",
      () => {
        folder.writeReports(OLDER);
      },
      "the reports are of commit 22222222, not of 11111111",
    ],
    [
      "without a commit",
      () => folder.write("plan-review/review.json", '{"formatVersion":"1.1"}'),
      "pass '--commit' to 'plan' or 'review'",
    ],
    [
      "with a wrong commit",
      () => folder.write("plan-review/review.json", '{"formatVersion":"1.1","run":{"commit":7}}'),
      "does not say which commit",
    ],
    ["not JSON", () => folder.write("plan-review/review.json", "<html>"), "review.json is no review"],
    ["empty", () => folder.write("plan-review/review.json", ""), "review.json is no review"],
    [
      "of a later format",
      () => folder.write("plan-review/review.json", `{"formatVersion":"2.0","run":{"commit":"${HEAD}"}}`),
      "another version of the tool",
    ],
    [
      "without Markdown",
      () => {
        rmSync(path.join(folder.directory, "plan-review/review.md"));
      },
      "review.md does not exist",
    ],
    [
      "with other Markdown",
      () => folder.write("plan-review/review.md", "Hello"),
      "review.md is no review without a key",
    ],
    [
      "of another key",
      () => {
        folder.writeReports(HEAD, "api");
      },
      "review.md is no review without a key",
    ],
    [
      "a folder",
      () => {
        replace("review.md");
        mkdirSync(path.join(folder.directory, "plan-review/review.md"));
      },
      "review.md is not a file",
    ],
    [
      "larger than any review",
      () => {
        truncateSync(path.join(folder.directory, "plan-review/review.json"), 1024 ** 3);
      },
      "review.json has 1,073,741,824 bytes, more than 268,435,456",
    ],
    [
      "a symbolic link",
      () => {
        replace("review.md");
        symlinkSync(folder.write("secret", MARKER), path.join(folder.directory, "plan-review/review.md"));
      },
      "review.md is a symbolic link",
    ],
  ])("says so if the reports are %s", async (_, prepare, problem) => {
    earlier(OLDER);
    prepare();
    const { exitCode, stderr } = await post();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(problem);
    expect(bodies()).toEqual([expect.stringContaining(NO_REVIEW)]);
    expect(bodies()[0]).toContain("[Run of the pipeline](https://github.com/acme/hello/actions/runs/99)");
  });

  describeWith(missingPrograms("mkfifo"), "because it is a pipe", () => {
    test("says so, and does not wait for its writer", async () => {
      replace("review.md");
      execFileSync("mkfifo", [path.join(folder.directory, "plan-review/review.md")]);
      const { exitCode, stderr } = await post();
      expect(exitCode).toBe(1);
      expect(stderr).toContain("review.md is not a file");
      expect(bodies()).toEqual([expect.stringContaining(NO_REVIEW)]);
    });
  });

  function replace(name: string): void {
    rmSync(path.join(folder.directory, "plan-review", name));
  }

  test("says why with --reason, and succeeds", async () => {
    earlier(OLDER);
    folder.writeReports(OLDER);
    const { exitCode } = await post({}, "--reason", "The job `plan` failed, see @alice & <b>.");
    expect(exitCode).toBe(0);
    expect(bodies()).toEqual([
      expect.stringContaining("Why: The job `plan` failed, see @&#x200b;alice &amp; &lt;b&gt;."),
    ]);
  });

  test("ignores --reason if there is a review of this commit", async () => {
    await post({}, "--reason", "The job plan failed.");
    expect(bodies()).toEqual([expect.not.stringContaining("The job plan failed.")]);
  });
});

test("reads an unknown minor version with unknown members", async () => {
  folder.write(
    "plan-review/review.json",
    `\uFEFF{"formatVersion":"1.99","new":[],"run":{"commit":"${HEAD.slice(0, 12)}","x":1}}`,
  );
  const { exitCode } = await post();
  expect(exitCode).toBe(0);
});

test("reads a report with the line ends of Windows", async () => {
  folder.write("plan-review/review.md", `${MARKER}\r\n## Plan review\r\n`);
  const { exitCode } = await post();
  expect(exitCode).toBe(0);
  expect(bodies()).toEqual([expect.stringMatching(/-->\n## Plan review\n$/)]);
});

test("removes control characters, which GitHub may refuse", async () => {
  folder.write("plan-review/review.md", `${MARKER}\n\u0000a\u0007b\tc\r\u009Bd\n`);
  await post();
  expect(bodies()).toEqual([expect.stringMatching(/-->\nab\tcd\n$/)]);
});

test("says which app has no review", async () => {
  await post({}, "--key", "api", "--reason", "The job plan failed.");
  expect(bodies()).toEqual([expect.stringContaining("\n## Plan review: api\n\n**There is no review")]);
});

test("leaves the review of a newer commit that somebody edited on GitHub's page, which writes CRLF", async () => {
  const body = `${MARKER}\r\n<!-- app-runner commit: ${HEAD} -->\r\nA review, edited`;
  github.comment(7, ACTIONS_USER, body);
  folder.writeReports(OLDER);
  await postFor(OLDER);
  expect(bodies()).toEqual([body]);
});

test("posts one comment for each key", async () => {
  folder.writeReports(HEAD, "api-ü");
  await post({}, "--key", "api-ü");
  folder.writeReports(HEAD, "api ü");
  await post({}, "--key", "api ü");
  expect(github.comments).toHaveLength(2);
});

test("says which option to lower if the comment is too long, and that there is no review", async () => {
  earlier(OLDER);
  folder.write("plan-review/review.md", `${MARKER}\n${"x".repeat(65_500)}\n`);
  const { exitCode, stderr } = await post();
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    "GitHub accepts 65,536: pass a lower '--max-chars' to the command that writes review.md",
  );
  expect(bodies()).toEqual([
    expect.stringContaining("**There is no review of commit 11111111.** Do not rely on an earlier review"),
  ]);
  expect(bodies()[0]).toContain("Why: the comment has");
});

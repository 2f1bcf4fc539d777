import { rmSync } from "node:fs";
import path from "node:path";
import { GitHubServer, NO_CODE_SCANNING, type UploadState } from "../../support/github-server";
import { buildEvent, HEAD, MERGE, OLDER, PostFolder } from "../../support/post-folder";
import { failedAndWaiting } from "../../support/reviews";

const UPLOAD = "POST /repos/acme/hello/code-scanning/sarifs";

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

type Environment = Readonly<Record<string, string | undefined>>;

/** Posts to the server, without a comment. */
function post(more: Environment = {}, event?: object, ...args: readonly string[]) {
  const env = folder.buildActionsEnv(github.url, more, event);
  return folder.post(env, "github", "--no-comment", ...args);
}

test.each<readonly [string, Environment, object, { readonly commit: string; readonly ref: string }]>([
  ["the merge of a pull request", {}, buildEvent(), { commit: MERGE, ref: "refs/pull/7/merge" }],
  [
    "a push to the default branch",
    { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main", GITHUB_SHA: HEAD },
    {},
    { commit: HEAD, ref: "refs/heads/main" },
  ],
  [
    "a scheduled run",
    { GITHUB_EVENT_NAME: "schedule", GITHUB_REF: "refs/heads/main", GITHUB_SHA: HEAD },
    {},
    { commit: HEAD, ref: "refs/heads/main" },
  ],
])("uploads for %s, and waits", async (_, env, event, place) => {
  const { exitCode, stderr } = await post(env, event);
  expect(stderr).toMatch(new RegExp(`Uploaded \\d+ findings? to code scanning of ${place.ref}`));
  expect(exitCode).toBe(0);
  expect(github.uploads).toMatchObject([place]);
  expect(github.uploads[0]?.sarif).toBe(folder.read("plan-review/review.sarif"));
  expect(github.requests.filter(({ method }) => method === "GET")).toHaveLength(2);
});

test.each<readonly [string, Environment, object]>([
  [
    "the merge queue, whose branch GitHub removes",
    { GITHUB_EVENT_NAME: "merge_group", GITHUB_REF: `refs/heads/gh-readonly-queue/main/pr-7-${MERGE}` },
    { merge_group: { head_sha: HEAD } },
  ],
  [
    "pull_request_target",
    { GITHUB_EVENT_NAME: "pull_request_target", GITHUB_REF: "refs/heads/main" },
    buildEvent(),
  ],
  [
    "issue_comment",
    { GITHUB_EVENT_NAME: "issue_comment", GITHUB_REF: "refs/heads/main" },
    { issue: { number: 7, pull_request: {} } },
  ],
  [
    "workflow_run",
    { GITHUB_EVENT_NAME: "workflow_run", GITHUB_REF: "refs/heads/main" },
    { workflow_run: { head_sha: HEAD, pull_requests: [] } },
  ],
])("does not upload for %s", async (_, env, event) => {
  const { exitCode, stderr } = await post(env, event, "--commit", HEAD);
  expect(stderr).toContain("no upload to code scanning, because");
  expect(exitCode).toBe(0);
  expect(github.uploads).toEqual([]);
});

test("fails with GitHub's errors if it cannot read the file", async () => {
  github.states = [{ processing_status: "failed", errors: ["line 1 is bad", "rule\n::error::x"] }];
  const { exitCode, stderr } = await post();
  expect(exitCode).toBe(1);
  expect(stderr).toContain("error: code scanning cannot read the upload: line 1 is bad; rule ::error::x");
});

test("stops waiting if the user interrupts it", async () => {
  github.states = [{ processing_status: "pending" }];
  github.onRequest = ({ method }) => {
    if (method === "GET") folder.interruption.request();
  };
  const { exitCode } = await post();
  expect(exitCode).toBe(130);
});

test.each<readonly [string, readonly UploadState[]]>([
  ["pending", [{ processing_status: "pending" }]],
  ["unknown", []],
])("stops waiting with a notice if the upload stays %s", async (_, states) => {
  github.states = states;
  const { exitCode, stderr } = await post();
  expect(stderr).toContain(
    "notice: uploaded to code scanning, which has not read the file after two minutes",
  );
  expect(exitCode).toBe(0);
});

test.each(Object.entries(NO_CODE_SCANNING))("continues without code scanning (%s)", async (_, reply) => {
  github.fail(UPLOAD, reply);
  const env = folder.buildActionsEnv(github.url);
  const { exitCode, stderr } = await folder.post(env, "github");
  expect(exitCode).toBe(0);
  expect(stderr.match(/because this repository does not have it/g)).toHaveLength(1);
  expect(github.comments).toHaveLength(1);
});

test("continues if the branch was removed", async () => {
  github.fail(UPLOAD, {
    status: 404,
    body: { message: "ref 'refs/pull/7/merge' not found in this repository" },
  });
  const { exitCode, stderr } = await post();
  expect(exitCode).toBe(0);
  expect(stderr).toContain("because GitHub has removed refs/pull/7/merge");
});

test("continues if a push replaced the commit", async () => {
  github.fail(UPLOAD, { status: 404, body: { message: "commit not found" } });
  const { exitCode, stderr } = await post();
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`because GitHub has no commit ${MERGE}: a push replaced it`);
});

test("says which permission may be missing if GitHub hides code scanning", async () => {
  github.fail(UPLOAD, NO_CODE_SCANNING.hidden);
  const { stderr } = await post();
  expect(stderr).toContain("check the permission 'security-events: write'");
});

test("says which permission is missing, and comments anyway", async () => {
  github.tokens.set("actions-token", { login: "github-actions[bot]", isApp: true, mayUpload: false });
  const { exitCode, stderr } = await folder.post(folder.buildActionsEnv(github.url), "github");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("Give the job the permission 'security-events: write'");
  expect(stderr).toContain("If it has it, this private repository has no code scanning");
  expect(github.comments).toHaveLength(1);
});

test.each([
  ["a fork", buildEvent(HEAD, "mallory/hello")],
  ["a fork that was deleted", { pull_request: { number: 7, head: { sha: HEAD, repo: null } } }],
])("continues for %s, whose runs cannot write", async (_, event) => {
  github.tokens.set("actions-token", { login: "github-actions[bot]", isApp: true, mayUpload: false });
  const { exitCode, stderr } = await post({}, event);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("because a run for a fork cannot write");
});

test("does not upload a review with a failed stack", async () => {
  folder.writeReports(HEAD, undefined, failedAndWaiting());
  const { exitCode, stderr } = await post();
  expect(exitCode).toBe(0);
  expect(stderr).toContain("no upload to code scanning, because a stack failed");
  expect(github.uploads).toEqual([]);
});

test.each([
  [
    "of another commit",
    () => {
      folder.writeReports(OLDER);
    },
  ],
  [
    "missing",
    () => {
      rmSync(path.join(folder.directory, "plan-review"), { recursive: true });
    },
  ],
])("does not upload if the reports are %s", async (_, prepare) => {
  prepare();
  const { exitCode, stderr } = await post({}, undefined, "--reason", "The job plan failed.");
  expect(exitCode).toBe(0);
  expect(stderr).toContain("no upload to code scanning, because there is no review of this commit");
  expect(github.uploads).toEqual([]);
});

test("uploads a file with a byte order mark without it", async () => {
  const sarif = folder.read("plan-review/review.sarif");
  folder.write("plan-review/review.sarif", `\uFEFF${sarif}`);
  await post();
  expect(github.uploads).toMatchObject([{ sarif }]);
});

test("fails for a file of another tool", async () => {
  const sarif = { version: "2.1.0", runs: [{ tool: { driver: { name: "ESLint" } }, results: [] }] };
  folder.write("plan-review/review.sarif", JSON.stringify(sarif));
  const { exitCode, stderr } = await post();
  expect(exitCode).toBe(1);
  expect(stderr).toContain("the SARIF file has a run of 'ESLint'");
  expect(github.uploads).toEqual([]);
});

test("fails if review.sarif is missing, and comments anyway", async () => {
  rmSync(path.join(folder.directory, "plan-review/review.sarif"));
  const { exitCode, stderr } = await folder.post(folder.buildActionsEnv(github.url), "github");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("error: review.sarif does not exist");
  expect(github.comments).toHaveLength(1);
});

test("says what to do if GitHub refuses a large file", async () => {
  github.fail(UPLOAD, { status: 413, body: { message: "Payload too large" } });
  const { exitCode, stderr } = await post();
  expect(exitCode).toBe(1);
  expect(stderr).toContain("review.sarif is too large for code scanning");
});

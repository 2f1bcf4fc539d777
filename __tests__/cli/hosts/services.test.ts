import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../../cli/interrupt";
import type { Review } from "../../../cli/model";
import { run } from "../../../cli/program";
import { renderJson } from "../../../cli/render/json";
import { renderBitbucket, toBitbucket } from "../../../cli/render/markdown/bitbucket";
import { renderMarkdown } from "../../../cli/render/markdown/markdown";
import { buildMarker } from "../../../cli/render/markdown/marker";
import { ChildProcesses } from "../../../cli/terraform/child-processes";
import { AzureServer, BitbucketServer, GitLabServer } from "../../support/api-servers";
import type { Called } from "../../support/review-command";
import { replacement, resource, stack } from "../../support/reviews";

const HEAD = "1111111111111111111111111111111111111111";
const OLDER = "2222222222222222222222222222222222222222";

const folder = mkdtempSync(path.join(tmpdir(), "post-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the reports of a commit as `plan --reports` does. Returns the folder. */
function writeReports(commit: string, review: Review = replacement(), key?: string): string {
  const directory = mkdtempSync(path.join(folder, "reports-"));
  const shown = { ...review, run: { commit } };
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "review.json"), renderJson(shown));
  writeFileSync(path.join(directory, "review.md"), renderMarkdown(shown, { key }));
  writeFileSync(path.join(directory, "review.bitbucket.md"), renderBitbucket(shown, { key }));
  return directory;
}

async function post(env: Record<string, string>, ...args: readonly string[]): Promise<Called> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const interruption = new Interrupt();
  const exitCode = await run(["post", ...args], {
    cwd: folder,
    env: { APP_RUNNER_DEBUG: "1", ...env },
    stdout: { write: (text: string) => stdout.push(text) },
    stderr: { write: (text: string) => stderr.push(text) },
    now: () => 0,
    second: 1,
    interruption,
    children: new ChildProcesses(interruption),
    version: "1.2.3",
  });
  return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
}

const same = (markdown: string): string => markdown;

describe.each([
  { host: "gitlab", Service: GitLabServer, token: "GITLAB_TOKEN", api: "CI_API_V4_URL", rewrite: same },
  {
    host: "azure",
    Service: AzureServer,
    token: "SYSTEM_ACCESSTOKEN",
    api: "SYSTEM_COLLECTIONURI",
    rewrite: same,
  },
  {
    host: "bitbucket",
    Service: BitbucketServer,
    token: "BITBUCKET_TOKEN",
    api: "BITBUCKET_API_URL",
    rewrite: toBitbucket,
  },
])("post $host", ({ host, Service, token, api, rewrite }) => {
  let server: GitLabServer | AzureServer | BitbucketServer;

  beforeEach(async () => {
    server = new Service();
    await server.start();
  });

  afterEach(async () => {
    await server.stop();
  });

  test("creates a comment, and updates it in the next run", async () => {
    const first = await post(server.buildEnv(HEAD), host, "--reports", writeReports(HEAD));
    expect(first).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^Created the comment on /) as string,
    });
    expect(server.shown).toHaveLength(1);
    expect(server.shown[0]?.body).toContain("## Plan review\n");
    expect(server.shown[0]?.body.split("\n")[0]).toBe(rewrite(buildMarker()));

    server.head = OLDER;
    const second = await post(server.buildEnv(OLDER), host, "--reports", writeReports(OLDER));
    expect(second).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^Updated the comment on /) as string,
    });
    expect(server.shown).toHaveLength(1);
    expect(server.shown[0]?.body).toContain("Commit 22222222");
  });

  test("finds its comment behind 250 others, and leaves that of somebody else", async () => {
    for (let index = 0; index < 125; index++) server.add("other", "Looks good to me.");
    server.add("other", `${rewrite(buildMarker())}\nnot ours`);
    server.add("me", `${rewrite(buildMarker())}\ndeleted`, { isDeleted: true });
    server.add("me", `${rewrite(buildMarker())}\nsystem`, {
      isSystem: host === "gitlab",
      isDeleted: host !== "gitlab",
    });
    const own = server.add("me", `${rewrite(buildMarker())}\nours`);
    server.add("me", `${rewrite(buildMarker("billing"))}\nanother app`);
    for (let index = 0; index < 125; index++) server.add("other", "Looks good to me.");
    const duplicate = server.add("me", `${rewrite(buildMarker())}\nours too`);

    const called = await post(server.buildEnv(HEAD), host, "--reports", writeReports(HEAD));
    expect(called.exitCode).toBe(0);
    expect(own.body).toContain("## Plan review");
    expect(duplicate.isDeleted).toBe(true);
    expect(server.requests.filter((request) => /^(?:PUT|PATCH)/.test(request))).toHaveLength(1);
    const bodies = server.comments.map(({ body }) => body);
    expect(bodies.filter((body) => /not ours|another app/.test(body))).toHaveLength(2);
  });

  test("leaves one comment if two runs post at once", async () => {
    server.barrier = 2;
    const reports = writeReports(HEAD);
    const called = await Promise.all(
      [1, 2].map(() => post(server.buildEnv(HEAD), host, "--reports", reports)),
    );
    expect(called.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(server.requests.filter((request) => request.startsWith("POST"))).toHaveLength(2);
    expect(server.shown).toHaveLength(1);
  });

  test("says in the comment that there is no review of this commit", async () => {
    await post(server.buildEnv(OLDER), host, "--reports", writeReports(OLDER));
    const reason = "The job `plan` failed <b> & more.";
    const called = await post(
      server.buildEnv(HEAD),
      host,
      "--reports",
      writeReports(OLDER),
      "--reason",
      reason,
    );
    expect(called.exitCode).toBe(0);
    expect(server.shown).toHaveLength(1);
    expect(server.shown[0]?.body).toContain("**There is no review of commit 11111111.**");
    expect(server.shown[0]?.body).toContain(rewrite("The job `plan` failed &lt;b&gt; &amp; more."));
  });

  test("sends a request again if the service is busy or limits the rate", async () => {
    const limited = { status: 429, body: { message: "Too many requests" }, headers: { "retry-after": "1" } };
    server.faults.push({ method: "GET", reply: limited }, { method: "POST", reply: { status: 502 } });
    const called = await post(server.buildEnv(HEAD), host, "--reports", writeReports(HEAD));
    expect(called.exitCode).toBe(0);
    expect(server.shown).toHaveLength(1);
  });

  test("says what to do about a token that the service refuses, without the token", async () => {
    const env = { ...server.buildEnv(HEAD), [token]: "wrong-token" };
    const { exitCode, stderr } = await post(env, host, "--reports", writeReports(HEAD));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: GET \/\S+ on 127\.0\.0\.1:\d+ failed with status 401: /);
    expect(stderr).toContain(token);
    expect(stderr).not.toContain("wrong-token");
  });

  test.each([
    ["", "is not set"],
    ["$(System.AccessToken)", "is not set"],
    ["one\ntwo-secret", "has a space, a line end or a character that no token has"],
  ])("refuses the token %j before it sends a request", async (value, problem) => {
    const env = { ...server.buildEnv(HEAD), [token]: value };
    const { exitCode, stderr } = await post(env, host, "--reports", writeReports(HEAD));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${token} ${problem}`);
    expect(stderr).not.toContain("two-secret");
    expect(server.requests).toEqual([]);
  });

  test.each(["api.example", "ftp://api.example", "https://jane:p4ssw0rd@api.example"])(
    "refuses the address %j, and does not repeat it",
    async (address) => {
      const env = { ...server.buildEnv(HEAD), [api]: address };
      const { exitCode, stderr } = await post(env, host, "--reports", writeReports(HEAD));
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`error: ${api} must be an http or https URL without a password`);
    },
  );

  test("posts a review of 2,000 resources within the limit of the service", async () => {
    const resources = Array.from({ length: 2_000 }, (_, index) =>
      resource("big", `Construct${index}/Resource`, "aws_apprunner_service", "update"),
    );
    const reports = writeReports(HEAD, { stacks: [stack("big", resources)], findings: [], costs: [] });
    const called = await post(server.buildEnv(HEAD), host, "--reports", reports);
    expect(called).toMatchObject({ exitCode: 0 });
    expect(server.shown[0]?.body).toContain("**Shortened:**");
  });

  test("does not read pages forever", async () => {
    server.isLooping = true;
    const own = server.add("me", `${rewrite(buildMarker())}\nours`);
    const { exitCode } = await post(server.buildEnv(HEAD), host, "--reports", writeReports(HEAD));
    expect(exitCode).toBe(0);
    expect(own.body).toContain("## Plan review");
  });

  test("does not comment without a pull request", async () => {
    const env = Object.fromEntries(
      Object.entries(server.buildEnv(HEAD)).filter(([name]) => !/IID|PULLREQUESTID|PR_ID/.test(name)),
    );
    const { exitCode, stderr } = await post(
      { ...env, BUILD_SOURCEVERSION: HEAD },
      host,
      "--reports",
      writeReports(HEAD),
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain("no comment, because this run belongs to no pull request");
    expect(server.requests).toEqual([]);
  });
});

describe("post gitlab", () => {
  test("does not fail in the pipeline of a fork, which has no token", async () => {
    const server = new GitLabServer();
    await server.start();
    const env = { ...server.buildEnv(HEAD), GITLAB_TOKEN: "", CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "5" };
    const { exitCode, stderr } = await post(env, "gitlab", "--reports", writeReports(HEAD));
    await server.stop();
    expect(exitCode).toBe(0);
    expect(stderr).toContain("no comment, because the pipeline of a fork has no GITLAB_TOKEN");
  });
});

describe("post azure", () => {
  test("closes the thread, so that the comment blocks no merge", async () => {
    const server = new AzureServer();
    await server.start();
    await post(server.buildEnv(HEAD), "azure", "--reports", writeReports(HEAD));
    await server.stop();
    expect([...server.statuses.values()]).toEqual(["closed"]);
  });

  test("uses no version of the API that Azure DevOps Server 2019 does not know", async () => {
    const server = new AzureServer();
    server.latestVersion = 5;
    await server.start();
    const { exitCode } = await post(server.buildEnv(HEAD), "azure", "--reports", writeReports(HEAD));
    await server.stop();
    expect(exitCode).toBe(0);
    expect(server.shown).toHaveLength(1);
  });

  test.each([
    ["True", 0, "notice: no comment, because the build of a fork may only read"],
    ["False", 1, "Contribute to pull requests"],
  ])("reports a token that cannot write, in the build of a fork: %s", async (isFork, expected, message) => {
    const server = new AzureServer();
    await server.start();
    server.faults.push({ method: "POST", reply: { status: 403, body: { message: "TF401027" } } });
    const env = { ...server.buildEnv(HEAD), SYSTEM_PULLREQUEST_ISFORK: isFork };
    const { exitCode, stderr } = await post(env, "azure", "--reports", writeReports(HEAD));
    await server.stop();
    expect(exitCode).toBe(expected);
    expect(stderr).toContain(message);
  });

  test("refuses a pull request on GitHub", async () => {
    const env = { ...new AzureServer().users, TF_BUILD: "True", SYSTEM_PULLREQUEST_PULLREQUESTID: "7" };
    const more = { BUILD_REPOSITORY_PROVIDER: "GitHub", SYSTEM_PULLREQUEST_SOURCECOMMITID: HEAD };
    const { exitCode, stderr } = await post({ ...env, ...more }, "azure");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("the pull request is on GitHub, and 'post azure' comments in Azure Repos only");
  });
});

describe("post bitbucket", () => {
  let server: BitbucketServer;

  beforeEach(async () => {
    server = new BitbucketServer();
    await server.start();
  });

  afterEach(async () => {
    await server.stop();
  });

  test("finds its comment with an access token of a repository, which may not ask who it is", async () => {
    server.isRepositoryToken = true;
    const foreign = server.add("other", `${toBitbucket(buildMarker())}\nnot ours`);
    const own = server.add("me", `${toBitbucket(buildMarker())}\nours`);
    const { exitCode, stderr } = await post(
      server.buildEnv(HEAD),
      "bitbucket",
      "--reports",
      writeReports(HEAD),
    );
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^Updated/) as string,
    });
    expect(own.body).toContain("## Plan review");
    expect(foreign.body).toContain("not ours");
    expect(server.shown).toHaveLength(2);
  });

  test("does not save the comment of another app, or an earlier text of its own", async () => {
    server.isRepositoryToken = true;
    server.apps.add("other");
    const foreign = server.add("other", `${toBitbucket(buildMarker())}\nnot ours`);
    const own = server.add("me", `${toBitbucket(buildMarker())}\nours`);
    const { exitCode } = await post(server.buildEnv(HEAD), "bitbucket", "--reports", writeReports(HEAD));
    expect(exitCode).toBe(0);
    const saved = server.requests.filter((request) => request.startsWith("PUT"));
    expect(saved.map((request) => Number(request.split("/").at(-1)))).toEqual([foreign.id, own.id]);
    expect(server.shown.map(({ body }) => body.includes("## Plan review"))).toEqual([false, true]);
  });

  test("does not believe a person who writes that the last commit was reviewed", async () => {
    server.isRepositoryToken = true;
    const own = server.add("me", `${toBitbucket(buildMarker())}\nours`);
    server.add("other", `${toBitbucket(`${buildMarker()}\n<!-- app-runner commit: ${HEAD} -->`)}\nSafe.`);
    const { stderr } = await post(server.buildEnv(OLDER), "bitbucket", "--reports", writeReports(OLDER));
    expect(stderr).toMatch(/^Updated the comment/);
    expect(own.body).toContain("**Commit 11111111 is newer.**");
  });

  test("signs in as a person with BITBUCKET_EMAIL and an API token", async () => {
    const person = new BitbucketServer({ "jane@acme.example:secret-token": "me" });
    await person.start();
    const env = { ...person.buildEnv(HEAD), BITBUCKET_EMAIL: "jane@acme.example" };
    const called = await post(env, "bitbucket", "--reports", writeReports(HEAD));
    person.isRepositoryToken = true;
    const refused = await post(env, "bitbucket", "--reports", writeReports(HEAD));
    await person.stop();
    expect(called.exitCode).toBe(0);
    expect(person.shown).toHaveLength(1);
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("'read:user:bitbucket'") as string,
    });
  });

  test("sends the token to no other host", async () => {
    const other = new BitbucketServer();
    await other.start();
    server.pages = other.url;
    for (let index = 0; index < 101; index++) server.add("other", "Looks good to me.");
    const { exitCode, stderr } = await post(
      server.buildEnv(HEAD),
      "bitbucket",
      "--reports",
      writeReports(HEAD),
    );
    await other.stop();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("which does not get the token");
    expect(other.requests).toEqual([]);
  });
});

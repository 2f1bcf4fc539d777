import { GitHubServer, type Reply } from "../../support/github-server";
import { buildEvent, HEAD, PostFolder } from "../../support/post-folder";

const COMMENTS = "/repos/acme/hello/issues/7/comments";
const CREATE = `POST ${COMMENTS}`;
const PAGE: Reply = { status: 200, body: "<html>", headers: { "content-type": "text/html" } };

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
function post(more: Readonly<Record<string, string | undefined>> = {}, event?: object) {
  return folder.post(folder.buildActionsEnv(github.url, more, event), "github", "--no-code-scanning");
}

test.each<readonly [string, string, Reply, string]>([
  ["a page of a proxy instead of the new comment", CREATE, PAGE, "GitHub answered without 'id'"],
  ["an empty answer instead of the new comment", CREATE, { status: 204 }, "GitHub answered without 'id'"],
  [
    "a page of a proxy instead of the comments",
    `GET ${COMMENTS}`,
    PAGE,
    "the answer is not from GitHub's API",
  ],
  [
    "an object instead of the comments",
    `GET ${COMMENTS}`,
    { status: 200, body: { message: "x" } },
    "the answer is not from GitHub's API",
  ],
  ["a page of a proxy instead of the user", "POST /graphql", PAGE, "GitHub answered without 'viewer.login'"],
  [
    "no user",
    "POST /graphql",
    { status: 200, body: { data: { viewer: null } } },
    "GitHub answered without 'viewer.login'",
  ],
  [
    "a GraphQL error",
    "POST /graphql",
    { status: 200, body: { data: null, errors: [{ type: "FORBIDDEN", message: "SAML enforcement" }] } },
    "cannot read the user of the token: GitHub answered with an error: Request failed due to following response errors: - SAML enforcement",
  ],
  [
    "404 instead of the pull request",
    "GET /repos/acme/hello/pulls/7",
    { status: 404, body: { message: "Not Found" } },
    "GitHub answered 404: Not Found. Check GITHUB_API_URL and GITHUB_REPOSITORY",
  ],
  [
    "that the conversation is locked",
    CREATE,
    { status: 403, body: { message: "Unable to create comment because issue is locked." } },
    "Unlock the conversation, or pass '--no-comment'",
  ],
  [
    "that a personal token lacks a permission",
    CREATE,
    { status: 403, body: { message: "Resource not accessible by personal access token" } },
    "Give the token the permission 'pull-requests: write'",
  ],
  [
    "a rate limit of an hour",
    CREATE,
    {
      status: 403,
      body: { message: "API rate limit exceeded for installation ID 1." },
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "2147483647" },
    },
    "ID 1. Run this job again later",
  ],
])("fails if GitHub answers %s", async (_, request, reply, message) => {
  github.fail(request, reply);
  const { exitCode, stderr } = await post();
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("Created");
  expect(exitCode).toBe(1);
});

test("follows the redirect of a renamed repository with the comment", async () => {
  github.fail(CREATE, { status: 307, headers: { location: `${github.url}${COMMENTS}` } });
  const { exitCode } = await post();
  expect(exitCode).toBe(0);
  expect(github.comments).toHaveLength(1);
});

test.each([
  ["GITHUB_TOKEN", "ghs_hidden\nsecond line", "GITHUB_TOKEN has a space, a line end"],
  ["GITHUB_TOKEN", "ghs_hiddené—", "GITHUB_TOKEN has a space, a line end"],
  [
    "GITHUB_API_URL",
    "https://bot:ghs_hidden@github.example.com",
    "GITHUB_API_URL is not a URL without a password",
  ],
  [
    "HTTPS_PROXY",
    "socks5://bot:ghs_hidden@proxy:1080",
    "HTTPS_PROXY is not the address of an http or https proxy",
  ],
  ["HTTP_PROXY", "http://bot:ghs_hidden@", "HTTP_PROXY is not the address of an http or https proxy"],
])("refuses a wrong %s without showing it (%j)", async (name, value, message) => {
  const { exitCode, stderr } = await post({ [name]: value });
  expect(stderr).toContain(`error: ${message}`);
  expect(stderr).not.toContain("ghs_hidden");
  expect(exitCode).toBe(1);
});

test("accepts a token with a line end, and a proxy without http://", async () => {
  const { exitCode, stderr } = await post({ GITHUB_TOKEN: "actions-token\n", HTTP_PROXY: "127.0.0.1:9" });
  expect(stderr).toContain("GitHub cannot be reached: connect ECONNREFUSED 127.0.0.1:9");
  expect(exitCode).toBe(1);
  await post({ GITHUB_TOKEN: "actions-token\n" });
  expect(github.comments).toHaveLength(1);
});

describe("the pull request of a workflow_run", () => {
  const other = { number: 3, base: { repo: { url: "https://api.github.com/repos/mallory/hello" } } };
  const own = { number: 7, base: { repo: { url: "https://api.github.com/repos/Acme/hello" } } };

  function postFor(pullRequests: readonly object[], ref = "refs/heads/main") {
    const event = { workflow_run: { head_sha: HEAD, pull_requests: pullRequests } };
    return post({ GITHUB_EVENT_NAME: "workflow_run", GITHUB_REF: ref }, event);
  }

  test("is the one of this repository", async () => {
    await postFor([other, own]);
    expect(github.comments).toMatchObject([{ number: 7 }]);
  });

  test("is missing if all are of other repositories", async () => {
    const { stderr } = await postFor([other]);
    expect(stderr).toContain("no comment, because this run belongs to no pull request");
    expect(github.requests).toEqual([]);
  });

  test("can be given in GITHUB_REF, because GitHub does not name one from a fork", async () => {
    await postFor([], "refs/pull/7/merge");
    expect(github.comments).toMatchObject([{ number: 7 }]);
  });
});

test.each<readonly [string, Readonly<Record<string, string>>, object]>([
  [
    "a branch of a renamed repository, started again",
    {},
    { ...buildEvent(HEAD, "acme/old"), repository: { full_name: "acme/old" } },
  ],
  ["pull_request_target", { GITHUB_EVENT_NAME: "pull_request_target" }, buildEvent(HEAD, "mallory/hello")],
])(
  "fails without the permission to comment for %s, because that is no run of a fork",
  async (_, env, event) => {
    github.tokens.set("actions-token", { login: "github-actions[bot]", isApp: true, mayComment: false });
    const { exitCode, stderr } = await post(env, event);
    expect(stderr).toContain("Give the job the permission 'pull-requests: write'");
    expect(exitCode).toBe(1);
  },
);

import { createServer, type IncomingHttpHeaders } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { GitHubServer, type Reply } from "../../support/github-server";
import { buildEvent, HEAD, MERGE, PostFolder } from "../../support/post-folder";

const PULL = "GET /repos/acme/hello/pulls/7";
const CREATE = "POST /repos/acme/hello/issues/7/comments";
const SECONDARY = { message: "You have exceeded a secondary rate limit. Please wait a few minutes." };

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

/** Posts to the server, without code scanning. */
function post(more: Environment = {}, event?: object, ...args: readonly string[]) {
  const env = folder.buildActionsEnv(github.url, more, event);
  return folder.post(env, "github", "--no-code-scanning", ...args);
}

function countRequests(request: string): number {
  return github.requests.filter(({ method, path }) => `${method} ${path}` === request).length;
}

test.each<readonly [string, string, Reply]>([
  ["502", PULL, { status: 502, body: "<html>" }],
  ["503", CREATE, { status: 503 }],
  ["504", "POST /graphql", { status: 504 }],
  ["500", CREATE, { status: 500, body: { message: "Server Error" } }],
  ["a secondary rate limit", CREATE, { status: 403, body: SECONDARY, headers: { "retry-after": "1" } }],
  [
    "a secondary rate limit without a wait",
    CREATE,
    { status: 403, body: SECONDARY, headers: { "retry-after": "0" } },
  ],
  ["a secondary rate limit (429)", PULL, { status: 429, body: SECONDARY, headers: { "retry-after": "1" } }],
  [
    "a primary rate limit",
    PULL,
    {
      status: 403,
      body: { message: "API rate limit exceeded for installation ID 1." },
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "0" },
    },
  ],
])("sends a request again after %s", async (_, request, reply) => {
  github.fail(request, reply);
  const { exitCode, stderr } = await post();
  expect(stderr).toContain("Created the comment");
  expect(exitCode).toBe(0);
  expect(countRequests(request)).toBe(2);
  expect(github.comments).toHaveLength(1);
});

test.each<readonly [string, Reply]>([
  ["stays", { status: 502 }],
  ["stays a rate limit", { status: 403, body: SECONDARY, headers: { "retry-after": "1" } }],
  ["asks for a wait of an hour", { status: 403, body: SECONDARY, headers: { "retry-after": "3600" } }],
])("fails after a few requests if a failure %s", async (_, reply) => {
  github.fail(PULL, reply, 100);
  const { exitCode, stderr } = await post();
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: cannot read pull request 7 of acme\/hello: GitHub answered \d+: /m);
  expect(countRequests(PULL)).toBeLessThan(6);
});

test("says that GitHub cannot be reached", async () => {
  const { url } = github;
  await github.stop();
  github = await GitHubServer.start();
  const { exitCode, stderr } = await folder.post(folder.buildActionsEnv(url), "github", "--no-code-scanning");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/GitHub cannot be reached: connect ECONNREFUSED/);
});

test.each([
  [
    "the token is wrong",
    { GITHUB_TOKEN: "ghs_wrongwrongwrongwrongwrongwrongwrong" },
    "GitHub answered 401: Bad credentials. Check the token",
  ],
  ["there is no token", { GITHUB_TOKEN: "" }, "set GITHUB_TOKEN in the 'env' of the step"],
  ["the repository is missing", { GITHUB_REPOSITORY: undefined }, "GITHUB_REPOSITORY is not OWNER/NAME"],
  ["the repository is wrong", { GITHUB_REPOSITORY: "../x/y" }, "GITHUB_REPOSITORY is not OWNER/NAME"],
  ["the API is no URL", { GITHUB_API_URL: "github.example.com" }, "GITHUB_API_URL is not a URL"],
])("fails if %s", async (_, env, message) => {
  const { exitCode, stderr } = await post(env);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("ghs_wrong");
});

test("uses only the host of a GitHub Enterprise Server", async () => {
  await github.stop();
  github = await GitHubServer.start("acme/hello", "/api/v3");
  github.heads.set(7, HEAD);
  const { exitCode } = await post();
  expect(exitCode).toBe(0);
  expect(github.comments).toHaveLength(1);
  expect(new Set(github.requests.map(({ path }) => path.split("/").slice(0, 3).join("/")))).toEqual(
    new Set(["/api/v3", "/api/graphql"]),
  );
});

describe("with another host", () => {
  let received: IncomingHttpHeaders[];
  const other = createServer((request, response) => {
    received.push(request.headers);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(request.url?.includes("pulls") ? JSON.stringify({ head: { sha: HEAD } }) : "[]");
  });
  const url = (): string => `http://localhost:${(other.address() as AddressInfo).port}`;

  beforeAll(() => new Promise<void>((resolve) => other.listen(0, "localhost", resolve)));
  beforeEach(() => {
    received = [];
  });
  afterAll(() => new Promise((resolve) => other.close(resolve)));

  test("a redirect does not get the token", async () => {
    github.fail(PULL, { status: 301, headers: { location: `${url()}/pulls` } });
    const { exitCode } = await post();
    expect(exitCode).toBe(0);
    expect(received).toHaveLength(1);
    expect(received[0]).not.toHaveProperty("authorization");
  });

  test("a page of comments does not get the token", async () => {
    github.fail("GET /repos/acme/hello/issues/7/comments", {
      status: 200,
      body: [],
      headers: { link: `<${url()}/next>; rel="next"` },
    });
    const { exitCode, stderr } = await post();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`GitHub named a page on ${url()}, which does not get the token`);
    expect(received).toEqual([]);
  });
});

test("follows a redirect of a renamed repository", async () => {
  github.fail(PULL, { status: 301, headers: { location: `${github.url}/repos/acme/hello/pulls/7` } });
  const { exitCode } = await post();
  expect(exitCode).toBe(0);
});

test("uses a proxy", async () => {
  const targets: string[] = [];
  const proxy = createServer();
  proxy.on("connect", ({ url = "" }, socket) => {
    targets.push(url);
    const [host = "", port = ""] = url.split(":");
    const target = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    for (const end of [socket, target]) end.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const { exitCode } = await post({ HTTP_PROXY });
  const throughProxy = targets.length;
  await post({ HTTP_PROXY, NO_PROXY: "127.0.0.1" });
  proxy.closeAllConnections();
  proxy.close();
  expect(exitCode).toBe(0);
  expect(throughProxy).toBeGreaterThan(0);
  expect(targets).toHaveLength(throughProxy);
});

describe("the pull request", () => {
  test.each<readonly [string, Environment, object]>([
    ["pull_request", {}, buildEvent()],
    ["pull_request_target", { GITHUB_REF: "refs/heads/main" }, buildEvent()],
    ["pull_request_review", {}, buildEvent()],
    ["issue_comment", { GITHUB_REF: "refs/heads/main" }, { issue: { number: 7, pull_request: {} } }],
    [
      "workflow_run",
      { GITHUB_REF: "refs/heads/main" },
      { workflow_run: { head_sha: HEAD, pull_requests: [{ number: 7 }] } },
    ],
  ])("is found for %s", async (name, env, event) => {
    const { exitCode } = await post({ GITHUB_EVENT_NAME: name, ...env }, event, "--commit", HEAD);
    expect(exitCode).toBe(0);
    expect(github.comments).toMatchObject([{ number: 7 }]);
  });

  test("is found without the event", async () => {
    await post({ GITHUB_EVENT_PATH: "/does/not/exist" }, undefined, "--commit", HEAD);
    expect(github.comments).toMatchObject([{ number: 7 }]);
  });

  test.each<readonly [string, Environment, object]>([
    ["push", { GITHUB_REF: "refs/heads/main", GITHUB_SHA: HEAD }, { after: HEAD }],
    ["schedule", { GITHUB_REF: "refs/heads/main", GITHUB_SHA: HEAD }, {}],
    ["workflow_dispatch", { GITHUB_REF: "refs/heads/main", GITHUB_SHA: HEAD }, { inputs: null }],
    [
      "merge_group",
      { GITHUB_REF: `refs/heads/gh-readonly-queue/main/pr-7-${MERGE}`, GITHUB_SHA: HEAD },
      { merge_group: { head_sha: HEAD } },
    ],
    [
      "workflow_run",
      { GITHUB_REF: "refs/heads/main" },
      { workflow_run: { head_sha: HEAD, pull_requests: [] } },
    ],
  ])("is missing for %s, which is no failure", async (name, env, event) => {
    const { exitCode, stderr } = await post({ GITHUB_EVENT_NAME: name, ...env }, event);
    expect(stderr).toContain("no comment, because this run belongs to no pull request");
    expect(exitCode).toBe(0);
    expect(github.requests).toEqual([]);
  });

  test("needs --commit if the event does not say which commit was reviewed", async () => {
    const event = { issue: { number: 7, pull_request: {} } };
    const { exitCode, stderr } = await post({ GITHUB_EVENT_NAME: "issue_comment" }, event);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("pass '--commit'");
  });
});

describe("without the permission to comment", () => {
  beforeEach(() => {
    github.tokens.set("actions-token", { login: "github-actions[bot]", isApp: true, mayComment: false });
  });

  test("says which permission is missing", async () => {
    const { exitCode, stderr } = await post();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "Resource not accessible by integration. Give the job the permission 'pull-requests: write'",
    );
  });

  test.each([
    ["of a fork", "mallory/hello"],
    ["of a fork with a long name", "m/h".repeat(30)],
  ])("succeeds for a pull request %s, and says what to do", async (_, source) => {
    const { exitCode, stderr } = await post({}, buildEvent(HEAD, source));
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      "comes from a fork, whose runs cannot write. Check the code, then push it to a branch",
    );
  });

  test("names the reason of GitHub if it is another one", async () => {
    github.fail(CREATE, {
      status: 403,
      body: { message: "Unable to create comment because issue is locked." },
    });
    const { exitCode, stderr } = await post();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("because issue is locked.");
    expect(stderr).not.toContain("permission");
  });
});

test.each([
  [
    "before the first request",
    () => {
      folder.interruption.request();
    },
  ],
  [
    "during a request",
    () => {
      github.onRequest = () => {
        folder.interruption.request();
      };
    },
  ],
])("stops if the user interrupts it %s", async (_, interrupt) => {
  interrupt();
  const { exitCode, stderr } = await post();
  expect(stderr).toBe("Interrupted. No command is left running.\n");
  expect(exitCode).toBe(130);
  expect(github.comments).toEqual([]);
});

test("--no-comment sends no request", async () => {
  const { exitCode } = await post({}, undefined, "--no-comment");
  expect(exitCode).toBe(0);
  expect(github.requests).toEqual([]);
});

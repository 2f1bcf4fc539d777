import { choosePipelineRun, parseCommit, parseRunUrl, readPipelineRun } from "../../cli/pipeline-run";

const MERGE = "a".repeat(40);
const HEAD = "b".repeat(40);

const GITHUB = {
  GITHUB_ACTIONS: "true",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "acme/hello",
  GITHUB_RUN_ID: "123",
  GITHUB_RUN_ATTEMPT: "2",
  GITHUB_SHA: MERGE,
  GITHUB_EVENT_PATH: "/event.json",
};
const GITLAB = {
  GITLAB_CI: "true",
  CI_COMMIT_SHA: MERGE,
  CI_JOB_URL: "https://gitlab.example.com/acme/hello/-/jobs/9",
};
const AZURE = {
  TF_BUILD: "True",
  BUILD_SOURCEVERSION: MERGE,
  BUILD_BUILDID: "7",
  SYSTEM_COLLECTIONURI: "https://dev.azure.com/acme/",
  SYSTEM_TEAMPROJECT: "My Project",
};
const BITBUCKET = {
  BITBUCKET_BUILD_NUMBER: "5",
  BITBUCKET_COMMIT: "0123456789ab",
  BITBUCKET_GIT_HTTP_ORIGIN: "http://bitbucket.org/acme/hello",
};

/** Reads the run on GitHub for an event. */
function onGitHub(event: object | string, env: object = {}) {
  const text = typeof event === "string" ? event : JSON.stringify(event);
  return readPipelineRun({ ...GITHUB, ...env }, () => text);
}

describe("the commit on GitHub", () => {
  test.each<[string, object, string]>([
    ["the last one of a pull request", { pull_request: { head: { sha: HEAD } } }, HEAD],
    ["the one of a merge queue", { merge_group: { head_sha: HEAD } }, HEAD],
    ["the one of the run that triggered this run", { workflow_run: { head_sha: HEAD } }, HEAD],
    ["GITHUB_SHA for a push", { after: HEAD }, MERGE],
  ])("is %s", (_, event, commit) => {
    expect(onGitHub(event)?.commit).toBe(commit);
  });

  test.each([
    ["is not JSON", "{"],
    ["is empty", ""],
    ["is null", "null"],
    ["has another form", { pull_request: { head: "x" } }],
    ["has a commit that is not one", { pull_request: { head: { sha: "<script>" } } }],
  ])("of a pull request is unknown if the event %s", (_, event) => {
    const url = "https://github.com/acme/hello/actions/runs/123/attempts/2";
    expect(onGitHub(event, { GITHUB_EVENT_NAME: "pull_request" })).toEqual({ url });
  });

  test("of a comment on a pull request is unknown, because GITHUB_SHA is on the default branch", () => {
    expect(onGitHub({ issue: {} }, { GITHUB_EVENT_NAME: "issue_comment" })).not.toHaveProperty("commit");
  });

  test("is GITHUB_SHA for a push whose event file does not exist", () => {
    const env = { ...GITHUB, GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: "/no/such/file" };
    expect(readPipelineRun(env)?.commit).toBe(MERGE);
  });
});

describe("the run of a pipeline", () => {
  test.each<[string, Record<string, string>, { commit?: string; url?: string } | undefined]>([
    ["no pipeline", {}, undefined],
    ["a pipeline that sets nothing", { GITHUB_ACTIONS: "true" }, undefined],
    [
      "GitHub",
      { ...GITHUB, GITHUB_EVENT_PATH: "" },
      { commit: MERGE, url: "https://github.com/acme/hello/actions/runs/123/attempts/2" },
    ],
    [
      "GitHub Enterprise Server without attempts",
      {
        ...GITHUB,
        GITHUB_EVENT_PATH: "",
        GITHUB_SERVER_URL: "https://git.acme.test/",
        GITHUB_RUN_ATTEMPT: "",
      },
      { commit: MERGE, url: "https://git.acme.test/acme/hello/actions/runs/123" },
    ],
    ["GitLab", GITLAB, { commit: MERGE, url: GITLAB.CI_JOB_URL }],
    [
      "GitLab, merged results",
      { ...GITLAB, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: HEAD },
      { commit: HEAD, url: GITLAB.CI_JOB_URL },
    ],
    [
      "GitLab, a merge request",
      { ...GITLAB, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: "" },
      { commit: MERGE, url: GITLAB.CI_JOB_URL },
    ],
    [
      "GitLab with GITHUB_ACTIONS for colors",
      { GITHUB_ACTIONS: "true", ...GITLAB },
      { commit: MERGE, url: GITLAB.CI_JOB_URL },
    ],
    [
      "Bitbucket on an agent of Azure",
      { ...BITBUCKET, TF_BUILD: "True" },
      { commit: "0123456789ab", url: "http://bitbucket.org/acme/hello/pipelines/results/5" },
    ],
    [
      "Jenkins with leftovers of other services",
      { ...GITHUB, GITHUB_ACTIONS: "", ...GITLAB, GITLAB_CI: "false", BUILD_BUILDID: "7" },
      undefined,
    ],
    [
      "a service whose variables are all empty",
      Object.fromEntries(Object.keys(GITHUB).map((name) => [name, name === "GITHUB_ACTIONS" ? "true" : ""])),
      undefined,
    ],
    [
      "Azure Pipelines",
      AZURE,
      { commit: MERGE, url: "https://dev.azure.com/acme/My%20Project/_build/results?buildId=7" },
    ],
    [
      "Azure Pipelines, a pull request on a server",
      {
        TF_BUILD: "True",
        BUILD_BUILDID: "7",
        SYSTEM_PULLREQUEST_SOURCECOMMITID: HEAD.toUpperCase(),
        SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: "https://tfs.acme.test/Default",
        SYSTEM_TEAMPROJECT: "hello",
      },
      { commit: HEAD, url: "https://tfs.acme.test/Default/hello/_build/results?buildId=7" },
    ],
    [
      "Bitbucket, with an abbreviated commit",
      BITBUCKET,
      { commit: "0123456789ab", url: "http://bitbucket.org/acme/hello/pipelines/results/5" },
    ],
    [
      "a URL with a password",
      { ...GITLAB, CI_JOB_URL: "https://ci:hunter2@gitlab.test/1" },
      { commit: MERGE },
    ],
    ["a URL of a script", { ...GITLAB, CI_JOB_URL: "javascript:alert(1)" }, { commit: MERGE }],
    [
      "a changeset in place of a commit",
      { ...AZURE, BUILD_SOURCEVERSION: "C12", BUILD_BUILDID: "" },
      undefined,
    ],
  ])("is read on %s", (_, env, run) => {
    expect(readPipelineRun(env)).toEqual(run);
  });

  test.each(["ACT", "GITEA_ACTIONS", "FORGEJO_ACTIONS"])(
    "has no URL with %s, where the number of the run is not that of its page",
    (name) => {
      const env = { ...GITHUB, GITHUB_EVENT_PATH: "", [name]: "true" };
      expect(readPipelineRun(env)).toEqual({ commit: MERGE });
      expect(choosePipelineRun({ runUrl: "https://git.acme.test/1" }, env)).toEqual({
        commit: MERGE,
        url: "https://git.acme.test/1",
      });
      expect(readPipelineRun({ ...env, [name]: "" })).toHaveProperty("url");
    },
  );

  test("is replaced by the command line, one by one", () => {
    const runUrl = "https://ci.test/1";
    expect(choosePipelineRun({}, GITLAB)).toEqual({ commit: MERGE, url: GITLAB.CI_JOB_URL });
    expect(choosePipelineRun({ commit: HEAD }, GITLAB)).toEqual({ commit: HEAD, url: GITLAB.CI_JOB_URL });
    expect(choosePipelineRun({ runUrl }, GITLAB)).toEqual({ commit: MERGE, url: runUrl });
    expect(choosePipelineRun({ runUrl }, {})).toEqual({ url: runUrl });
  });
});

describe("the options", () => {
  test("accept what can be shown", () => {
    expect(parseCommit("0123ABC")).toBe("0123abc");
    expect(parseRunUrl("https://ci.test/a job/1")).toBe("https://ci.test/a%20job/1");
    expect(parseRunUrl("http://[::1]/a|b[c]?d=##vso[x]`")).toBe(
      "http://[::1]/a%7Cb%5Bc%5D?d=##vso%5Bx%5D%60",
    );
    expect(parseRunUrl("https://ci.test/\u202e日\ud800%zz")).toBe(
      "https://ci.test/%E2%80%AE%E6%97%A5%EF%BF%BD%zz",
    );
  });

  test.each(["", "main", "012345", "0123abcx", "0".repeat(65), "0123abc\n"])(
    "refuse the commit %j",
    (commit) => {
      expect(() => parseCommit(commit)).toThrow("'--commit' must be the SHA of a commit");
    },
  );

  test.each([
    "",
    "ci.test/1",
    "ftp://ci.test/1",
    "https://ci:hunter2@ci.test/1",
    "https://hunter2@ci.test/1",
    "https://ci.test/1?access_token=hunter2hunter2a1",
    "https://ci.test/1?access%5Ftoken=hunter2hunter2a1",
    "https://ci.test/1?access_tok\ten=hunter2hunter2a1",
    "https://ci.test/1#access_token=hunter2hunter2a1",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "//ci.test/1",
    `https://ci.test/${"a".repeat(2000)}`,
    `https://ci.test/${"日".repeat(300)}`,
  ])("refuse the URL %j without repeating it", (url) => {
    expect(() => parseRunUrl(url)).toThrow(
      /^'--run-url' must be an http or https URL without a password or token, with at most 2000 characters: (?!.*hunter2)/,
    );
  });
});

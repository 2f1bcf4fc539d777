import { mkdtempSync, readdirSync } from "node:fs";
import path from "node:path";
import { REPORT_FILES } from "../../cli/render/formats";
import { buildMarker } from "../../cli/render/markdown/marker";
import { generateKey } from "../../cli/terraform/encryption";
import { describeWith } from "../support/end-to-end";
import { ACTIONS_USER, GitHubServer } from "../support/github-server";
import { missingPrograms } from "../support/tools";
import { COMMITS, EVENTS, WorkflowProject } from "../support/workflow-project";
import { type JobRuns, runWorkflow, type WorkflowRun } from "../support/workflow-runner";
import { documentedWorkflows, readWorkflow } from "../support/workflows";

type EventName = keyof typeof EVENTS;

/** What goes wrong in a run, and what people then see. */
interface Trouble {
  /** Program that fails, with its job, such as `synth: npm ci`. */
  readonly fail?: string;
  readonly cancelIn?: string;
  /** Recorded plans of the pull request. */
  readonly scenario?: string;
  readonly role?: string;
  /** A part of the workflow, and what replaces it. */
  readonly replace?: readonly [string, string];
  /** Part of the message of the required check. */
  readonly message: string;
  /** The same for a fork, if it is not that the pull request is from a fork. */
  readonly ofFork?: string;
  /** What the comment of a pull request says afterwards. */
  readonly comment: "review" | "no review" | "unchanged";
}

const TROUBLES = {
  nothing: { message: "", comment: "review" },
  "a failed synth": {
    fail: "synth: npm run synth",
    message: "could not be synthesized",
    ofFork: "could not be synthesized",
    comment: "no review",
  },
  "a failed plan": { fail: "terraform plan", message: "Not all stacks were planned", comment: "review" },
  "missing packages": {
    fail: "plan: npm ci",
    message: "Not all stacks were planned",
    comment: "no review",
  },
  findings: {
    scenario: "service-rename-one-stack",
    message: "The review has findings",
    comment: "review",
  },
  "no role": { role: "", message: "AWS_PLAN_ROLE_ARN is not set", comment: "no review" },
  "no artifact": {
    replace: ["path: plan-review\n          overwrite", "path: other\n          overwrite"],
    message: "could not be posted",
    comment: "no review",
  },
  "a failed post": {
    fail: "post: npm ci --ignore-scripts",
    message: "could not be posted",
    comment: "unchanged",
  },
  "a cancelled synth": {
    cancelIn: "synth",
    message: "was cancelled",
    ofFork: "was cancelled",
    comment: "no review",
  },
  "a cancelled plan": { cancelIn: "plan", message: "was cancelled", comment: "no review" },
  "a cancelled post": {
    cancelIn: "post",
    message: "was cancelled",
    ofFork: "was cancelled",
    comment: "unchanged",
  },
  "a cancelled check": { cancelIn: "reviewed", message: "", ofFork: "", comment: "review" },
} as const satisfies Record<string, Trouble>;

const ROLE = "arn:aws:iam::111122223333:role/plan";
/** The comment on an earlier commit. */
const EARLIER = `${buildMarker()}\nSafe`;
const FORK = "pull request of a fork";

/** What is left after a run. */
interface Played {
  readonly jobs: JobRuns;
  readonly github: GitHubServer;
  /** Paths of the files in artifacts. */
  readonly artifacts: readonly string[];
}

describeWith(missingPrograms("bash"), "the workflow plan-review", () => {
  let project: WorkflowProject;

  beforeAll(async () => {
    project = new WorkflowProject();
    await project.tool.start();
  });

  afterAll(async () => {
    await project.tool.stop();
    project.remove();
  });

  async function play(
    event: EventName,
    trouble: Partial<Trouble> = {},
    changes: Partial<WorkflowRun> = {},
  ): Promise<Played> {
    const { fail = "", cancelIn, scenario, role = ROLE, replace: [before, after] = ["", ""] } = trouble;
    const text = readWorkflow("plan-review.yml");
    if (!text.includes(before)) throw new Error(`the workflow has no '${before}'`);
    const { folder = mkdtempSync(path.join(project.folder, "run-")) } = changes;
    const github = await startGitHub();
    const jobs = await runWorkflow({
      text: text.replace(before, after),
      event: EVENTS[event],
      commits: project.commit(scenario ?? "permissions-boundary-added"),
      vars: { AWS_PLAN_ROLE_ARN: role },
      env: { ...project.env, FAIL: fail, GITHUB_API_URL: github.url },
      tokens: { write: "actions-token", read: "read-token" },
      isFork: event === FORK,
      cancelIn,
      ...changes,
      folder,
    });
    await github.stop();
    const artifacts = readdirSync(path.join(folder, "artifacts"), { recursive: true, encoding: "utf8" });
    return { jobs, github, artifacts: artifacts.sort() };
  }

  describe.each(Object.keys(EVENTS) as EventName[])("after a %s", (event) => {
    const played = new Map<string, Played>();

    // Each run mostly waits for processes.
    beforeAll(async () => {
      const runs = Object.entries(TROUBLES).map(async ([name, trouble]) => {
        played.set(name, await play(event, trouble));
      });
      await Promise.all(runs);
    }, 120_000);

    test.each(Object.entries<Trouble>(TROUBLES))(
      "with %s, passes only if the change was reviewed",
      (name, trouble) => {
        const run = played.get(name);
        if (!run) throw new Error("the workflow did not run");
        const { jobs, github } = run;
        const { message, ofFork = "A pull request from a fork gets no credentials", comment } = trouble;
        const log = formatLog(jobs);
        expect({ passes: passes(jobs), comments: github.comments.map(describeComment), log }).toEqual({
          passes: name === "nothing" && event !== FORK,
          comments: [event === "pull request" ? comment : "unchanged"],
          log: expect.stringContaining(event === FORK ? ofFork : message) as string,
        });
        expect(log).not.toContain("HARM");
      },
    );
  });

  test.each<[event: EventName, ref: string, sha: string]>([
    ["pull request", "refs/pull/7/merge", COMMITS.merge],
    ["push", "refs/heads/main", COMMITS.base],
  ])(
    "uploads the findings for what was planned after a %s, and no plans",
    async (event, ref, sha) => {
      const { github, artifacts } = await play(event, { scenario: "service-rename-one-stack" });
      expect(github.uploads).toMatchObject([{ ref, commit: sha }]);
      const reports = Object.values(REPORT_FILES)
        .map((name) => `plan-review/${name}`)
        .sort();
      expect(artifacts).toEqual(["plan-review", ...reports]);
    },
    60_000,
  );

  test("does not start for a pull request to a different branch, whose check would count for this one", async () => {
    const payload = { pull_request: { base: { ref: "develop" } } };
    const started = play("pull request", {}, { event: { ...EVENTS["pull request"], payload } });
    await expect(started).rejects.toThrow("does not start this workflow");
  });

  test.each<[what: string, replace: readonly [string, string], message: string]>([
    ["ignores a failed plan", ["  plan:\n", "  plan:\n    continue-on-error: true\n"], "has findings"],
    [
      "ignores a failed review",
      ["      - id: review\n", "      - id: review\n        continue-on-error: true\n"],
      "has findings",
    ],
    [
      "skips the review",
      ["- id: review\n", "- id: review\n        if: false\n"],
      "Not all stacks were planned",
    ],
  ])(
    "does not pass if somebody changed it so that it %s",
    async (_, replace, message) => {
      const { jobs } = await play("pull request", { scenario: "service-rename-one-stack", replace });
      expect(jobs["plan"]?.result).toBe("success");
      expect({ passes: passes(jobs), log: formatLog(jobs) }).toEqual({
        passes: false,
        log: expect.stringContaining(message) as string,
      });
    },
    60_000,
  );

  test("does not post the review of an earlier attempt", async () => {
    const folder = mkdtempSync(path.join(project.folder, "attempts-"));
    const first = await play("pull request", {}, { folder });
    const second = await play("pull request", { fail: "plan: npm ci" }, { folder });
    expect([first, second].map(({ github }) => github.comments.map(describeComment))).toEqual([
      ["review"],
      ["no review"],
    ]);
    expect([first, second].map(({ jobs }) => passes(jobs))).toEqual([true, false]);
  }, 60_000);

  describe("with the page's workflow that applies", () => {
    const [, text = ""] = documentedWorkflows();

    /** Plans and applies with a new key. `digest` replaces the output of the job that plans. */
    async function apply(
      given: { readonly identity?: string; readonly digest?: string } = {},
    ): Promise<JobRuns> {
      const { identity: own, recipient } = await generateKey();
      const output = "${{ needs.plan.outputs.digest }}";
      const { identity = own, digest = output } = given;
      const { jobs } = await play(
        "push",
        {},
        {
          text: text.replace(output, digest),
          vars: { PLANS_RECIPIENT: recipient },
          secrets: { PLANS_IDENTITY: identity },
        },
      );
      return jobs;
    }

    test("applies the plans that the first job encrypted", async () => {
      const jobs = await apply();
      expect({ result: jobs["apply"]?.result, log: formatLog(jobs) }).toMatchObject({ result: "success" });
      expect(jobs["apply"]?.log).toContain("Applied: worker");
    }, 60_000);

    test.each([
      ["a different digest", { digest: "0".repeat(64) }, "digest"],
      ["no digest", { digest: '""' }, "digest"],
      ["no identity", { identity: "" }, "APP_RUNNER_IDENTITY"],
    ])(
      "applies nothing with %s",
      async (_, given, message) => {
        const { plan, apply: applied } = await apply(given);
        expect([plan?.result, applied?.result]).toEqual(["success", "failure"]);
        expect(applied?.log).toContain(message);
        expect(applied?.log).not.toContain("Applied");
      },
      60_000,
    );
  });

  test("keeps plans only encrypted", async () => {
    const { recipient } = await generateKey();
    const command = "command: node dist/cli/main.js\n";
    const plans = `          plans: plan-review/plans\n          plans-recipient: ${recipient}\n`;
    const { jobs, artifacts } = await play("pull request", { replace: [command, command + plans] });
    expect({ passes: passes(jobs), log: formatLog(jobs) }).toMatchObject({ passes: true });
    const kept = artifacts.filter((file) => file.startsWith("plan-review/plans/"));
    expect(kept.filter((file) => !file.endsWith(".age"))).toEqual([
      "plan-review/plans/app-runner-plans.json",
    ]);
    expect(kept.length).toBeGreaterThan(1);
  }, 60_000);

  describe("with the jobs of the page for several apps", () => {
    const [text = ""] = documentedWorkflows();

    async function playApps(
      ...folders: readonly string[]
    ): Promise<Played & { readonly comments: string[] }> {
      const commits = project.commit("permissions-boundary-added", folders);
      const played = await play("pull request", {}, { text, commits });
      const comments = ["web", "jobs"].map((key) => {
        const found = played.github.comments.find(({ body }) => body.startsWith(buildMarker(key)));
        return found ? describeComment(found) : "missing";
      });
      return { ...played, comments };
    }

    test("posts one comment for each app", async () => {
      const { jobs, comments, artifacts } = await playApps("apps/web", "apps/jobs");
      expect({ passes: passes(jobs), comments, log: formatLog(jobs) }).toMatchObject({
        passes: true,
        comments: ["review", "review"],
      });
      expect(artifacts).toEqual(expect.arrayContaining(["plan-review-jobs", "plan-review-web"]));
    }, 60_000);

    test("reviews the others if one app cannot be planned", async () => {
      const { jobs, comments } = await playApps("apps/web");
      expect({ passes: passes(jobs), comments }).toEqual({
        passes: false,
        comments: ["review", "no review"],
      });
    }, 60_000);
  });
});

/** Starts a GitHub with a pull request that has a comment on an earlier commit. */
async function startGitHub(): Promise<GitHubServer> {
  const github = await GitHubServer.start();
  github.tokens.set("read-token", { login: ACTIONS_USER, isApp: true, mayComment: false, mayUpload: false });
  github.heads.set(7, COMMITS.head);
  github.states = [{ processing_status: "complete" }];
  github.comment(7, ACTIONS_USER, EARLIER);
  return github;
}

/** Whether a pull request can be merged. GitHub counts a skipped job as a success. */
function passes({ reviewed }: JobRuns): boolean {
  return reviewed?.result === "success" || reviewed?.result === "skipped";
}

function formatLog(jobs: JobRuns): string {
  return Object.entries(jobs)
    .map(([name, { result, log }]) => `${name}: ${result}\n${log}`)
    .join("\n");
}

/** What a comment is about. One about a different commit is `stale`. */
function describeComment({ body }: { readonly body: string }): string {
  if (body === EARLIER) return "unchanged";
  if (!body.includes(COMMITS.head.slice(0, 7))) return "stale";
  return body.includes("There is no review") ? "no review" : "review";
}

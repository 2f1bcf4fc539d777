import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { buildMarker } from "../../cli/render/markdown/marker";
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
  /** What the comment of a pull request says afterwards. */
  readonly comment: "review" | "no review" | "unchanged";
}

const TROUBLES = {
  nothing: { message: "", comment: "review" },
  "a failed synth": {
    fail: "synth: npm run synth",
    message: "could not be synthesized",
    comment: "no review",
  },
  "a failed plan": { fail: "terraform plan", message: "Not all stacks were planned", comment: "review" },
  "missing packages": { fail: "plan: npm ci", message: "Not all stacks were planned", comment: "no review" },
  findings: { scenario: "service-rename", message: "The review has findings", comment: "review" },
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
  "a cancelled synth": { cancelIn: "synth", message: "was cancelled", comment: "no review" },
  "a cancelled plan": { cancelIn: "plan", message: "was cancelled", comment: "no review" },
  "a cancelled post": { cancelIn: "post", message: "was cancelled", comment: "unchanged" },
  "a cancelled check": { cancelIn: "reviewed", message: "", comment: "review" },
} as const satisfies Record<string, Trouble>;

const ROLE = "arn:aws:iam::111122223333:role/plan";
/** Text of the comment on an earlier commit. */
const EARLIER = `${buildMarker()}\nSafe`;

describeWith(missingPrograms("bash"), "the workflow plan-review", () => {
  let project: WorkflowProject;
  let folder: string;
  let github: GitHubServer;

  beforeAll(() => {
    project = new WorkflowProject();
  });

  afterAll(() => {
    project.remove();
  });

  beforeEach(async () => {
    folder = mkdtempSync(path.join(project.folder, "run-"));
    github = await GitHubServer.start();
    github.tokens.set("read-token", {
      login: ACTIONS_USER,
      isApp: true,
      mayComment: false,
      mayUpload: false,
    });
    github.heads.set(7, COMMITS.head);
    github.states = [{ processing_status: "complete" }];
  });

  afterEach(async () => {
    await github.stop();
    rmSync(folder, { recursive: true });
  });

  async function run(
    event: EventName,
    trouble: Partial<Trouble>,
    changes: Partial<WorkflowRun> = {},
  ): Promise<JobRuns> {
    const {
      fail = "",
      cancelIn,
      scenario = "image-change",
      role = ROLE,
      replace: [before, after] = ["", ""],
    } = trouble;
    const text = readWorkflow("plan-review.yml");
    if (!text.includes(before)) throw new Error(`the workflow has no '${before}'`);
    return runWorkflow({
      text: text.replace(before, after),
      event: EVENTS[event],
      commits: project.commit(scenario),
      vars: { AWS_PLAN_ROLE_ARN: role },
      env: { ...project.env, FAIL: fail, GITHUB_API_URL: github.url },
      tokens: { write: "actions-token", read: "read-token" },
      isFork: event === "pull request of a fork",
      cancelIn,
      folder,
      ...changes,
    });
  }

  const CASES = Object.keys(EVENTS).flatMap((event) =>
    Object.keys(TROUBLES).map((trouble) => [event as EventName, trouble as keyof typeof TROUBLES] as const),
  );

  test.each(CASES)(
    "after a %s with %s, lets only a reviewed change pass",
    async (event, name) => {
      const trouble: Trouble = TROUBLES[name];
      const isFork = event === "pull request of a fork";
      github.comment(7, ACTIONS_USER, EARLIER);
      const jobs = await run(event, trouble);
      const log = formatLog(jobs);

      // GitHub counts a skipped job as a success.
      const passes = jobs["reviewed"]?.result === "success" || jobs["reviewed"]?.result === "skipped";
      expect({ passes, log }).toEqual({ passes: name === "nothing" && !isFork, log });
      if (trouble.message !== "" && !isFork) expect(jobs["reviewed"]?.log).toContain(trouble.message);
      expect(log).not.toContain("HARM");

      const bodies = github.comments.map(({ body }) => body);
      const expected = event === "pull request" ? trouble.comment : "unchanged";
      expect({ comments: bodies.map(describeComment), log }).toEqual({ comments: [expected], log });
    },
    30_000,
  );
});

function formatLog(jobs: JobRuns): string {
  return Object.entries(jobs)
    .map(([name, { result, log }]) => `${name}: ${result}\n${log}`)
    .join("\n");
}

/** What a comment is about. One about a different commit is `stale`. */
function describeComment(body: string): string {
  if (body === EARLIER) return "unchanged";
  if (!body.includes(COMMITS.head.slice(0, 7))) return "stale";
  return /no review/i.test(body) ? "no review" : "review";
}
void documentedWorkflows;

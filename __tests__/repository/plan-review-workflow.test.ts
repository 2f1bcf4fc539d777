import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { describeWith } from "../support/end-to-end";
import { missingPrograms } from "../support/tools";
import { COMMITS, EVENTS, WorkflowProject } from "../support/workflow-project";
import { type JobRuns, runWorkflow } from "../support/workflow-runner";
import { documentedWorkflows, readWorkflow } from "../support/workflows";

type EventName = keyof typeof EVENTS;

/** What goes wrong in a run. */
interface Trouble {
  /** The program of a job that fails, such as `synth: npm ci`. */
  readonly fail?: string;
  readonly cancelIn?: string;
  readonly scenario?: string;
  readonly role?: string;
  /** Text of the workflow that is different, as before and after. */
  readonly replace?: readonly [string, string];
}

const NOTHING: Trouble = {};

const TROUBLES = {
  nothing: NOTHING,
  "synth fails": { fail: "synth: npm run synth" },
  "the plan fails": { fail: "terraform plan" },
  "the packages of the plan cannot be installed": { fail: "plan: npm ci" },
  findings: { scenario: "service-rename" },
  "the role is not set": { role: "" },
  "the artifact is missing": {
    replace: ["path: plan-review\n          overwrite", "path: other\n          overwrite"],
  },
  "the review cannot be posted": { fail: "post: npm ci --ignore-scripts" },
  "cancelled in synth": { cancelIn: "synth" },
  "cancelled in plan": { cancelIn: "plan" },
  "cancelled in post": { cancelIn: "post" },
  "cancelled in reviewed": { cancelIn: "reviewed" },
} as const satisfies Record<string, Trouble>;

describeWith(missingPrograms("bash"), "the workflow plan-review", () => {
  let project: WorkflowProject;
  let folder: string;

  beforeAll(() => {
    project = new WorkflowProject();
  });

  afterAll(() => {
    project.remove();
  });

  beforeEach(() => {
    folder = mkdtempSync(path.join(project.folder, "run-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function run(event: EventName, trouble: Trouble = NOTHING): Promise<JobRuns> {
    const {
      fail = "",
      cancelIn,
      scenario = "image-change",
      role = "arn:aws:iam::111122223333:role/plan",
    } = trouble;
    const [before = "", after = ""] = trouble.replace ?? [];
    const text = readWorkflow("plan-review.yml");
    if (!text.includes(before)) throw new Error(`the workflow has no '${before}'`);
    return runWorkflow({
      text: text.replace(before, after),
      event: EVENTS[event],
      commits: project.commit(scenario),
      vars: { AWS_PLAN_ROLE_ARN: role },
      env: { ...project.env, FAIL: fail, TOKEN: "token" },
      isFork: event === "pull request of a fork",
      cancelIn,
      folder,
    });
  }

  /** GitHub counts a skipped job as a success. */
  const passes = ({ reviewed }: JobRuns): boolean => ["success", "skipped"].includes(reviewed?.result ?? "");

  const cases = Object.keys(EVENTS).flatMap((event) =>
    Object.keys(TROUBLES).map((trouble) => [event as EventName, trouble as keyof typeof TROUBLES] as const),
  );

  test.each(cases)(
    "of a %s, with %s: the required check passes only after a review",
    async (event, trouble) => {
      const jobs = await run(event, TROUBLES[trouble]);
      const isReviewed = trouble === "nothing" && event !== "pull request of a fork";
      const log = Object.entries(jobs)
        .map(([name, { result, log }]) => `${name}: ${result}\n${log}`)
        .join("\n");
      if (process.env["SHOW"]) console.log(log);
      expect(passes(jobs)).toBe(isReviewed);
      expect(log).not.toContain("HARM");
    },
    30_000,
  );
});
void documentedWorkflows;
void mkdirSync;
void COMMITS;

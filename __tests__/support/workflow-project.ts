import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PLANS } from "./review-fixture";
import { ToolServer } from "./tool-server";
import { REPOSITORY, type WorkflowEvent } from "./workflow-runner";
import { fakeProgram } from "./workflows";

const ROOT = path.resolve(__dirname, "../..");

/** Commits of the repository. The merge commits are what GitHub checks out for a pull request and for its queue. */
export const COMMITS = {
  base: "ba5e".repeat(10),
  head: "4ead".repeat(10),
  merge: "3e43".repeat(10),
  queue: "93e3".repeat(10),
};

/** Answers as Terraform does, with the recorded plan of the stack. `FAIL=terraform plan` makes a plan fail. */
const TERRAFORM = `
case "$1" in
  version) echo '{"terraform_version": "1.11.4"}' ;;
  plan)
    if [ "$FAIL" = "terraform plan" ]; then
      echo '{"@level":"error","@message":"Error: no access","type":"diagnostic","diagnostic":{"severity":"error","summary":"no access","detail":""}}'
      exit 1
    fi
    for argument; do case "$argument" in -out=*) echo plan >"\${argument#-out=}" ;; esac; done
    exit 2 ;;
  show) cat plan.json ;;
  apply) echo '{"@level":"info","@message":"Apply complete!","type":"change_summary","changes":{"operation":"apply"}}' ;;
  output) echo '{}' ;;
  state) echo '{"lineage": "abc", "serial": 1}' ;;
esac
`;

/** Does what the scripts of the repository do, if the workflow needs it. `FAIL=JOB: npm …` makes it fail. */
const NPM = `
if [ "$FAIL" = "$GITHUB_JOB: npm $*" ]; then exit 1; fi
case "$*" in
  ci | "ci --ignore-scripts" | "run synth") ;;
  "run build") mkdir -p dist/cli && cp tool.js dist/cli/main.js ;;
  *) exit 99 ;;
esac
`;

/** Runs the tool of the commit that is checked out. */
const NPX = `
if [ "$1 $2" != "--no-install app-runner" ]; then exit 99; fi
shift 2
exec node "$GITHUB_WORKSPACE/tool.js" "$@"
`;

/** A repository with apps, whose workflows run with the real tool, a fake npm and a fake Terraform. */
export class WorkflowProject {
  public readonly folder = mkdtempSync(path.join(tmpdir(), "workflow-"));
  public readonly tool = new ToolServer(this.folder);

  public constructor() {
    fakeProgram(this.folder, "terraform", TERRAFORM);
    fakeProgram(this.folder, "npm", NPM);
    fakeProgram(this.folder, "npx", NPX);
  }

  /** Environment of the runners. */
  public get env(): Record<string, string> {
    const { PATH = "" } = process.env;
    return { PATH: `${path.join(this.folder, "bin")}:${PATH}`, HOME: this.folder };
  }

  /**
   * Writes the commits.
   *
   * @param scenario the recorded plans of the pull request
   * @param folders the folders of the apps
   * @returns the folders by commit and ref
   */
  public commit(scenario: string, folders: readonly string[] = ["."]): Record<string, string> {
    const tool = `require(${JSON.stringify(this.tool.program)});`;
    const base = this.write("base", scenario, folders, tool);
    // What a pull request may try: to be the tool that posts.
    const harm = `if (process.argv[2] === "post") { console.log("HARM"); process.exit(0); }`;
    const head = this.write("head", scenario, folders, `${harm} ${tool}`);
    const { merge, queue } = COMMITS;
    return { [COMMITS.base]: base, "refs/heads/main": base, [merge]: head, [queue]: head };
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(name: string, scenario: string, folders: readonly string[], tool: string): string {
    const commit = mkdtempSync(path.join(this.folder, `${name}-`));
    cpSync(path.join(ROOT, ".github/actions"), path.join(commit, ".github/actions"), { recursive: true });
    mkdirSync(path.join(commit, ".git"));
    writeFileSync(path.join(commit, "tool.js"), tool);
    for (const folder of folders) {
      mkdirSync(path.join(commit, folder), { recursive: true });
      const app = `cp -R '${path.join(PLANS, scenario)}/.' cdktf.out`;
      writeFileSync(path.join(commit, folder, "cdktf.json"), JSON.stringify({ app }));
    }
    return commit;
  }
}

const repository = { full_name: REPOSITORY, private: true };

function pullRequest(fullName: string): WorkflowEvent {
  return {
    name: "pull_request",
    ref: "refs/pull/7/merge",
    sha: COMMITS.merge,
    payload: {
      repository,
      pull_request: {
        number: 7,
        head: { sha: COMMITS.head, ref: "change", repo: { full_name: fullName } },
        base: { sha: COMMITS.base, ref: "main", repo: repository },
      },
    },
  };
}

/** One event of each kind that the workflow handles. */
export const EVENTS = {
  "pull request": pullRequest(REPOSITORY),
  "pull request of a fork": pullRequest("mallory/hello"),
  push: { name: "push", ref: "refs/heads/main", sha: COMMITS.base, payload: { repository } },
  "merge queue": {
    name: "merge_group",
    ref: `refs/heads/gh-readonly-queue/main/pr-7-${COMMITS.base}`,
    sha: COMMITS.queue,
    payload: {
      repository,
      merge_group: { base_ref: "refs/heads/main", base_sha: COMMITS.base, head_sha: COMMITS.queue },
    },
  },
} as const satisfies Record<string, WorkflowEvent>;

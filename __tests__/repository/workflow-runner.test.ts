import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeWith } from "../support/end-to-end";
import { missingPrograms } from "../support/tools";
import { type JobRuns, runWorkflow } from "../support/workflow-runner";

describeWith(missingPrograms("bash"), "the simulation of workflows", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "simulation-"));
    for (const name of ["commit", "run"]) mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, "commit/file"), "");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs jobs, given as YAML in which each job is one line. */
  async function run(jobs: readonly string[], cancelIn?: string): Promise<JobRuns> {
    const lines = jobs.map((job) => `  ${job}`).join("\n");
    return runWorkflow({
      text: `on: { push: }\npermissions: { contents: read }\njobs:\n${lines}\n`,
      event: { name: "push", ref: "refs/heads/main", sha: "abc", payload: { number: 7 } },
      commits: { abc: path.join(folder, "commit") },
      env: { PATH: process.env["PATH"] ?? "" },
      cancelIn,
      folder: path.join(folder, "run"),
    });
  }

  const resultsOf = (jobs: JobRuns): string =>
    Object.values(jobs)
      .map(({ result }) => result)
      .join(" ");

  const OK = "steps: [{ run: 'true' }]";
  const BAD = "steps: [{ run: 'false' }]";

  test.each<[what: string, jobs: readonly string[], results: string]>([
    ["skips what needs a failed job", [`a: { ${BAD} }`, `b: { needs: a, ${OK} }`], "failure skipped"],
    [
      "skips what needs a skipped job",
      [`a: { if: "false", ${OK} }`, `b: { needs: a, ${OK} }`, `c: { needs: b, ${OK} }`],
      "skipped skipped skipped",
    ],
    [
      "asks all jobs before it for a success",
      [`a: { ${BAD} }`, `b: { needs: a, if: always(), ${OK} }`, `c: { needs: b, ${OK} }`],
      "failure success skipped",
    ],
    ["runs what always runs", [`a: { ${BAD} }`, `b: { needs: a, if: always(), ${OK} }`], "failure success"],
    [
      "does not run a condition without a status function after a failure",
      [`a: { ${BAD} }`, `b: { needs: a, if: "needs.a.result == 'failure'", ${OK} }`],
      "failure skipped",
    ],
    [
      "knows the results of the jobs that a job needs",
      [`a: { ${BAD} }`, `b: { needs: a, if: "always() && needs.a.result == 'failure'", ${OK} }`],
      "failure success",
    ],
    ["knows the event", [`a: { if: github.event.number == 7, ${OK} }`], "success"],
    [
      "continues on an error",
      ["a: { steps: [{ run: 'false', continue-on-error: true }, { run: 'true' }] }"],
      "success",
    ],
    [
      "skips the steps after a failed one",
      ["a: { steps: [{ run: 'false' }, { run: exit 99, id: b }], outputs: { b: '${{ steps.b.outcome }}' } }"],
      "failure",
    ],
    ["stops a pipe that fails in bash", ["a: { steps: [{ run: false | true, shell: bash }] }"], "failure"],
    ["does not stop it in the default shell", ["a: { steps: [{ run: false | true }] }"], "success"],
    [
      "fails a matrix if one of it fails",
      ["a: { strategy: { matrix: { n: [0, 1] } }, steps: [{ run: 'exit ${{ matrix.n }}' }] }"],
      "failure",
    ],
    ["fails a matrix without values", ["a: { strategy: { matrix: { n: [] } }, " + OK + " }"], "failure"],
    [
      "says that a job whose failure is ignored succeeded",
      [`a: { continue-on-error: true, ${BAD} }`, `b: { needs: a, ${OK} }`],
      "success success",
    ],
    [
      "counts a missing output as 0, and not if it is formatted",
      [
        `a: { ${OK}, outputs: { n: "" } }`,
        `b: { needs: a, if: "needs.a.outputs.n == '0'", ${OK} }`,
        `c: { needs: a, if: "format('{0}', needs.a.outputs.n) == '0'", ${OK} }`,
      ],
      "success success skipped",
    ],
    [
      "refuses a second artifact with one name",
      [
        "a: { strategy: { matrix: { n: [0, 1] } }, steps: [{ uses: actions/checkout@v4 }, { uses: actions/upload-artifact@v4, with: { name: n, path: . } }] }",
      ],
      "failure",
    ],
  ])("%s", async (_, jobs, results) => {
    expect(resultsOf(await run(jobs))).toBe(results);
  });

  test("keeps the outputs of a failed job", async () => {
    const steps = `[{ id: b, run: 'echo c=d >>"$GITHUB_OUTPUT"; exit 1' }]`;
    const { a } = await run([`a: { steps: ${steps}, outputs: { c: "\${{ steps.b.outputs.c }}" } }`]);
    expect(a).toMatchObject({ result: "failure", outputs: { c: "d" } });
  });

  test("runs only what always runs in a cancelled run", async () => {
    const steps = "steps: [{ run: 'true' }, { run: exit 1 }]";
    const jobs = [`a: { ${steps} }`, `b: { needs: a, ${OK} }`, `c: { needs: a, if: "!cancelled()", ${OK} }`];
    const always = `d: { needs: a, if: always(), ${OK} }`;
    expect(resultsOf(await run([...jobs, always], "a"))).toBe("cancelled skipped skipped success");
  });

  test.each([
    ["an unknown action", "a: { steps: [{ uses: acme/other@v1 }] }", "cannot play the action acme/other"],
    ["an unknown key of a job", `a: { container: node, ${OK} }`, "cannot run a job a with container"],
    ["an unknown key of a step", "a: { steps: [{ run: a, timeout: 1 }] }", "cannot run a step with timeout"],
    ["an unknown context", `a: { if: secrets.A, ${OK} }`, "secrets"],
    [
      "an unknown shell",
      "a: { steps: [{ run: a, shell: pwsh }] }",
      "cannot run a script with the shell 'pwsh'",
    ],
  ])("cannot play %s", async (_, job, message) => {
    await expect(run([job])).rejects.toThrow(message);
  });
});

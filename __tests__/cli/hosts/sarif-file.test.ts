import { UsageError } from "../../../cli/errors";
import { renderSarif } from "../../../cli/render/sarif";
import { readSarif } from "../../../cli/hosts/sarif-file";
import { failedAndWaiting, nothingChanges, replacement } from "../../support/reviews";

const OURS = { tool: { driver: { name: "app-runner" } } };

function sarif(...runs: unknown[]): string {
  return JSON.stringify({ version: "2.1.0", runs });
}

describe("a SARIF file", () => {
  test("of a review is complete and has the findings", () => {
    expect(readSarif(renderSarif(nothingChanges()))).toMatchObject({ isComplete: true, results: 0 });
    const { isComplete, results } = readSarif(renderSarif(replacement()));
    expect(isComplete).toBe(true);
    expect(results).toBeGreaterThan(0);
  });

  test("of a review with a failed stack is incomplete", () => {
    expect(readSarif(renderSarif(failedAndWaiting())).isComplete).toBe(false);
  });

  test.each([
    ["any run", [OURS, { ...OURS, invocations: [{ executionSuccessful: false }] }]],
    [
      "any invocation",
      [{ ...OURS, invocations: [{ executionSuccessful: true }, { executionSuccessful: false }] }],
    ],
  ])("is incomplete if %s was not successful", (_, runs) => {
    expect(readSarif(sarif(...runs)).isComplete).toBe(false);
  });

  test("may start with a byte order mark", () => {
    expect(readSarif(`\uFEFF${sarif(OURS)}`)).toEqual({ isComplete: true, results: 0 });
  });

  test("may be huge", () => {
    const results = Array.from({ length: 100_000 }, () => ({ message: { text: "x".repeat(100) } }));
    expect(readSarif(sarif({ ...OURS, results })).results).toBe(100_000);
  });

  test.each([
    "",
    "no JSON",
    "{",
    "null",
    "[]",
    '"text"',
    "{}",
    '{"version":"2.1.0"}',
    '{"version":"2.1.0","runs":{}}',
    '{"version":"2.0.0","runs":[]}',
    "[".repeat(100_000),
  ])("is refused if it is not SARIF: %#", (text) => {
    expect(() => readSarif(text)).toThrow(UsageError);
    expect(() => readSarif(text)).toThrow("the file is not SARIF 2.1.0");
  });

  test("is refused without a run", () => {
    expect(() => readSarif(sarif())).toThrow(UsageError);
    expect(() => readSarif(sarif())).toThrow("has no run");
  });

  test.each([
    ["'CodeQL'", [{ tool: { driver: { name: "CodeQL" } } }]],
    ["'CodeQL'", [OURS, { tool: { driver: { name: "CodeQL" } } }]],
    ["'app-runner ::error::'", [{ tool: { driver: { name: "app-runner\n::error::" } } }]],
    ["'App-Runner'", [{ tool: { driver: { name: "App-Runner" } } }]],
    [`'${"x".repeat(99)}…'`, [{ tool: { driver: { name: "x".repeat(1_000_000) } } }]],
    ["a tool without a name", [{}]],
    ["a tool without a name", [null]],
    ["a tool without a name", [OURS, "text"]],
    ["a tool without a name", [{ tool: { driver: { name: ["app-runner"] } } }]],
  ])("is refused with a run of another tool: %#", (name, runs) => {
    expect(() => readSarif(sarif(...runs))).toThrow(UsageError);
    expect(() => readSarif(sarif(...runs))).toThrow(`the SARIF file has a run of ${name}, but`);
  });

  test("is never quoted in an error, because it may contain anything", () => {
    expect(() => readSarif('{"password":"hunter2"')).toThrow(/^(?!.*hunter2)/);
  });
});

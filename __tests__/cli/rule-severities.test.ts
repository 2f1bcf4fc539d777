import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UsageError } from "../../cli/errors";
import { readSeverities } from "../../cli/rule-severities";

describe("readSeverities", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "settings-"));
  const file = path.join(directory, "cdktf.json");
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  test.each([
    ["no rules", {}, {}],
    ["no context", { context: {} }, {}],
    ["some rules", { context: { rules: { "mutable-tag": "off" } } }, { "mutable-tag": "off" }],
  ])("reads a project with %s", (_, json, expected) => {
    writeFileSync(file, JSON.stringify(json));
    expect(readSeverities(file)).toEqual(expected);
  });

  test("returns no settings if the file does not exist", () => {
    expect(readSeverities(path.join(directory, "none.json"))).toEqual({});
  });

  test.each([
    ['{"context":{"rules":{"mutabletag":"off"}}}', "unknown rule 'mutabletag'; the rules are alarm-removed,"],
    [
      '{"context":{"rules":{"mutable-tag":"fatal"}}}',
      'must be one of error, warning, note, off, got "fatal"',
    ],
    ['{"context":{"rules":["mutable-tag"]}}', "must be an object"],
    ["{", "cannot read "],
  ])("rejects %s", (json, message) => {
    writeFileSync(file, json);
    expect(() => readSeverities(file)).toThrow(UsageError);
    expect(() => readSeverities(file)).toThrow(message);
  });
});

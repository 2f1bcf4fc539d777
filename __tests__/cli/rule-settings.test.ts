import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UsageError } from "../../cli/errors";
import { readRulesUrl, readSeverities } from "../../cli/rule-settings";

const directory = mkdtempSync(path.join(tmpdir(), "settings-"));
const file = path.join(directory, "cdktf.json");

afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe("readSeverities", () => {
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
    ['{"context":{"rules":{"__proto__":"off"}}}', "unknown rule '__proto__'"],
    ['{"context":{"rules":{"constructor":"off"}}}', "unknown rule 'constructor'"],
    ['{"context":{"rules":{"mutable-tag":"constructor"}}}', 'got "constructor"'],
    ["{", "cannot read "],
  ])("rejects %s", (json, message) => {
    writeFileSync(file, json);
    expect(() => readSeverities(file)).toThrow(UsageError);
    expect(() => readSeverities(file)).toThrow(message);
  });
});

describe("readRulesUrl", () => {
  test.each([
    ["https://example.com/rules/", "https://example.com/rules/"],
    ["http://localhost:8080/?rule=", "http://localhost:8080/?rule="],
    ["https://example.com/{rule}.html", "https://example.com/{rule}.html"],
    ["https://example.com/?page={rule}#{rule}", "https://example.com/?page={rule}#{rule}"],
    ['https://example.com/"><script>', "https://example.com/%22%3E%3Cscript%3E"],
    [undefined, undefined],
  ])("reads %j", (rulesUrl, expected) => {
    writeFileSync(file, JSON.stringify({ context: { rulesUrl } }));
    expect(readRulesUrl(file)).toBe(expected);
  });

  test("returns nothing if the file does not exist", () => {
    expect(readRulesUrl(path.join(directory, "none.json"))).toBeUndefined();
  });

  test.each([
    "javascript:alert(1)//",
    "data:text/html,x",
    "//example.com/",
    "rules/",
    "",
    "https://me:pw@example.com/",
    7,
    null,
  ])("rejects %j", (rulesUrl) => {
    writeFileSync(file, JSON.stringify({ context: { rulesUrl } }));
    expect(() => readRulesUrl(file)).toThrow("must be an http or https URL without a password, such as");
  });
});

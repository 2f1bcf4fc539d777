import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeFolder, readKeptPlans } from "../../../cli/terraform/kept-plans";

describe("kept plans", () => {
  let directory: string;
  let folder: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "kept-"));
    folder = path.join(directory, "a/plans");
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const index = (text: string): void => {
    writeFileSync(path.join(folder, "app-runner-plans.json"), text);
  };

  test("are put in a folder that only the user can look into", () => {
    makeFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test("take the place of older ones, also of a plan that was interrupted", () => {
    makeFolder(folder);
    writeFileSync(path.join(folder, "old.tfplan"), "");
    makeFolder(folder);

    expect(readdirSync(folder)).toEqual(["app-runner-plans.json"]);
  });

  test("never take the place of something else", () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "thesis.txt"), "");

    expect(() => {
      makeFolder(folder);
    }).toThrow(`${folder} contains files that are not plans: choose a new or empty folder`);
    expect(readdirSync(folder)).toEqual(["thesis.txt"]);
  });

  test.each([
    ["{", "cannot read "],
    ["null", "was written by a different version of app-runner: plan again"],
    ['{ "formatVersion": 2 }', "was written by a different version of app-runner: plan again"],
    ['{ "formatVersion": 1, "plans": [] }', "is incomplete: plan again"],
    ['{ "formatVersion": 1 }', "is incomplete: plan again"],
  ])("are refused when their index is %j", (text, message) => {
    makeFolder(folder);
    index(text);
    expect(() => readKeptPlans(folder)).toThrow(message);
  });

  test("are refused when there are none", () => {
    expect(() => readKeptPlans(folder)).toThrow(
      `${folder} contains no plans: create them with 'app-runner plan --out ${folder}'`,
    );
  });
});

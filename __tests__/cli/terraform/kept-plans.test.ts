import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkFolder, makeFolder, readKeptPlans } from "../../../cli/terraform/kept-plans";

describe("saved plans", () => {
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

  test("are saved in a folder that only its owner can read", () => {
    makeFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test("replace older plans, including those of an interrupted plan", () => {
    makeFolder(folder);
    writeFileSync(path.join(folder, "old.tfplan"), "");
    makeFolder(folder);

    expect(readdirSync(folder)).toEqual(["app-runner-plans.json"]);
  });

  test("never replace other files", () => {
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
  ])("are rejected if the index is %j", (text, message) => {
    makeFolder(folder);
    index(text);
    expect(() => readKeptPlans(folder)).toThrow(message);
  });

  test("must exist", () => {
    expect(() => readKeptPlans(folder)).toThrow(
      `${folder} does not exist: create the plans with 'app-runner plan --out ${folder}'`,
    );
  });

  test("must be in the folder", () => {
    mkdirSync(folder, { recursive: true });
    expect(() => readKeptPlans(folder)).toThrow(
      `${folder} contains no plans: create them with 'app-runner plan --out ${folder}'`,
    );
  });

  test.each([
    ["", "'--out' must be a new or empty folder, got ''"],
    ["main.ts", "'--out' must be a new or empty folder, but main.ts is a file"],
    [".", "contains files that are not plans: choose a new or empty folder"],
  ])("cannot be saved in '%s'", (out, message) => {
    writeFileSync(path.join(directory, "main.ts"), "");
    expect(() => {
      checkFolder(out, directory);
    }).toThrow(message);
  });

  test("can be saved in a new folder, an empty folder and a folder of plans", () => {
    mkdirSync(path.join(directory, "empty"));
    makeFolder(folder);
    for (const out of ["new", "empty", "a/plans"]) {
      expect(() => {
        checkFolder(out, directory);
      }).not.toThrow();
    }
  });
});

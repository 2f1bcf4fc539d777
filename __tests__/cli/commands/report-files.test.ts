import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { FORMATS, REPORT_FILES } from "../../../cli/render/formats";
import { ReviewFolder } from "../../support/review-command";

/** A plan that creates one role. */
const PLAN = {
  format_version: "1.2",
  resource_changes: [
    {
      address: "aws_iam_role.Role",
      type: "aws_iam_role",
      mode: "managed",
      change: { actions: ["create"], before: null, after: { name: "r" }, after_unknown: {} },
    },
  ],
};
const ALL = Object.values(REPORT_FILES).sort();

let folder: ReviewFolder;

beforeEach(() => {
  folder = new ReviewFolder();
  folder.write("web.json", PLAN);
});

afterEach(() => {
  folder.remove();
});

/** Names of the files in a folder. */
function list(name: string): string[] {
  return readdirSync(path.join(folder.directory, name)).sort();
}

/** Target of the path in the folder of the test. */
function at(file: string): string {
  return path.join(folder.directory, file);
}

describe("--reports", () => {
  test("writes all formats to a new folder", async () => {
    const { exitCode, stderr } = await folder.review("web.json", "--reports", "new/my reports");
    expect(exitCode).toBe(0);
    expect(stderr).toBe(FORMATS.map((format) => `Wrote new/my reports/${REPORT_FILES[format]}\n`).join(""));
    expect(list("new/my reports")).toEqual(ALL);
    const { reports } = await folder.reviewInAll("web.json");
    for (const format of FORMATS)
      expect(folder.read(`new/my reports/${REPORT_FILES[format]}`)).toBe(reports[format]);
  });

  test("has a name for each format", () => {
    expect(new Set(ALL).size).toBe(FORMATS.length);
    expect(REPORT_FILES).toMatchObject({ markdown: "review.md", sarif: "review.sarif", json: "review.json" });
  });

  test("removes all reports of an earlier run if this run fails, and no other file", async () => {
    await folder.review("web.json", "--reports", "out");
    folder.write("out/notes.md", "mine");
    folder.write("real.md", "real");
    folder.write("out/review.md.part", "half");
    const { exitCode } = await folder.review("missing.json", "--reports", "out");
    expect(exitCode).toBe(1);
    expect(list("out")).toEqual(["notes.md", "review.md.part"]);
  });

  test("replaces links of these names, not the files that they lead to", async () => {
    folder.write("real.md", "real");
    mkdirSync(at("out"));
    symlinkSync("../real.md", at("out/review.md"));
    symlinkSync("nowhere", at("out/review.json"));
    await folder.review("web.json", "--reports", "out");
    expect(list("out")).toEqual(ALL);
    expect(lstatSync(at("out/review.md")).isFile()).toBe(true);
    expect(folder.read("real.md")).toBe("real");
  });

  test("leaves no part of a report, including those of a run that was killed", async () => {
    folder.write("out/review.md.part", "half");
    await folder.review("web.json", "--reports", "out");
    expect(list("out")).toEqual(ALL);
    expect(folder.read("out/review.md")).toContain("aws_iam_role.Role");
  });

  test.each([
    ["a file", "web.json", "cannot write the report web.json/review.txt: a part of its path is a file"],
    ["empty", "", "'--reports' must be a folder, got ''"],
    ["a folder in which a report is a folder", "taken", "the report taken/review.md: it is a folder"],
  ])("fails before it reads a plan if its folder is %s", async (_, reports, message) => {
    mkdirSync(at("taken/review.md"), { recursive: true });
    const { exitCode, stdout, stderr } = await folder.review("missing.json", "--reports", reports);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
  });
});

describe("--output", () => {
  test("removes a report of an earlier run if this run fails", async () => {
    folder.write("old.md", "Safe");
    folder.write("other.md", "mine");
    await folder.review("missing.json", "--output", "markdown=old.md");
    expect(existsSync(at("old.md"))).toBe(false);
    expect(folder.read("other.md")).toBe("mine");
  });

  test("writes through a link and keeps it", async () => {
    folder.write("real.md", "old");
    symlinkSync("real.md", at("link.md"));
    await folder.review("missing.json", "--output", "markdown=link.md");
    expect(folder.read("real.md")).toBe("old");
    await folder.review("web.json", "--output", "markdown=link.md");
    expect(lstatSync(at("link.md")).isSymbolicLink()).toBe(true);
    expect(folder.read("real.md")).toContain("aws_iam_role.Role");
  });

  test("writes to a device and keeps it", async () => {
    const { exitCode } = await folder.review("web.json", "--output", "markdown=/dev/null");
    expect(exitCode).toBe(0);
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test.each([
    [["review.json"], ["--reports", "."], "review.json"],
    [["web=plans/x.json"], ["--output", "json=./plans/x.json"], "./plans/x.json"],
  ])("refuses to replace one of the plans %j", async (plans, args, report) => {
    const [file = ""] = plans.map((text) => text.replace("web=", ""));
    folder.write(file, PLAN);
    const { exitCode, stderr } = await folder.review(...plans, ...args);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `error: the report ${report} would replace a plan: choose a different file or folder\n`,
    });
    expect(JSON.parse(folder.read(file))).toEqual(PLAN);
  });
});

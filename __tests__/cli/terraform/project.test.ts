import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findProject } from "../../../cli/terraform/project";

describe("cdktf.json", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "project-"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function write(text: string): void {
    writeFileSync(path.join(directory, "cdktf.json"), text);
  }

  test("is found in a parent folder, with defaults for missing settings", () => {
    write('{ "app": "node main.js" }');
    const below = path.join(directory, "a/b");
    mkdirSync(below, { recursive: true });

    expect(findProject(below, {})).toEqual({
      directory,
      app: "node main.js",
      output: "cdktf.out",
      relativeModules: [],
    });
  });

  test("has an output folder, a context and modules with a relative path", () => {
    const terraformModules = [
      "./vpc",
      { name: "dns", source: "../dns" },
      "terraform-aws-modules/vpc/aws@3.0",
      3,
    ];
    write(JSON.stringify({ output: "out", context: { a: 1 }, terraformModules }));

    expect(findProject(directory, {})).toEqual({
      directory,
      output: "out",
      context: { a: 1 },
      relativeModules: ["./vpc", "../dns"],
    });
  });

  test("is replaced by variables of cdktf, unless they are empty", () => {
    write('{ "app": "node main.js", "output": "out" }');
    expect(findProject(directory, { CDKTF_APP: "node other.js", CDKTF_OUTPUT: "/out" })).toMatchObject({
      app: "node other.js",
      output: "/out",
    });
    expect(findProject(directory, { CDKTF_APP: "", CDKTF_OUTPUT: "" })).toMatchObject({
      app: "node main.js",
      output: "out",
    });
  });

  test.each([
    ["{ app", "cannot read "],
    ["[]", "must contain a JSON object"],
    ["null", "must contain a JSON object"],
    ['{ "app": ["node"] }', "'app' in "],
    ['{ "output": 3 }', "'output' in "],
  ])("fails for %j", (text, message) => {
    write(text);
    expect(() => findProject(directory, {})).toThrow(message);
  });
});

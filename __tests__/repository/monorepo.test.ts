import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../cli/interrupt";
import type { Subject } from "../../cli/model";
import { ChildProcesses } from "../../cli/terraform/child-processes";
import { findProject } from "../../cli/terraform/project";
import { synthesize } from "../../cli/terraform/synthesize";
import { ReviewFolder, type Reports } from "../support/review-command";

const ROOT = path.resolve(__dirname, "../..");

/** A library that creates a repository on its third line. */
function writeLibrary(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const library = path.relative(path.dirname(file), path.join(ROOT, "modules"));
  writeFileSync(
    file,
    `const { Repository } = require("${library}");
exports.create = (scope: object, id: string) =>
  new Repository(scope, id, { repositoryName: id.toLowerCase() });
`,
  );
}

/** An app that uses these libraries. */
const APP = `const { App, TerraformStack } = require("cdktf");
const stack = new TerraformStack(new App({ skipValidation: true }), "web");
require("../../libs/shared ü%20 stack").create(stack, "Shared");
require("@acme/workspace").create(stack, "Workspace");
require("OUTSIDE").create(stack, "Outside");
require("@acme/dependency").call(() =>
  require("./own stack").create(stack, "Own"));
stack.node.root.synth();
`;
const ESM = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
${APP}`;

/** The plan of an app that replaces all repositories. */
function planOf(folder: string): object {
  const json = readFileSync(path.join(folder, "cdktf.out/stacks/web/cdk.tf.json"), "utf8");
  const { resource } = JSON.parse(json) as { resource: { aws_ecr_repository: object } };
  const change = { actions: ["delete", "create"], before: { name: "a" }, after: { name: "b" } };
  const resource_changes = Object.keys(resource.aws_ecr_repository).map((name) => ({
    address: `aws_ecr_repository.${name}`,
    type: "aws_ecr_repository",
    mode: "managed",
    change,
  }));
  return { format_version: "1.2", resource_changes };
}

/** The place of each finding in a JSON report. */
function placesOf(reports: Reports): Record<string, string | undefined> {
  const { findings } = JSON.parse(reports["json"] ?? "") as { findings: Subject[] };
  const places = new Map<string, string | undefined>();
  for (const { constructPath = "", location } of findings) {
    const [, name = ""] = constructPath.split("/");
    places.set(name, location && `${location.file}:${location.line}`);
  }
  return Object.fromEntries(places);
}

/** The URIs in a SARIF report. */
function urisOf(reports: Reports): unknown[] {
  return [...(reports["sarif"] ?? "").matchAll(/"uri": "([^"]+)",\s+"uriBaseId"/g)].map(([, uri]) => uri);
}

describe("the source locations of an app in a monorepo", () => {
  let root: string;
  let outside: string;
  let app: ReviewFolder;

  beforeAll(() => {
    outside = mkdtempSync(path.join(tmpdir(), "outside-"));
    writeLibrary(path.join(outside, "index.ts"));
  });

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "monorepo-"));
    app = new ReviewFolder(path.join(root, "apps/one"));
    mkdirSync(path.join(root, ".git"));
    for (const name of ["libs/shared ü%20 stack.ts", "libs/workspace/index.ts", "apps/one/own stack.ts"])
      writeLibrary(path.join(root, name));
    mkdirSync(path.join(root, "node_modules/@acme/dependency"), { recursive: true });
    for (const name of ["cdktf", "tsx"])
      symlinkSync(path.join(ROOT, "node_modules", name), path.join(root, "node_modules", name));
    symlinkSync("../../libs/workspace", path.join(root, "node_modules/@acme/workspace"));
    writeFileSync(
      path.join(root, "node_modules/@acme/dependency/index.js"),
      "exports.call = (create) => create();",
    );
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  afterAll(() => {
    rmSync(outside, { recursive: true });
  });

  /** Writes an app, synthesizes it, and writes a plan. */
  async function synthesizeApp(main: string, code: string): Promise<void> {
    app.write(main, code.replace("OUTSIDE", path.join(outside, "index.ts")));
    app.write("cdktf.json", { app: `node --import tsx ${main}` });
    const env = { PATH: process.env["PATH"] };
    const stderr = { write: () => true };
    await synthesize(findProject(app.directory, {}), new ChildProcesses(new Interrupt()), { env, stderr });
    app.write("web.json", planOf(app.directory));
  }

  const PLACES = {
    Own: "apps/one/own stack.ts:3",
    Shared: "libs/shared ü%20 stack.ts:3",
    Workspace: "libs/workspace/index.ts:3",
    Outside: undefined,
  };

  test.each([
    ["CommonJS", "main.ts", APP],
    ["ES modules", "main.mts", ESM],
  ])(
    "are relative to the root of the repository in all formats and from each folder, with %s",
    async (_, main, code) => {
      await synthesizeApp(main, code);
      const { stderr, reports } = await app.reviewInAll("web.json");
      expect(stderr).not.toContain("error");
      expect(placesOf(reports)).toEqual(PLACES);
      expect(urisOf(reports).sort()).toEqual([
        "apps/one/cdktf.json",
        "apps/one/own%20stack.ts",
        "libs/shared%20%C3%BC%2520%20stack.ts",
        "libs/workspace/index.ts",
      ]);
      for (const format of ["text", "markdown", "html"]) {
        const report = reports[format] ?? "";
        const missing = Object.values(PLACES).filter((place) => place && !report.includes(place));
        expect(missing).toEqual([]);
        expect(report).not.toContain(path.basename(outside));
        expect(report).not.toContain("../");
      }

      const args = ["--synthesized", "apps/one/cdktf.out", "web=apps/one/web.json"];
      const elsewhere = await new ReviewFolder(root).reviewInAll(...args);
      expect(placesOf(elsewhere.reports)).toEqual(PLACES);
      expect(urisOf(elsewhere.reports)).toEqual(urisOf(reports));
    },
    60_000,
  );
});

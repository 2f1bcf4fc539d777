import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import manifest from "../../package.json";

const ROOT = path.resolve(__dirname, "../..");

describe("the package, as it is published", () => {
  let project: string;
  let folder: string;

  function link(name: string): void {
    const target = path.join(project, "node_modules", name);
    mkdirSync(path.dirname(target), { recursive: true });
    symlinkSync(path.join(ROOT, "node_modules", name), target);
  }

  function node(...args: readonly string[]): string {
    return execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" });
  }

  function files(): string[] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) =>
      file.split(path.sep).join("/"),
    );
  }

  beforeAll(() => {
    project = mkdtempSync(path.join(tmpdir(), "package-"));
    folder = path.join(project, "node_modules/cdktf-app-runner");
    mkdirSync(folder, { recursive: true });
    execFileSync("npm", ["pack", "--silent", "--pack-destination", project], { cwd: ROOT });
    const archive = path.join(project, `${manifest.name}-${manifest.version}.tgz`);
    execFileSync("tar", ["-xzf", archive, "--strip-components=1", "-C", folder]);
    Object.keys(manifest.peerDependencies).forEach(link);
  }, 240_000);

  afterAll(() => {
    rmSync(project, { recursive: true, force: true });
  });

  test("holds what is used of it, and no tests", () => {
    expect(files()).toEqual(
      expect.arrayContaining([
        ...["CHANGELOG.md", "LICENSE", "README.md", "schemas/review.schema.json"],
        ...["dist/modules/index.js", "dist/modules/index.d.ts", "dist/stacks/index.js", "dist/cli/main.js"],
      ]),
    );
    expect(files().filter((file) => /test|fixture|scripts|examples/.test(file))).toEqual([]);
  });

  test("has constructs that load nothing of the tool", () => {
    // The packages of the tool are not there yet: to load one would fail.
    const script = `
      const { Repository } = require("cdktf-app-runner");
      const { BaseStack } = require("cdktf-app-runner/stacks");
      if (!Repository || !BaseStack) throw new Error("nothing is exported");
      const tool = /node_modules.(${Object.keys(manifest.dependencies).join("|")}).|dist.cli./;
      console.log(JSON.stringify(Object.keys(require.cache).filter((file) => tool.test(file))));
    `;
    expect(JSON.parse(node("-e", script))).toEqual([]);
  });

  test("depends on exactly what the tool loads", () => {
    const sources = files().filter((file) => /^dist\/cli\/.*\.js$/.test(file));
    const loaded = sources.flatMap((file) =>
      [
        ...readFileSync(path.join(folder, file), "utf8").matchAll(/\b(?:require|import)\("([^".][^"]*)"\)/g),
      ].map(([, name = ""]) => name),
    );
    const packages = loaded.filter((name) => !name.startsWith("node:") && !builtinModules.includes(name));
    expect([...new Set(packages)].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  test("has a tool that runs from another folder", () => {
    Object.keys(manifest.dependencies).forEach(link);
    const tool = path.join(folder, manifest.bin["app-runner"]);
    const plans = path.join(ROOT, "__tests__/fixtures/plans/image-change");
    const plan = path.join(plans, "stacks/hello-prod-service/plan.json");

    expect(node(tool, "--version")).toBe(`${manifest.version}\n`);
    expect(node(tool, "--help")).toContain("review [options] <PLAN...>");
    expect(node(tool, "review", "--synthesized", plans, plan)).toContain("Safe: no findings");
  });
});

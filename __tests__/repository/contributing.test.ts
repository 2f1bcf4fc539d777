import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** Checks `CONTRIBUTING.md` against the repository. */
const ROOT = path.join(__dirname, "../..");
const PAGE = read("CONTRIBUTING.md");

/** The app of the tests replaces `main.ts`, whose imports users can change. */
const APP = "__tests__/fixtures/example-app/main.ts";

/** Their imports are not restricted. */
const FREE = ["__tests__", "scripts"];

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}

/** Folders of the repository, except hidden and ignored ones. */
function foldersThere(): string[] {
  const ignored = read(".gitignore")
    .split("\n")
    .filter((line) => line.endsWith("/"))
    .map((line) => new RegExp(`^${line.replaceAll(".", "\\.").replaceAll("*", ".*")}$`));
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .filter((name) => !ignored.some((pattern) => pattern.test(`${name}/`)))
    .sort();
}

/** A top-level folder or file. */
function topOf(file: string): string {
  return path.relative(ROOT, file).split(path.sep)[0] ?? "";
}

/** The top-level folders that a TypeScript file imports. */
function importsOf(file: string): string[] {
  return ts
    .preProcessFile(read(file))
    .importedFiles.map(({ fileName }) => fileName)
    .flatMap((name) => {
      if (name === "cdktf-app-runner/stacks") return ["stacks"];
      if (/^cdktf-app-runner(\/|$)/.test(name)) return ["modules"];
      return name.startsWith(".") ? [topOf(path.resolve(ROOT, path.dirname(file), name))] : [];
    })
    .filter((top) => !top.includes(".") && top !== topOf(path.join(ROOT, file)));
}

function arrowsThere(): string[] {
  const files = foldersThere()
    .filter((folder) => !FREE.includes(folder))
    .flatMap((top) =>
      readdirSync(path.join(ROOT, top), { recursive: true, encoding: "utf8" }).map((name) =>
        path.join(top, name),
      ),
    );
  const sources = files.filter((file) => file.endsWith(".ts") && !file.includes("node_modules"));
  const arrows = sources.flatMap((file) =>
    importsOf(file).map((to) => `${topOf(path.join(ROOT, file))} --> ${to}`),
  );
  return [...new Set([...importsOf(APP).map((to) => `main.ts --> ${to}`), ...arrows])].sort();
}

describe("CONTRIBUTING.md", () => {
  test("has a line for each folder", () => {
    const section = PAGE.slice(PAGE.indexOf("## Where things live"), PAGE.indexOf("### Inside"));
    const listed = [...section.matchAll(/^\| `(\w+)` +\| .*\|$/gm)].map(([, folder]) => folder);
    expect(listed.sort()).toEqual(foldersThere());
  });

  test.each(["modules", "modules/apprunner", "cli", "testing"])(
    "has a line for each folder of %s",
    (folder) => {
      const rows = [...PAGE.matchAll(/^\| `([\w/]+)` +\| .*\|$/gm)].map(([, name = ""]) => name);
      const listed = rows.filter((name) => path.dirname(name) === folder);
      const entries = readdirSync(path.join(ROOT, folder), { withFileTypes: true });
      const there = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/${name}`);
      expect(listed.sort()).toEqual(there.sort());
    },
  );

  test("draws exactly the imports between folders", () => {
    const drawn = [...PAGE.matchAll(/^ {2}([\w.]+) --(?: .+ --)?> ([\w.]+)$/gm)].map(
      ([, from, to]) => `${from} --> ${to}`,
    );
    expect(drawn.sort()).toEqual(arrowsThere());
  });

  test("names only existing commands", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...PAGE.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name ?? "");
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("names only existing files", () => {
    const named = [...PAGE.matchAll(/`((?:__tests__|cli|contract|modules|docs)\/[\w./*-]+)`/g)].map(
      ([, name]) => name ?? "",
    );
    const missing = named.filter((name) => {
      const [start = ""] = path.basename(name).split(/[*.]/);
      return !readdirSync(path.join(ROOT, path.dirname(name))).some((entry) => entry.startsWith(start));
    });
    expect(named.length).toBeGreaterThan(5);
    expect(missing.filter((name) => !name.endsWith("/NAME"))).toEqual([]);
  });
});

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { transformSync } from "@swc/core";

const ROOT = path.resolve(__dirname, "../../..");
const run = promisify(execFile);

/** Prints the location of its first construct, and fails for the second. */
const APP = `import { App, TerraformStack } from "cdktf";
import { Scaling } from "LIBRARY/modules/apprunner/scaling";
interface Gone {
  readonly from: string;
}
const stack = new TerraformStack(new App(), "web");
const first: Gone | Scaling = new Scaling(stack, "First", { name: "hello" });
console.log(JSON.stringify([stack.toTerraform(), String(first)]));
  new Scaling(stack, "Second", { name: "hello", minSize: 0, maxSize: 0 });
`;
/** The same in JavaScript. */
const JAVASCRIPT = APP.replace(/^import (.*) from (.*);$/gm, "const $1 = require($2);")
  .replace(/^interface.*?^\}\n/ms, "")
  .replace(": Gone | Scaling", "");
/** Prints the location of a construct that a dependency creates. */
const BUNDLE = `const create = (scope) => new (require("library/dist/modules/apprunner/scaling").Scaling)(scope, "First", { name: "hello" });
const { App, TerraformStack } = require("cdktf"); const stack = new TerraformStack(new App(), "web"); create(stack); console.log(JSON.stringify([stack.toTerraform()]));
//# sourceMappingURL=bundle.js.map
`;
const MESSAGE = `ValidationError: 2 errors in web/Second:
  'minSize' must be a whole number between 1 and 25, got 0
  'maxSize' must be a whole number of at least 1, got 0
`;

describe("an uncaught error prints the message once, and then the user's line:", () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(path.join(ROOT, ".printed-"));
    writeFileSync(path.join(directory, "main.ts"), APP.replace("LIBRARY", ".."));
    writeFileSync(path.join(directory, "mapped.ts"), "");
    compile(APP.replace("LIBRARY", "library/dist"), path.join(directory, "mapped.js"));
    writeFileSync(path.join(directory, "plain.js"), JAVASCRIPT.replace("LIBRARY", "library/dist"));
    const sources = ["modules", "contract"].flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        path.join(folder, name),
      ),
    );
    for (const source of sources.filter((name) => name.endsWith(".ts"))) {
      const file = path.join(directory, "node_modules/library/dist", source.replace(/ts$/, "js"));
      compile(readFileSync(path.join(ROOT, source), "utf8"), file);
    }
  });

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  function compile(code: string, file: string): void {
    const name = path.basename(file);
    const { code: compiled, map = "" } = transformSync(code, {
      swcrc: false,
      sourceMaps: true,
      sourceFileName: name.replace(/js$/, "ts"),
      jsc: { target: "es2022", parser: { syntax: "typescript" } },
      module: { type: "commonjs" },
    });
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${compiled}//# sourceMappingURL=${name}.map\n`);
    writeFileSync(`${file}.map`, map);
  }

  /** Returns what the program prints until the second frame, and the location of the first construct. */
  async function printed(...args: string[]) {
    const options = JSON.stringify({ rootDir: ROOT });
    const env = { ...process.env, TS_NODE_TRANSPILE_ONLY: "true", TS_NODE_COMPILER_OPTIONS: options };
    const { stdout, stderr } = await run(process.execPath, args, { cwd: directory, env }).catch(
      (error: unknown) => error as Record<"stdout" | "stderr", string>,
    );
    const [, head = stderr, tail = ""] = /^(.*?\n {4}at .*?\n)(.*)$/s.exec(stderr) ?? [];
    return {
      head: head.replaceAll(directory + path.sep, "").replace(/at \S+ \(/, "at "),
      own: /\.printed.*library|modules.core/.exec(tail),
      properties: /\w+: ['[].*/.exec(tail),
      location: /"web\/First":"([^"]+)"/.exec(stdout)?.[1],
    };
  }

  test("the location is the user's line in a bundle that contains a dependency", async () => {
    const dependency = path.join(directory, "node_modules/dependency/index.ts");
    mkdirSync(path.dirname(dependency), { recursive: true });
    writeFileSync(dependency, "");
    writeFileSync(path.join(directory, "bundle.js"), BUNDLE);
    // The first line is from the dependency, the second is the first line of the app.
    const sources = ["node_modules/dependency/index.ts", "main.ts"];
    const map = { version: 3, sources, names: [], mappings: "AAAA;ACAA" };
    writeFileSync(path.join(directory, "bundle.js.map"), JSON.stringify(map));
    expect(await printed("bundle.js")).toMatchObject({ head: "", location: "main.ts:1" });
  });

  const line = (place: string) => `${MESSAGE}    at ${place})\n`;
  const excerpt = `main.ts:9\n  new Scaling(stack, "Second", { name: "hello", minSize: 0, maxSize: 0 });\n  ^\n`;

  test.concurrent.each([
    ["tsx", ["--import", "tsx", "main.ts"], line("main.ts:9:3"), "main.ts:7"],
    ["tsx/cjs", ["--require", "tsx/cjs", "main.ts"], line("main.ts:9:3"), "main.ts:7"],
    // ts-node prints the first frame itself.
    ["ts-node", ["--require", "ts-node/register", "main.ts"], excerpt + line("main.ts:9:3"), "main.ts:7"],
    ["JavaScript with a source map", ["mapped.js"], line("mapped.ts:9:3"), "mapped.ts:7"],
    [
      "JavaScript with a source map that Node reads",
      ["--enable-source-maps", "mapped.js"],
      line("mapped.ts:9:3"),
      "mapped.ts:7",
    ],
    ["JavaScript", ["plain.js"], line("plain.js:6:3"), "plain.js:4"],
  ])(
    "%s",
    async (_, args, head, location) => {
      expect(await printed(...args)).toEqual({ head, own: null, properties: null, location });
    },
    60_000,
  );
});

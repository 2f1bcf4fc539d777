import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSourceMap, resolveSource } from "../../../modules/core/source-maps";

describe("the source map of a file that Node runs without source maps", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "maps-"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** Returns the source of the first character of a file that ends with `url`. */
  function source(url: string, map: object | string = {}): string | undefined {
    const file = path.join(directory, "main.js");
    writeFileSync(file, `run();\n${url}\n`);
    writeFileSync(`${file}.map`, json(map));
    const entry = loadSourceMap(file)?.findEntry(0, 0);
    return entry && "originalSource" in entry ? path.relative(directory, entry.originalSource) : undefined;
  }

  function json(map: object | string): string {
    const whole = { version: 3, sources: ["../main.ts"], names: [], mappings: "AAAA" };
    return typeof map === "string" ? map : JSON.stringify({ ...whole, ...map });
  }

  const external = "//# sourceMappingURL=main.js.map";
  const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(json({})).toString("base64")}`;

  test.each([
    ["is in a separate file", external, {}, "../main.ts"],
    ["is inline", inline, {}, "../main.ts"],
    ["has a folder for the sources", external, { sourceRoot: "src" }, "main.ts"],
    [
      "has a URL for the folder of the sources",
      external,
      { sourceRoot: "file:///app%20one/src/" },
      expect.stringMatching(/\.\.\/app one\/main\.ts$/),
    ],
    [
      "names a source by its URL",
      external,
      { sources: ["file:///app/main.ts"] },
      expect.stringMatching(/\/app\/main\.ts$/),
    ],
  ])("%s", (_, url, map, expected) => {
    expect(source(url, map)).toEqual(expected);
  });

  test.each([
    ["is not named in the file", "", {}],
    ["does not exist", "//# sourceMappingURL=other.js.map", {}],
    ["is on the web", "//# sourceMappingURL=https://example.com/main.js.map", {}],
    ["is broken", external, "{"],
    ["is empty", external, "null"],
  ])("is ignored if it %s", (_, url, map) => {
    expect(source(url, map)).toBeUndefined();
  });

  test.each([
    ["encoded, as by TypeScript", "own%20%C3%BC%23%2520stack.js.map"],
    ["not encoded, as by old versions of esbuild", "own ü#%20stack.js.map "],
  ])("has a name that is %s", (_, url) => {
    const file = path.join(directory, "own ü#%20stack.js");
    writeFileSync(file, `run();\n//# sourceMappingURL=${url}\n`);
    writeFileSync(`${file}.map`, json({}));
    expect(loadSourceMap(file)?.findEntry(0, 0)).toMatchObject({
      originalSource: path.resolve(directory, "../main.ts"),
    });
  });

  test("is read once", () => {
    const before = source(external);
    writeFileSync(path.join(directory, "main.js.map"), "{");
    const file = path.join(directory, "main.js");
    expect(before).toBeDefined();
    expect(loadSourceMap(file)).toBe(loadSourceMap(file));
    expect(loadSourceMap(file)).toBeDefined();
  });
});

describe("the file of a source", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "sources%20-"));
    for (const name of ["own ü#%20stack.ts", "100%.ts"]) writeFileSync(path.join(directory, name), "");
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test.each([
    ["not encoded", "own ü#%20stack.ts", "own ü#%20stack.ts"],
    ["encoded", "own%20%C3%BC%23%2520stack.ts", "own ü#%20stack.ts"],
    ["a wrong encoding", "100%.ts", "100%.ts"],
    ["missing", "a%20b.ts", "a%20b.ts"],
  ])("is found by a name that is %s", (_, name, file) => {
    expect(resolveSource(name, directory)).toBe(path.join(directory, file));
  });

  test.each([
    "webpack://my-app/./modules/core/source-maps.ts",
    "webpack://@acme/my-app/./modules/core/source-maps.ts?5f2a",
    // What Node makes of it.
    "webpack://acme/my-app/modules/core/source%2Dmaps.ts",
    "webpack:///./modules/core/source-maps.ts",
  ])("of webpack is in the folder where it runs: %s", (name) => {
    expect(resolveSource(name, directory)).toBe(path.resolve("modules/core/source-maps.ts"));
  });

  test.each(["file://server/share/main.ts", "file:///a%2Fb.ts"])(
    "that has no path here, %s, does not stop the program",
    (name) => {
      expect(resolveSource(name, directory)).toContain(directory);
    },
  );
});

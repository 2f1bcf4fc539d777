import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSourceMap } from "../../../modules/core/source-maps";

describe("the source map of a file that Node runs without looking for one", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "maps-"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** The source of the first character of a file that ends with `url`. */
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

  const beside = "//# sourceMappingURL=main.js.map";
  const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(json({})).toString("base64")}`;

  test.each([
    ["stands beside it", beside, {}, "../main.ts"],
    ["stands in it", inline, {}, "../main.ts"],
    ["has a folder for the sources", beside, { sourceRoot: "src" }, "main.ts"],
    [
      "names a source by its URL",
      beside,
      { sources: ["file:///app/main.ts"] },
      expect.stringMatching(/\/app\/main\.ts$/),
    ],
  ])("%s", (_, url, map, expected) => {
    expect(source(url, map)).toEqual(expected);
  });

  test.each([
    ["is of an older build: the file does not name it", "", {}],
    ["is not there", "//# sourceMappingURL=other.js.map", {}],
    ["is on the web", "//# sourceMappingURL=https://example.com/main.js.map", {}],
    ["is broken", beside, "{"],
    ["has nothing in it", beside, "null"],
  ])("is none where it %s", (_, url, map) => {
    expect(source(url, map)).toBeUndefined();
  });

  test("is read once", () => {
    const before = source(beside);
    writeFileSync(path.join(directory, "main.js.map"), "{");
    const file = path.join(directory, "main.js");
    expect(before).toBeDefined();
    expect(loadSourceMap(file)).toBe(loadSourceMap(file));
    expect(loadSourceMap(file)).toBeDefined();
  });
});

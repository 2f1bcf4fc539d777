import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSourceMap } from "../../../modules/core/source-maps";

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

  test("is read once", () => {
    const before = source(external);
    writeFileSync(path.join(directory, "main.js.map"), "{");
    const file = path.join(directory, "main.js");
    expect(before).toBeDefined();
    expect(loadSourceMap(file)).toBe(loadSourceMap(file));
    expect(loadSourceMap(file)).toBeDefined();
  });
});

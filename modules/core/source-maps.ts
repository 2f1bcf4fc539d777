import { readFileSync } from "node:fs";
import { findSourceMap, SourceMap, type SourceMapPayload } from "node:module";
import path from "node:path";
import { toPath } from "./stack-frames";

/** The source maps that were read here, by the file of the JavaScript. */
const read = new Map<string, SourceMap | undefined>();

/**
 * The source map of a file that was loaded. Node has it when it runs with `--enable-source-maps`, as tsx makes it; else it is read here.
 *
 * @returns undefined where there is none
 */
export function loadSourceMap(file: string): SourceMap | undefined {
  const loaded = findSourceMap(file);
  if (loaded) return loaded;
  if (!read.has(file)) read.set(file, readSourceMap(file));
  return read.get(file);
}

/** Nobody's program ends for a source map that cannot be read. */
function readSourceMap(file: string): SourceMap | undefined {
  try {
    const [, url] = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(file, "utf8")) ?? [];
    if (url === undefined) return undefined;
    const [, inline] = /^data:[^,]*;base64,(.*)$/.exec(url) ?? [];
    const from = inline === undefined ? path.resolve(path.dirname(file), url) : file;
    const json = inline === undefined ? readFileSync(from, "utf8") : Buffer.from(inline, "base64").toString();
    const { sources = [], sourceRoot = "", ...map } = JSON.parse(json) as Partial<SourceMapPayload>;
    const files = sources.map((source) => path.resolve(path.dirname(from), sourceRoot, toPath(source)));
    return new SourceMap({ ...map, sources: files } as SourceMapPayload);
  } catch {
    return undefined;
  }
}

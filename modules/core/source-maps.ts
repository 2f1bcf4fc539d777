import { readFileSync } from "node:fs";
import { findSourceMap, SourceMap, type SourceMapPayload } from "node:module";
import path from "node:path";
import { toPath } from "./stack-frames";

/** Source maps read by this module, by JavaScript file. */
const read = new Map<string, SourceMap | undefined>();

/**
 * Returns the source map of a loaded file, if any. Node has it if it runs with `--enable-source-maps`, which tsx sets. Otherwise it is read
 * from disk.
 */
export function loadSourceMap(file: string): SourceMap | undefined {
  const loaded = findSourceMap(file);
  if (loaded) return loaded;
  if (!read.has(file)) read.set(file, readSourceMap(file));
  return read.get(file);
}

/** Reads a source map. An unreadable one must not stop the user's program. */
function readSourceMap(file: string): SourceMap | undefined {
  try {
    const [, url] = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(file, "utf8")) ?? [];
    if (url === undefined) return undefined;
    const [, inline] = /^data:[^,]*;base64,(.*)$/.exec(url) ?? [];
    const from = inline === undefined ? path.resolve(path.dirname(file), url) : file;
    const json = inline === undefined ? readFileSync(from, "utf8") : Buffer.from(inline, "base64").toString();
    const { sources = [], sourceRoot = "", ...map } = JSON.parse(json) as Partial<SourceMapPayload>;
    const files = sources.map((source) =>
      path.resolve(path.dirname(from), toPath(sourceRoot), toPath(source)),
    );
    return new SourceMap({ ...map, sources: files } as SourceMapPayload);
  } catch {
    return undefined;
  }
}

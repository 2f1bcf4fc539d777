import { existsSync, readFileSync } from "node:fs";
import { findSourceMap, SourceMap, type SourceMapPayload } from "node:module";
import path from "node:path";
import { unescape as decode } from "node:querystring";
import { toPath } from "./stack-frames";

/** What webpack writes: the name of the package, which may have a scope, the path, and an id if two files have the same path. */
const WEBPACK = /^webpack:\/\/[^/]*\/((?:[^/?]*\/)?([^?]*))/;

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
    const [, line] = /\n\/\/# sourceMappingURL=(.+)\s*$/.exec(readFileSync(file, "utf8")) ?? [];
    if (line === undefined) return undefined;
    const url = line.trimEnd();
    const [, inline] = /^data:[^,]*;base64,(.*)$/.exec(url) ?? [];
    const from = inline === undefined ? resolveSource(url, path.dirname(file)) : file;
    const json = inline === undefined ? readFileSync(from, "utf8") : Buffer.from(inline, "base64").toString();
    const { sources = [], sourceRoot = "", ...map } = JSON.parse(json) as Partial<SourceMapPayload>;
    const folder = path.resolve(path.dirname(from), toPath(sourceRoot));
    const files = sources.map((source) => resolveSource(source, folder));
    return new SourceMap({ ...map, sources: files } as SourceMapPayload);
  } catch {
    return undefined;
  }
}

/**
 * Returns the path of a file that a source map names. Some compilers encode special characters of a name, and others do not. webpack names
 * files from the folder where it runs.
 *
 * @param folder folder that the name is relative to
 */
export function resolveSource(name: string, folder: string): string {
  const [, inPackage, inScope = ""] = WEBPACK.exec(name) ?? [];
  const [from, names] =
    inPackage === undefined ? [folder, [toPath(name)]] : [process.cwd(), [inPackage, inScope]];
  const files = names.flatMap((one) => [one, decode(one)]).map((one) => path.resolve(from, one));
  return files.find((file) => existsSync(file)) ?? path.resolve(from, toPath(name));
}

import path from "node:path";
import { UsageError } from "../errors";
import { oneLine } from "../text/one-line";

/** A plan on the command line: `PLAN`, `STACK=PLAN` or `-`. */
export interface PlanInput {
  /** @default - not given, so the path of the file decides */
  readonly stack?: string;
  /** As written; `-` for standard input. */
  readonly file: string;
}

/** What the endings of a plan's file say besides the name of its stack. */
const ENDINGS = /^(\.(tf)?plan)?(\.json)?(\.gz)?$/;

/** Names of files that say nothing about the stack. */
const GENERIC = /^(-|(tf)?plan|plan\.out)$/;

/**
 * Reads an argument of `review`.
 *
 * @param names names of the stacks of the app, which may contain `=`
 * @param isFile whether a file with this path exists
 */
export function parseInput(
  text: string,
  names: readonly string[],
  isFile: (file: string) => boolean,
): PlanInput {
  if (isFile(text)) return { file: text };
  const [known] = names.filter((name) => text.startsWith(`${name}=`)).sort((a, b) => b.length - a.length);
  const [, stack, file] = /^([^=/\\]+)=(.+)$/s.exec(text) ?? [];
  if (known !== undefined && text.length > known.length + 1)
    return { stack: known, file: text.slice(known.length + 1) };
  return stack !== undefined && file !== undefined ? { stack, file } : { file: text };
}

/**
 * Returns the name of the stack that a file with a plan belongs to: the stack that the file is named after, otherwise the nearest folder with the
 * name of a stack. If the name of the file is a usual one of a plan, and the app has one stack, it is that stack.
 *
 * @param file path of the file as written
 * @param names names of all stacks of the app
 * @param folders absolute paths of the output folder, the current folder and the folder of the app. Folders above them do not count
 * @returns undefined if no stack matches
 * @throws UsageError if two stacks match equally well
 */
export function findStackName(
  file: string,
  names: readonly string[],
  folders: { readonly cwd: string; readonly output: string; readonly app: string },
  paths: path.PlatformPath = path,
): string | undefined {
  const base = paths.basename(file);
  const named = findLongest(base, names);
  const around = findNearest(listFolders(paths.resolve(folders.cwd, file), folders, paths), names);
  const isGeneric = GENERIC.test(base.replace(/(\.json)?(\.gz)?$/, ""));
  if (isGeneric && named !== undefined && around !== undefined && named !== around)
    throw new UsageError(
      `${oneLine(file)} can belong to the stack '${oneLine(named)}' or '${oneLine(around)}': ` +
        `pass ${oneLine(named)}=${oneLine(file)} or ${oneLine(around)}=${oneLine(file)}`,
    );
  return named ?? around ?? (isGeneric && names.length === 1 ? names[0] : undefined);
}

/** Returns the longest name with which the file's name starts, if only endings of plans follow. */
function findLongest(base: string, names: readonly string[]): string | undefined {
  const normal = base.normalize();
  const matches = names.filter((name) => {
    const start = name.normalize();
    return normal.startsWith(start) && ENDINGS.test(normal.slice(start.length));
  });
  return matches.sort((a, b) => b.length - a.length)[0];
}

function findNearest(folders: readonly string[], names: readonly string[]): string | undefined {
  const found = folders.map((folder) => names.find((name) => name.normalize() === folder.normalize()));
  return found.findLast((name) => name !== undefined);
}

/** Returns the names of the folders around a file, up to one that the app or the user chose. Elsewhere, only its own folder counts. */
function listFolders(
  file: string,
  { cwd, output, app }: Parameters<typeof findStackName>[2],
  paths: path.PlatformPath,
): string[] {
  for (const root of [output, cwd, app]) {
    const parts = paths.relative(root, paths.dirname(file)).split(paths.sep);
    if (parts[0] !== ".." && !paths.isAbsolute(parts.join(paths.sep))) return parts;
  }
  return [paths.basename(paths.dirname(file))];
}

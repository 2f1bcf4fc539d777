/**
 * Writes `api/*.api.md`, all that the package exports with its types: `npm run api`. With `--check` it writes nothing, and fails
 * when they differ. What is marked `@internal` is not in them. It needs no build before.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  ExtractorMessageCategory,
} from "@microsoft/api-extractor";

/** Folders with an entry point of the package each, by the names of their reports. */
const ENTRIES: Readonly<Record<string, string>> = {
  index: "modules",
  stacks: "stacks",
  testing: "testing",
};

const ROOT = path.join(__dirname, "..");
const REPORTS = path.join(ROOT, "api");
const SILENT: readonly string[] = [
  "ae-missing-release-tag", // what is not internal is public
  "ae-undocumented", // a member is documented by the interface that it implements; the linter sees to the rest
  "ae-internal-missing-underscore",
];

/** Declarations of the whole package, in which the entry points see each other as users do: by the name of the package. */
function declare(folder: string): boolean {
  const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
  const command = [tsc, "-p", path.join(ROOT, "tsconfig.build.json"), "--stripInternal", "--outDir", folder];
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
  if (status !== 0) return false;
  const itself = path.join(folder, "node_modules/cdktf-app-runner");
  for (const name of ["modules", "contract"])
    cpSync(path.join(folder, name), path.join(itself, name), { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{ "name": "declarations" }');
  writeFileSync(
    path.join(itself, "package.json"),
    '{ "name": "cdktf-app-runner", "types": "modules/index.d.ts" }',
  );
  for (const entry of Object.values(ENTRIES)) if (entry !== "modules") importByName(path.join(folder, entry));
  return true;
}

function importByName(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = path.join(folder, name);
    if (!file.endsWith(".d.ts")) continue;
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(/"(\.\.\/)+modules"/g, '"cdktf-app-runner"'));
  }
}

/** Writes the report of one entry point into `<folder>/reports`; false when its types are not in order. */
function extract(folder: string, name: string, entry: string): boolean {
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: path.join(folder, entry, "index.d.ts"),
      newlineKind: "lf",
      compiler: { overrideTsconfig: tsconfig() },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: path.join(folder, "reports"),
        reportTempFolder: path.join(folder, "temp"),
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(ROOT, "package.json"),
  });
  mkdirSync(path.join(folder, "reports"), { recursive: true });
  return Extractor.invoke(config, { localBuild: true, messageCallback: judge }).succeeded;
}

function tsconfig(): object {
  const { compilerOptions } = JSON.parse(readFileSync(path.join(ROOT, "tsconfig.json"), "utf8")) as {
    compilerOptions: object;
  };
  return { compilerOptions: { ...compilerOptions, paths: {}, types: ["node"] } };
}

/** Every message about the types is an error; the doc comments are written for TypeDoc, not for TSDoc. */
function judge(message: ExtractorMessage): void {
  const { category, messageId, sourceFilePath, sourceFileLine, text } = message;
  message.handled = true;
  message.logLevel = ExtractorLogLevel.None;
  if (
    category === ExtractorMessageCategory.TSDoc ||
    category === ExtractorMessageCategory.Console ||
    SILENT.includes(messageId)
  )
    return;
  message.logLevel = ExtractorLogLevel.Error;
  const place =
    sourceFilePath === undefined ? "" : `${path.basename(sourceFilePath)}:${sourceFileLine ?? 0}: `;
  const remedy =
    messageId === "ae-forgotten-export" ? ": export it, or mark what mentions it as @internal" : "";
  console.error(`${place}${text} (${messageId})${remedy}`);
}

/** Whether the reports are those that are committed; tells what is not. */
function compare(folder: string, names: readonly string[]): boolean {
  const differing = names.filter((name) => {
    const files = [path.join(REPORTS, name), path.join(folder, "reports", name)];
    const { status, error } = spawnSync("git", ["diff", "--no-index", "--exit-code", ...files], {
      stdio: "inherit",
    });
    if (error) throw error;
    return status !== 0;
  });
  if (differing.length === 0) return true;
  console.error(
    `The public types are not those of api/${differing.join(" and api/")}. If that is meant: run "npm run api", and commit what it ` +
      "writes. A line that goes or gets narrower breaks somebody's program: that is a new major version.",
  );
  return false;
}

function run(folder: string, isCheck: boolean): boolean {
  if (!declare(folder)) return false;
  const reports = Object.entries(ENTRIES).map(([name, entry]) => [`${name}.api.md`, entry] as const);
  const inOrder = reports.map(([name, entry]) => extract(folder, name, entry));
  if (inOrder.includes(false)) return false;
  const names = reports.map(([name]) => name);
  if (isCheck) return compare(folder, names);
  for (const name of names) cpSync(path.join(folder, "reports", name), path.join(REPORTS, name));
  return true;
}

const [flag, ...others] = process.argv.slice(2);
if (others.length > 0 || (flag !== undefined && flag !== "--check"))
  throw new Error("the only argument is --check");

const temporary = mkdtempSync(path.join(ROOT, ".api-"));
try {
  if (!run(temporary, flag === "--check")) process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

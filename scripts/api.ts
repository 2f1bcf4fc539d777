/**
 * Writes the public types of the package, without those marked `@internal`, to `api/*.api.md`: `npm run api`. With `--check`,
 * it writes nothing and fails if the files are outdated. It needs no build.
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

/** Folders with the entry points of the package, by report name. */
const ENTRIES: Readonly<Record<string, string>> = {
  index: "modules",
  stacks: "stacks",
  testing: "testing",
};

const ROOT = path.join(__dirname, "..");
const REPORTS = path.join(ROOT, "api");
const SILENT: readonly string[] = [
  "ae-missing-release-tag", // without a tag, an export is public
  "ae-undocumented", // some members inherit the comment of an interface; the linter checks the others
  "ae-internal-missing-underscore",
];

/** Writes the declarations of the whole package. Its entry points import each other by package name, as users do. */
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

/** Writes the report of one entry point to `<folder>/reports`. Returns whether its types have no errors. */
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

/** Makes every message about types an error. Messages about TSDoc do not count: the doc comments are for TypeDoc. */
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
  const remedy = messageId === "ae-forgotten-export" ? ": export it, or mark its users as @internal" : "";
  console.error(`${place}${text} (${messageId})${remedy}`);
}

/** Whether the committed reports are up to date. Prints the differences. */
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
    `The public types differ from api/${differing.join(" and api/")}. If this is intended, run "npm run api" and commit the ` +
      "files. A removed or narrower type breaks users' programs and requires a new major version.",
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
  throw new Error("the only allowed argument is --check");

const temporary = mkdtempSync(path.join(ROOT, ".api-"));
try {
  if (!run(temporary, flag === "--check")) process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

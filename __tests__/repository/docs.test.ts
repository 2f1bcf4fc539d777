import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/**
 * Checks the documentation:
 *
 * - each `ts` block compiles. It starts with its imports. The rest is inside a stack, so `this` is a construct, and it can use
 *   everything in `GIVEN`;
 * - each `@example` of a doc comment compiles, with everything imported;
 * - the table below `<!-- props: Name -->` equals the doc comments of the interface `Name`; with `own props`, without inherited
 *   props;
 * - each relative link and each anchor exists.
 */
const ROOT = path.join(__dirname, "../..");
/** Entry points of the package by file. */
const ENTRIES = {
  "modules/index.ts": "cdktf-app-runner",
  "stacks/index.ts": "cdktf-app-runner/stacks",
  "testing/index.ts": "cdktf-app-runner/testing",
};
const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync(path.join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).map(
    (name) => `docs/${name.split(path.sep).join("/")}`,
  ),
  ...readdirSync(path.join(ROOT, "examples")).map((name) => `examples/${name}/README.md`),
].filter((page) => page.endsWith(".md") && existsSync(path.join(ROOT, page)));

/** Names that an example can use without defining them. */
const GIVEN = `
declare const app: import("cdktf").App;
declare const stack: import("cdktf").TerraformStack;
declare const repository: import("cdktf-app-runner").Repository;
declare const database: import("cdktf-app-runner").Secret;
declare const service: import("cdktf-app-runner").AppRunnerService;
declare const zone: import("cdktf-app-runner").IHostedZone;
declare const foundation: import("cdktf-app-runner/stacks").FoundationStack;
declare const production: import("cdktf-app-runner/stacks").ServiceStack;
declare const appRunner: import("cdktf-app-runner/testing").AppRunnerStandIn;
declare function terraform(...args: string[]): Promise<void>;
declare const bucket: { readonly arn: string };
`;

interface Example {
  readonly file: string;
  readonly place: string;
  /** Its imports. By default, everything is imported. */
  readonly imports?: string;
  readonly body: string;
  /** Whether it is a whole file, which other files import. */
  readonly isFile?: boolean;
}

function read(page: string): string {
  return readFileSync(path.join(ROOT, page), "utf8");
}

function exampleOf(place: string, body: string, imports?: string): Example {
  const file = path.join(ROOT, "docs", `${place.replaceAll(/\W/g, "-")}.example.ts`);
  return { file, place, body, ...(imports !== undefined && { imports }) };
}

function sourceOf({ imports, body, isFile }: Example, everything: string): string {
  if (isFile) return body;
  const head = 'export async function example(this: import("cdktf").TerraformStack): Promise<void>';
  return `${imports ?? everything}${GIVEN}${head} {\n${body}}\n`;
}

function examplesOfPage(page: string): Example[] {
  const text = read(page);
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => {
    const block = match[1] ?? "";
    const place = `${page}:${lineOf(text, match.index)}`;
    const [, name] = /\*\*Create `([\w./]+)`[^\n]*\n+$/.exec(text.slice(0, match.index)) ?? [];
    if (name !== undefined && /^export |^import .* from "\./m.test(block))
      return { file: path.join(ROOT, "docs", name), place, body: block, isFile: true };
    const imports = [...block.matchAll(/^import [^;]*;\n/gm)].map(([statement]) => statement).join("");
    const body = block.replaceAll(/^import [^;]*;\n/gm, "");
    return exampleOf(place, body, imports);
  });
}

const SOURCES = ["modules", "stacks", "testing"].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file)),
);

function examplesOfSource(file: string): Example[] {
  const text = read(file);
  return [...text.matchAll(/^ *\* @example\n(.*?) \*\/$/gms)].map((match) => {
    const body = (match[1] ?? "").replaceAll(/^ *\* ?/gm, "");
    return exampleOf(`${file}:${lineOf(text, match.index)}`, body);
  });
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** The exports of an entry point. */
function exportsOf(program: ts.Program, entry: string): readonly ts.Symbol[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path.join(ROOT, entry));
  const module = file && checker.getSymbolAtLocation(file);
  return module ? checker.getExportsOfModule(module) : [];
}

/** A compiler host with additional files, which parses each file once. */
function hostWith(sources: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  const parsed = new Map<string, ts.SourceFile | undefined>();
  host.fileExists = (file) => sources.has(file) || ts.sys.fileExists(file);
  host.readFile = (file) => sources.get(file) ?? ts.sys.readFile(file);
  host.getSourceFile = (file, language) => {
    if (!parsed.has(file)) parsed.set(file, getSourceFile(file, language));
    return parsed.get(file);
  };
  return host;
}

function compile(examples: readonly Example[]): ts.Program {
  const { config } = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), (file) => ts.sys.readFile(file)) as {
    config: unknown;
  };
  const options = { ...ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options, noUnusedLocals: false };
  const sources = new Map<string, string>();
  const host = hostWith(sources, options);
  const entries = Object.keys(ENTRIES).map((file) => path.join(ROOT, file));
  const library = ts.createProgram(entries, options, host);
  const everything = Object.entries(ENTRIES)
    .map(([entry, name]) => [
      exportsOf(library, entry)
        .map((symbol) => symbol.name)
        .join(", "),
      name,
    ])
    .map(([names, name]) => `import { ${names} } from "${name}";\n`)
    .join("");

  for (const example of examples) sources.set(example.file, sourceOf(example, everything));
  return ts.createProgram([...sources.keys(), ...entries], options, host);
}

type Cells = readonly string[];

/** The rows of the table after `marker`, without its two head rows. */
function tableOf(page: string, marker: string): Cells[] {
  const table = read(page).split(`<!-- ${marker} -->\n\n`)[1]?.split("\n\n")[0] ?? "";
  const rows = table.trim().split("\n").slice(2);
  return rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("\\|", "|")),
  );
}

/** The expected rows, from the interface and its doc comments. */
function rowsOf(program: ts.Program, marker: string): Cells[] {
  const [kind, name = ""] = marker.split(": ");
  const checker = program.getTypeChecker();
  const symbol = Object.keys(ENTRIES)
    .flatMap((entry) => exportsOf(program, entry))
    .find((exported) => exported.name === name);
  if (!symbol) throw new Error(`nothing with the name ${name} is exported`);
  const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const props = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(original));
  const own = props.filter((prop) => original.members?.has(prop.escapedName));
  return (kind === "own props" ? own : props).map((prop) => {
    const declaration = prop.valueDeclaration as ts.PropertySignature;
    const inOneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();
    const tag = prop.getJsDocTags(checker).find((candidate) => candidate.name === "default");
    const value = inOneLine(ts.displayPartsToString(tag?.text));
    const words = value.startsWith("- ") ? value.slice(2) : `\`${value}\``;
    return [
      `\`${prop.name}\``,
      `\`${inOneLine(declaration.type?.getText() ?? "")}\``,
      declaration.questionToken ? words : "required",
      inOneLine(ts.displayPartsToString(prop.getDocumentationComment(checker))),
    ];
  });
}

/** Anchors of the headings of a page, as on GitHub. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const headings = read(page)
    .replaceAll(/^(`{3,}).*?^\1$/gms, "")
    .matchAll(/^#+ (.*)$/gm);
  for (const [, heading = ""] of headings) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-");
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

function brokenLinksOf(page: string): string[] {
  const text = read(page)
    .replaceAll(/^(`{3,}).*?^\1$/gms, "")
    .replaceAll(/`[^`\n]*`/g, "");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? page : path.posix.join(path.posix.dirname(page), file);
      if (!existsSync(path.join(ROOT, target))) return true;
      return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).has(anchor);
    });
}

describe("documentation", () => {
  const examples = [...PAGES.flatMap(examplesOfPage), ...SOURCES.flatMap(examplesOfSource)];
  let program: ts.Program;

  beforeAll(() => {
    program = compile(examples);
  }, 60_000);

  test.each(examples.map(({ place, file }) => [place, file]))("the example at %s compiles", (_, file) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    const messages = found.map((diagnostic) => {
      const line = source?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
      const code = source?.text.split("\n")[line] ?? "";
      return `${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}: ${code.trim()}`;
    });

    expect(messages).toEqual([]);
  });

  const tables = PAGES.flatMap((page) =>
    [...read(page).matchAll(/^<!-- ((?:own )?props: \w+) -->$/gm)].map(
      ([, marker = ""]) => [page, marker] as const,
    ),
  );

  test.each(tables)("the table in %s equals the doc comments: %s", (page, marker) => {
    // The rows can be in any order.
    expect(tableOf(page, marker).toSorted()).toEqual(rowsOf(program, marker).toSorted());
  });

  test.each(PAGES)("all links in %s have a target", (page) => {
    expect(brokenLinksOf(page)).toEqual([]);
  });
});

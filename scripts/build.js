/**
 * Builds the package into `dist/`: JavaScript, declarations and source maps for cdktf, and a copy of the constructs and stacks
 * for its successor CDK Terrain, which has the same API with different package names.
 *
 * The JavaScript loads a module when one of its names is first used, so that a program loads only the constructs that it uses.
 * This script is plain JavaScript, because `scripts/app.js` runs it at each synth.
 */
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");
const DIST = path.join(ROOT, "dist");
const FOLDERS = ["modules", "stacks", "cli", "testing", "contract"];
/** Folders that load cdktf, and the folder that they import. */
const FOLDERS_FOR_TERRAIN = ["modules", "stacks", "contract"];
const TYPESCRIPT = path.dirname(require.resolve("typescript-7/package.json"));

/** Imports of cdktf packages, and those of CDK Terrain. The names have equal lengths, so the source maps fit both. */
const NAMES = [
  [/"cdktf"/g, '"cdktn"'],
  [/"@cdktf\/provider-aws\//g, '"@cdktn/provider-aws/'],
];

/**
 * Runs the native TypeScript compiler directly, because its command would start Node first.
 *
 * @param {string} project a `tsconfig.json`
 * @param {...string} options further options
 */
function compile(project, ...options) {
  const name = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const compiler = path.join(path.dirname(require.resolve(name, { paths: [TYPESCRIPT] })), "lib/tsc");
  return spawnSync(compiler, ["--project", project, ...options], { cwd: ROOT, stdio: "inherit" });
}

/**
 * Paths of all files below a folder of the repository.
 *
 * @param {string} folder
 */
function filesIn(folder) {
  const entries = fs.readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => path.relative(ROOT, path.join(parentPath, name)));
}

/**
 * Writes the JavaScript of one file, with its source map.
 *
 * @param {string} file
 * @param {string} outdir
 */
function transpile(file, outdir) {
  const { transformSync } = require("@swc/core");
  const source = fs.readFileSync(path.join(ROOT, file), "utf8");
  const target = path.join(outdir, file.replace(/\.ts$/, ".js"));
  const { code: transpiled, map = "" } = transformSync(source, {
    filename: path.basename(file),
    sourceFileName: path.relative(path.dirname(path.join(DIST, file)), path.join(ROOT, file)),
    swcrc: false,
    sourceMaps: true,
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: {
      type: "commonjs",
      // `true` would exclude the files of this package.
      lazy: [...source.matchAll(/\bfrom "([^"]+)"/g)].map(([, name]) => name),
      ignoreDynamic: true,
    },
  });
  // Otherwise Node would treat the only export of a file as missing.
  const code = transpiled.replace(/^Object(?=\.defineProperty\(exports, "(?!__esModule"))/m, "Reflect");
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, `${code}${namesFor(code)}//# sourceMappingURL=${path.basename(target)}.map\n`);
  fs.writeFileSync(`${target}.map`, map);
}

/**
 * A line that never runs. It lists the names that an ECMAScript module can import, because Node does not find lazy exports.
 *
 * @param {string} code
 */
function namesFor(code) {
  const [, several = ""] = /^_export\(exports, \{\n(.*?)^\}\);$/ms.exec(code) ?? [];
  const names = [
    ...[...several.matchAll(/^ {4}get (\w+) ?\(\)/gm)].map(([, name]) => name),
    ...[...code.matchAll(/^Reflect\.defineProperty\(exports, "(\w+)"/gm)].map(([, name]) => name),
    ...[...code.matchAll(/^_export_star\((require\("[^"]+"\)), exports\);$/gm)].map(([, all]) => `...${all}`),
  ];
  return names.length === 0 ? "" : `0 && (module.exports = { ${names.join(", ")} });\n`;
}

/**
 * Copies the constructs and stacks for CDK Terrain.
 *
 * @param {string} outdir
 */
function copyForTerrain(outdir) {
  for (const folder of FOLDERS_FOR_TERRAIN) {
    const target = path.join(outdir, "cdktn", folder);
    fs.cpSync(path.join(outdir, folder), target, { recursive: true });
    for (const name of fs.readdirSync(target, { recursive: true, encoding: "utf8" })) {
      if (!/\.(js|d\.ts)$/.test(name)) continue;
      const file = path.join(target, name);
      const code = NAMES.reduce(
        (text, [from, to]) => text.replaceAll(from, to),
        fs.readFileSync(file, "utf8"),
      );
      fs.writeFileSync(file, code);
    }
  }
}

/** Whether `dist/` is newer than all its sources. */
function isBuilt() {
  const built = fs.statSync(path.join(DIST, "built"), { throwIfNoEntry: false });
  const sources = [...FOLDERS.flatMap(filesIn), "scripts/build.js", "tsconfig.json", "tsconfig.build.json"];
  return (
    built !== undefined && sources.every((file) => fs.statSync(path.join(ROOT, file)).mtimeMs < built.mtimeMs)
  );
}

/** Builds into a temporary folder, which then replaces `dist/`, so that a failed build keeps the previous one. */
function build() {
  const started = new Date();
  const outdir = path.join(ROOT, "build", `dist-${process.pid}`);
  const previous = `${outdir}-previous`;
  try {
    const { status } = compile("tsconfig.build.json", "--outDir", outdir);
    if (status !== 0) throw new Error("the package was not built because it has errors");
    for (const file of FOLDERS.flatMap(filesIn)) transpile(file, outdir);
    copyForTerrain(outdir);
    fs.writeFileSync(path.join(outdir, "built"), "");
    fs.utimesSync(path.join(outdir, "built"), started, started);
    // Other processes may read or build it at the same time.
    if (fs.existsSync(DIST)) fs.renameSync(DIST, previous);
    fs.renameSync(outdir, DIST);
  } finally {
    for (const folder of [outdir, previous]) fs.rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { build, compile, isBuilt, ROOT };

if (require.main === module) build();

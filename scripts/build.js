/**
 * Builds the package into `dist/`: JavaScript, declarations and source maps for cdktf, and a second copy of the constructs and the stacks
 * for its successor CDK Terrain, which has the same API under other package names.
 *
 * The JavaScript loads a module when one of its names is first used, so that a program pays for the constructs that it has, not for all.
 * Plain JavaScript, because `scripts/app.js` asks at each synth whether the package is up to date.
 */
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");
const DIST = path.join(ROOT, "dist");
const FOLDERS = ["modules", "stacks", "cli", "testing", "contract"];
/** Those that load cdktf, and what they import. */
const FOLDERS_FOR_TERRAIN = ["modules", "stacks", "contract"];
const TYPESCRIPT = path.dirname(require.resolve("typescript-7/package.json"));

/** The packages of cdktf, as code names them, and those of CDK Terrain. The new names are as long as the old ones: source maps hold for both. */
const NAMES = [
  [/"cdktf"/g, '"cdktn"'],
  [/"@cdktf\/provider-aws\//g, '"@cdktn/provider-aws/'],
];

/**
 * Runs the native TypeScript compiler, without the Node that its command starts first.
 *
 * @param {string} project a `tsconfig.json`
 * @param {...string} options others
 */
function compile(project, ...options) {
  const name = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const compiler = path.join(path.dirname(require.resolve(name, { paths: [TYPESCRIPT] })), "lib/tsc");
  return spawnSync(compiler, ["--project", project, ...options], { cwd: ROOT, stdio: "inherit" });
}

/**
 * Files below a folder of the repository, by their paths in it.
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
 * JavaScript of one file, with its source map.
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
      // `true` would leave the files of this package out.
      lazy: [...source.matchAll(/\bfrom "([^"]+)"/g)].map(([, name]) => name),
      ignoreDynamic: true,
    },
  });
  // Node would take the one export of a file for one that is not there.
  const code = transpiled.replace(/^Object(?=\.defineProperty\(exports, "(?!__esModule"))/m, "Reflect");
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, `${code}${namesFor(code)}//# sourceMappingURL=${path.basename(target)}.map\n`);
  fs.writeFileSync(`${target}.map`, map);
}

/**
 * A line that never runs, in which Node finds the names that an ECMAScript module may import: it does not find those that are loaded later.
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
 * The constructs and the stacks once more, for CDK Terrain.
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

/** Whether `dist/` is younger than all that it is made from. */
function isBuilt() {
  const built = fs.statSync(path.join(DIST, "built"), { throwIfNoEntry: false });
  const sources = [...FOLDERS.flatMap(filesIn), "scripts/build.js", "tsconfig.json", "tsconfig.build.json"];
  return (
    built !== undefined && sources.every((file) => fs.statSync(path.join(ROOT, file)).mtimeMs < built.mtimeMs)
  );
}

/** Builds all of it into a folder of its own, which then takes the place of `dist/`: a failed build leaves the last one. */
function build() {
  const started = new Date();
  const outdir = path.join(ROOT, "build", `dist-${process.pid}`);
  const previous = `${outdir}-previous`;
  try {
    const { status } = compile("tsconfig.build.json", "--outDir", outdir);
    if (status !== 0) throw new Error("the package has errors, so it was not built");
    for (const file of FOLDERS.flatMap(filesIn)) transpile(file, outdir);
    copyForTerrain(outdir);
    fs.writeFileSync(path.join(outdir, "built"), "");
    fs.utimesSync(path.join(outdir, "built"), started, started);
    // Others may read it, or build it, meanwhile.
    if (fs.existsSync(DIST)) fs.renameSync(DIST, previous);
    fs.renameSync(outdir, DIST);
  } finally {
    for (const folder of [outdir, previous]) fs.rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { build, compile, isBuilt, ROOT };

if (require.main === module) build();

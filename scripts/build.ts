/**
 * Builds the package into `dist/`: JavaScript, declarations and source maps for cdktf, and a second copy of the constructs and the stacks
 * for its successor CDK Terrain, which has the same API under other package names.
 */
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(__dirname, "..");
const DIST = path.join(ROOT, "dist");
const TERRAIN = path.join(DIST, "cdktn");

/** The packages of cdktf, as code names them, and those of CDK Terrain. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/"cdktf"/g, '"cdktn"'],
  [/"@cdktf\/provider-aws\//g, '"@cdktn/provider-aws/'],
];

function compile(): void {
  const tsc = require.resolve("typescript/bin/tsc");
  const project = path.join(ROOT, "tsconfig.build.json");
  execFileSync(process.execPath, [tsc, "--project", project], { stdio: "inherit" });
}

/** The new names are as long as the old ones: the source maps hold for both. */
function copyForTerrain(folder: string): void {
  const target = path.join(TERRAIN, folder);
  cpSync(path.join(DIST, folder), target, { recursive: true });
  for (const name of readdirSync(target, { recursive: true, encoding: "utf8" })) {
    if (!/\.(js|d\.ts)$/.test(name)) continue;
    const file = path.join(target, name);
    const code = NAMES.reduce((text, [from, to]) => text.replaceAll(from, to), readFileSync(file, "utf8"));
    writeFileSync(file, code);
  }
}

rmSync(DIST, { recursive: true, force: true });
compile();
["modules", "stacks"].forEach(copyForTerrain);

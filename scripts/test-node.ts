/**
 * Runs the unit tests on a different Node version, which npm downloads: `npm run test:node -- 22`. Further arguments are
 * passed to jest.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(__dirname, "..");
const JEST = require.resolve("jest/bin/jest");

/** Returns the folder of a `node` binary, and downloads it if needed. A version such as `22` selects its latest release. */
function fetchNode(version: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const cache = path.join(ROOT, "node_modules/.cache/node", version);
  const bin = path.join(cache, "node_modules", name, "bin");
  if (existsSync(path.join(bin, "node"))) return bin;
  console.log(`Node ${version}: npm is downloading ${name}@${version} into ${path.relative(ROOT, cache)}`);
  const options = [
    "--no-save",
    "--ignore-scripts",
    "--fetch-retries=1",
    "--loglevel=error",
    "--prefix",
    cache,
  ];
  const { status } = spawnSync("npm", ["install", ...options, `${name}@${version}`], { stdio: "inherit" });
  if (status === 0) return bin;
  throw new Error(
    `npm could not download ${name}@${version}: see its output above, and check the registry (\`npm config get registry\`)`,
  );
}

function main([version = "", ...options]: readonly string[]): number {
  if (!/^\d+(\.\d+){0,2}$/.test(version)) throw new Error("pass a Node version: `npm run test:node -- 22`");
  const bin = fetchNode(version);
  const node = path.join(bin, "node");
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  console.log(`Node ${stdout.trim()}: running the unit tests`);
  const started = performance.now();
  // Programs that the tests start use it too.
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}` };
  const { status } = spawnSync(node, [JEST, "--selectProjects", "unit", ...options], {
    stdio: "inherit",
    env,
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `Node ${stdout.trim()}: the unit tests ${status === 0 ? "passed" : "failed"} after ${seconds} s`,
  );
  return status ?? 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(`test:node: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

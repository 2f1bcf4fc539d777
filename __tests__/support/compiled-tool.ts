import { transformFileSync } from "@swc/core";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

/**
 * Compiles the tool into a folder, so that tests that start it often need not compile it each time.
 *
 * @returns the program for Node
 */
export function compileTool(folder: string): string {
  for (const name of ["node_modules", "package.json", "docs", "schemas"])
    symlinkSync(path.join(ROOT, name), path.join(folder, name));
  for (const source of ["cli", "contract"].flatMap(listSources)) {
    const target = path.join(folder, source.replace(/\.ts$/, ".js"));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, compile(path.join(ROOT, source)));
  }
  return path.join(folder, "cli/main.js");
}

function listSources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));
}

function compile(file: string): string {
  return transformFileSync(file, {
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    // Packages that are ES modules only are loaded with `import()`.
    module: { type: "commonjs", ignoreDynamic: true },
  }).code;
}

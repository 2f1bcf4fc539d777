import { readdirSync } from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";

const ROOT = path.resolve(__dirname, "../..");

/** Folder of the compiled tool, in which it finds the packages and the documentation of this repository. */
export const COMPILED_TOOL = path.join(ROOT, "node_modules/.cache/app-runner-tool");

/** Compiles the tool once for all end-to-end tests, which start it hundreds of times. */
export default function compileTool(): void {
  const entryPoints = ["cli", "contract"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => path.join(ROOT, folder, file)),
  );
  buildSync({
    entryPoints,
    outdir: COMPILED_TOOL,
    outbase: ROOT,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
}

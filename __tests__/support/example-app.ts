import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

/** The app of the tests: a copy of the original `main.ts`, which users edit. */
export const EXAMPLE_APP = path.join(ROOT, "__tests__/fixtures/example-app/main.ts");

/**
 * Creates a project with the app of the tests, without `node_modules` and the folders of the library.
 *
 * @param folder of the project
 * @param context of its `cdktf.json`
 * @param program its `main.ts`
 */
export function writeExampleApp(folder: string, context: object = {}, program = EXAMPLE_APP): void {
  cpSync(program, path.join(folder, "main.ts"));
  for (const file of ["package.json", "tsconfig.json"]) {
    cpSync(path.join(ROOT, file), path.join(folder, file));
  }
  const settings = JSON.parse(readFileSync(path.join(ROOT, "cdktf.json"), "utf8")) as object;
  const app = "node --import tsx main.ts";
  writeFileSync(path.join(folder, "cdktf.json"), JSON.stringify({ ...settings, app, context }));
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.join(__dirname, "../fixtures/reviews");

/**
 * The content of a file in `__tests__/fixtures/reviews/`. With `UPDATE_GOLDEN=true` in the environment, it writes the file
 * first; review it before you commit it.
 *
 * @param name of the file
 * @param actual the output under test
 */
export function golden(name: string, actual: string): string {
  const file = path.join(FOLDER, name);
  if (process.env["UPDATE_GOLDEN"] === "true" && process.env["CI"] !== "true") {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, actual);
  }
  return existsSync(file) ? readFileSync(file, "utf8") : `there is no ${name}: run with UPDATE_GOLDEN=true`;
}

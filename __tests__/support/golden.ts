import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.join(__dirname, "../fixtures/reviews");

/**
 * What a file in `__tests__/fixtures/reviews/` holds. With `UPDATE_GOLDEN=true` in the environment the file is written
 * first, to be read before it is committed.
 *
 * @param name of the file
 * @param actual what the tests made
 */
export function golden(name: string, actual: string): string {
  const file = path.join(FOLDER, name);
  if (process.env["UPDATE_GOLDEN"] === "true" && process.env["CI"] !== "true") {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, actual);
  }
  return existsSync(file) ? readFileSync(file, "utf8") : `there is no ${name}: run with UPDATE_GOLDEN=true`;
}

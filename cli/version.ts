import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * Returns the version in the nearest `package.json` above a folder.
 *
 * @param folder of this tool, in the repository or in the package
 */
export function findVersion(folder: string): string {
  const file = path.join(folder, "package.json");
  const above = path.dirname(folder);
  if (!existsSync(file) && above !== folder) return findVersion(above);
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
}

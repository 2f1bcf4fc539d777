import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * Returns the nearest folder with a `package.json`: the root of this repository or package.
 *
 * @param folder of this tool, or a folder in it
 */
export function findPackage(folder: string): string {
  const above = path.dirname(folder);
  return existsSync(path.join(folder, "package.json")) || above === folder ? folder : findPackage(above);
}

/**
 * Returns the version in the nearest `package.json` above a folder.
 *
 * @param folder of this tool, in the repository or in the package
 */
export function findVersion(folder: string): string {
  const file = path.join(findPackage(folder), "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
}

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isLosslessNumber, parse, stringify } from "lossless-json";
import { isObject } from "../json";

/**
 * Returns the variable files of a folder that cdktf and Terraform read automatically: absolute paths in the order of cdktf. A later file
 * takes precedence.
 *
 * @see https://developer.hashicorp.com/terraform/cdktf/concepts/variables-and-outputs
 */
export function findVariableFiles(directory: string): string[] {
  const names = readdirSync(directory).sort((a, b) => a.localeCompare(b, "en"));
  const having = (ending: string): string[] =>
    names.filter((name) => name.endsWith(ending) && !name.startsWith("."));
  return [
    ...["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name)),
    ...having(".auto.tfvars"),
    ...having(".auto.tfvars.json"),
  ]
    .map((name) => path.join(directory, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** Returns the names that a variable file sets. Terraform reads the values, and reports what is wrong in a file. */
export function listNames(file: string): string[] {
  return Object.keys(readAssignments(file));
}

/**
 * Writes the part of a variable file that sets some variables to a file that only the user can read.
 *
 * @param folder existing folder
 * @param start start of the name of the new file
 * @returns the path of the new file; undefined if the file sets none of them
 */
export function writePart(
  file: string,
  names: readonly string[],
  folder: string,
  start: string,
): string | undefined {
  const kept = Object.entries(readAssignments(file)).filter(([name]) => names.includes(name));
  if (kept.length === 0) return undefined;
  const texts = kept.map(([, text]) => text);
  const isJson = file.endsWith(".json");
  const target = path.join(folder, `${start}.tfvars${isJson ? ".json" : ""}`);
  writeFileSync(target, isJson ? `{${texts.join(",")}}` : texts.join("\n").concat("\n"), { mode: 0o600 });
  return target;
}

/** Returns the text of each assignment in a file, by the name of the variable. */
function readAssignments(file: string): Readonly<Record<string, string>> {
  const text = readFileSync(file, "utf8");
  return Object.fromEntries(file.endsWith(".json") ? readJson(text) : readHcl(text));
}

function readJson(text: string): [string, string][] {
  try {
    const json = parse(text);
    if (!isObject(json) || isLosslessNumber(json)) return [];
    return Object.entries(json).map(([name, value]) => [
      name,
      `${JSON.stringify(name)}:${stringify(value) ?? ""}`,
    ]);
  } catch {
    return [];
  }
}

/**
 * Comments, heredocs, texts, brackets, ends of lines, names, spaces, and any other character.
 *
 * @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#lexical-elements
 */
const TOKEN =
  /(?<comment>#.*|\/\/.*|\/\*[^]*?\*\/)|<<-?(?<end>[\w-]+)\r?\n(?:[^]*?\n)??[ \t]*\k<end>(?![\w-])|"(?:\\[^]|[^"\\])*"|(?<open>[[{(])|(?<close>[\]})])|(?<line>\n)|(?<name>[\p{ID_Start}_][\p{ID_Continue}-]*)|(?<space>[^\S\n]+)|[^]/gu;

function readHcl(text: string): [string, string][] {
  const assignments: [string, string][] = [];
  let [depth, isStart, from] = [0, true, 0];
  let name: string | undefined;
  const end = (at: number): void => {
    if (name !== undefined) assignments.push([name, text.slice(from, at)]);
    [name, isStart] = [undefined, true];
  };
  for (const { groups = {}, index } of text.matchAll(TOKEN)) {
    if (groups["comment"] !== undefined || groups["space"] !== undefined) continue;
    if (groups["open"] !== undefined) depth++;
    if (groups["close"] !== undefined) depth--;
    if (groups["line"] !== undefined) {
      if (depth === 0) end(index);
      continue;
    }
    if (isStart) [name, from] = [groups["name"], index];
    isStart = false;
  }
  end(text.length);
  return assignments;
}

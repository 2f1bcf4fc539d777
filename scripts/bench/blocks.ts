import { readFileSync } from "node:fs";
import path from "node:path";

type Block = Readonly<Record<string, unknown>>;
type Stack = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Makes sure that two synthesized stacks hold the same blocks, so that their times compare: as many of each type, with
 * the same arguments and the same number of conditions.
 *
 * @param one folder that one app was synthesized to
 * @param other folder that the other app was synthesized to
 * @throws Error with the blocks that differ
 */
export function requireSameBlocks(one: string, other: string): void {
  const [a, b] = [countBlocks(readStack(one)), countBlocks(readStack(other))];
  const kinds = [...new Set([...a.keys(), ...b.keys()])].sort();
  const differences = kinds
    .filter((kind) => a.get(kind) !== b.get(kind))
    .map((kind) => `  ${a.get(kind) ?? 0} and ${b.get(kind) ?? 0} of ${kind}`);
  if (differences.length > 0) {
    throw new Error(`the library and the direct version differ:\n${differences.join("\n")}`);
  }
}

function readStack(outdir: string): Stack {
  return JSON.parse(readFileSync(path.join(outdir, "stacks/services/cdk.tf.json"), "utf8")) as Stack;
}

/** How many blocks there are of each kind: a type with its arguments, such as `resource aws_iam_role: name_prefix …`. */
function countBlocks(stack: Stack): Map<string, number> {
  const kinds = ["resource", "data"].flatMap((section) =>
    Object.entries(stack[section] ?? {}).flatMap(([type, blocks]) =>
      Object.values(blocks as Record<string, Block>).map(
        (block) => `${section} ${type}: ${argumentsOf(block).join(" ")}`,
      ),
    ),
  );
  const locals = Object.values(stack["locals"] ?? {}).map(
    (local) => `local: ${argumentsOf(local as Block).join(" ")}`,
  );
  const required = `required_version ${String(stack["terraform"]?.["required_version"])}`;
  const counts = new Map<string, number>();
  for (const kind of [...kinds, ...locals, required]) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Names of the arguments, with those of nested blocks; a list counts its items. Maps by the user's keys are left alone. */
function argumentsOf(block: Block): string[] {
  return Object.entries(block)
    .filter(([name]) => name !== "//")
    .flatMap(([name, value]) => {
      if (Array.isArray(value)) return [`${name}[${value.length}]`];
      const nested = typeof value === "object" && value !== null && name !== "for_each";
      return nested ? argumentsOf(value as Block).map((inner) => `${name}.${inner}`) : [name];
    })
    .sort();
}

import { type Entry, kindOf, typeOf } from "./case";
import { type Difference, isBreaking } from "./compare";

/** The command that updates the golden file. */
export const COMMAND = "npm run update-addresses";
/** The flag that lets it remove addresses without a move. */
export const MAJOR_FLAG = "--major-version";

/**
 * Explains what to do about differences. Empty if there are no differences.
 *
 * @param differences of `compare`
 */
export function report(differences: readonly Difference[]): string {
  const breaking = differences.filter(isBreaking);
  const harmless = differences.filter((difference) => !isBreaking(difference));
  const parts = breaking.map(messageOf);
  if (harmless.length > 0) {
    const lines = harmless.map((difference) => `  ${messageOf(difference)}`);
    parts.push(`Not recorded yet: run "${COMMAND}" and commit api/addresses.txt.\n${lines.join("\n")}`);
  }
  return parts.join("\n\n");
}

function messageOf(difference: Difference): string {
  const { in: name } = difference;
  switch (difference.kind) {
    case "harmless":
      return `${name}: ${difference.what}`;
    case "case gone":
      return (
        `the case of ${name} was removed, so its addresses are no longer checked.\n` +
        "Keep the case. Removing the construct requires a new major version."
      );
    case "move gone":
      return (
        `${name}: the move from ${difference.move.from} to ${difference.move.to} was removed.\n` +
        "For users who update from a version before the move, Terraform would destroy and create the resource.\n" +
        "Keep the moved entry until the next major version."
      );
    case "path changed":
      return (
        `${name}: ${difference.entry.address} was at the construct path ${difference.entry.path} and is now at ${difference.instead.path}.\n` +
        "Terraform does not notice, but code that finds the construct by its path fails. Keep the id."
      );
    case "gone":
      return [`${name}: ${lossOf(difference)}`, ...remedyOf(difference)].join("\n");
  }
}

type Gone = Extract<Difference, { kind: "gone" }>;

function lossOf({ entry, instead, wrong }: Gone): string {
  const replacement = instead ? `, and ${labelOf(instead)} was added` : "";
  const what = `${labelOf(entry)} was removed${replacement}.`;
  if (kindOf(entry) !== "resource") return what;
  const created = instead ? ` and create ${instead.address}` : "";
  const target = wrong
    ? `\nThe target of the moved entry, ${wrong.to}, must exist, be new, have the same type and be the target of only one move.`
    : "";
  return `${what}\nTerraform would destroy ${entry.address}${created}, in every stack that has it.${target}`;
}

function remedyOf({ entry, instead }: Gone): string[] {
  const kind = kindOf(entry);
  if (kind !== "resource") return [`Other code refers to ${kind}s by name and would fail. Keep the name.`];
  if (!instead) return ["Keep it. Removing it requires a new major version."];
  if (typeOf(entry) !== typeOf(instead)) {
    return [
      "Terraform cannot move a resource to a different type. Keep the type. Changing it requires a new major version.",
    ];
  }
  return [
    `Keep the id, or move the existing resource, on ${instead.path}:`,
    `  resource.moveFromId("${entry.address}");`,
    "If users choose the ids, see the comment in api/addresses.txt. The result in Terraform:",
    "  moved {",
    `    from = ${entry.address}`,
    `    to   = ${instead.address}`,
    "  }",
  ];
}

function labelOf({ address, path }: Entry): string {
  return path === undefined ? address : `${address} (${path})`;
}

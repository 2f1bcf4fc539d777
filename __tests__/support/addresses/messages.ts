import { type Entry, kindOf, typeOf } from "./case";
import { type Difference, isBreaking } from "./compare";

/** The command that records. */
export const COMMAND = "npm run update-addresses";
/** What lets it drop addresses that nothing moves away from. */
export const MAJOR_FLAG = "--major-version";

/**
 * What to do about the differences, for whoever made them. Empty when there are none.
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
        `${name} has no case any more, so nobody knows whether its addresses are still the same.\n` +
        "Keep the case. To take the construct away is a new major version."
      );
    case "move gone":
      return (
        `${name}: nothing moves ${difference.move.from} to ${difference.move.to} any more.\n` +
        "Whoever updates from a version before the move would have it destroyed and created again.\n" +
        "Keep the moved entry until the next major version."
      );
    case "path changed":
      return (
        `${name}: ${difference.entry.address} was the construct ${difference.entry.path}, and is ${difference.instead.path}.\n` +
        "Terraform does not notice, but what finds the construct by its path finds nothing. Keep the id."
      );
    case "gone":
      return [`${name}: ${lossOf(difference)}`, ...remedyOf(difference)].join("\n");
  }
}

type Gone = Extract<Difference, { kind: "gone" }>;

function lossOf({ entry, instead, wrong }: Gone): string {
  const came = instead ? `, and ${labelOf(instead)} came` : "";
  const what = `${labelOf(entry)} is gone${came}.`;
  if (kindOf(entry) !== "resource") return what;
  const created = instead ? ` and create ${instead.address}` : "";
  const target = wrong
    ? `\nThe moved entry leads to ${wrong.to}: it has to be there, be new, be of the same type and be the target of one move.`
    : "";
  return `${what}\nTerraform would destroy ${entry.address}${created}, in every stack that has it.${target}`;
}

function remedyOf({ entry, instead }: Gone): string[] {
  const kind = kindOf(entry);
  if (kind !== "resource")
    return [`The names of ${kind}s are an interface: what uses it fails. Keep the name.`];
  if (!instead) return ["Keep it. To take it away is a new major version."];
  if (typeOf(entry) !== typeOf(instead)) {
    return ["Terraform moves nothing to another type. Keep the type; to change it is a new major version."];
  }
  return [
    `Keep the id, or move what exists, on the resource ${instead.path}:`,
    `  resource.moveFromId("${entry.address}");`,
    "The head of api/addresses.txt tells how the library itself writes it, where users choose the ids. To Terraform that is",
    "  moved {",
    `    from = ${entry.address}`,
    `    to   = ${instead.address}`,
    "  }",
  ];
}

function labelOf({ address, path }: Entry): string {
  return path === undefined ? address : `${address} (${path})`;
}

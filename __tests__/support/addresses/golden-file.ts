import path from "node:path";
import type { Case, Entry, Move } from "./case";
import { compare, isBreaking } from "./compare";
import { COMMAND, MAJOR_FLAG, report } from "./messages";

/** Path of the golden file. */
export const GOLDEN_FILE = path.join(__dirname, "../../../api/addresses.txt");

const HEAD = `\
# Every Terraform address and construct path of the library, by case. This is a contract: if an address changes, Terraform
# destroys the resource and creates a new one. Users refer to outputs, variables and aliased providers by name, so these must
# stay too. Data sources have no state and can change, and so can the outputs through which cdktf passes values between stacks.
#
# "${COMMAND}" updates this file. It refuses to remove an address that has no \`moved\` entry.
# "${COMMAND} -- ${MAJOR_FLAG}" removes it. This requires a new major version, whose changelog lists what is destroyed.
#
# To change the id of a resource in the library, compute its old address, because users choose the ids above it:
#
#   const old = TerraformStack.of(this).getLogicalId(new Construct(this, "OldId").node);
#   this.resource.moveFromId(\`aws_ecr_repository.\${old}\`);
# The empty construct reserves the old id. For the "Resource" of a child construct, use
# new Construct(new Construct(this, "OldId"), "Resource"). A resource can have one such move: keep it until the next major version.
`;

/** Text of the golden file. */
export function print(cases: readonly Case[]): string {
  const blocks = cases.map(({ name, entries, moves }) =>
    [
      name,
      ...entries.map(({ address, path }) => (path === undefined ? `  ${address}` : `  ${address}  ${path}`)),
      ...moves.map(({ from, to }) => `  moved ${from} -> ${to}`),
    ].join("\n"),
  );
  return `${[HEAD.trimEnd(), ...blocks].join("\n\n")}\n`;
}

/** The cases in the text of a golden file. */
export function parse(text: string): Case[] {
  const cases: { name: string; entries: Entry[]; moves: Move[] }[] = [];
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const last = cases.at(-1);
    const [address = "", path] = line.trim().split("  ");
    const [, from, to] = /^moved (\S+) -> (\S+)$/.exec(address) ?? [];
    if (!line.startsWith(" ")) cases.push({ name: line, entries: [], moves: [] });
    else if (from !== undefined && to !== undefined) last?.moves.push({ from, to });
    else last?.entries.push(path === undefined ? { address } : { address, path });
  }
  return cases;
}

/** The result of the command: the new text, or why it refuses to write. */
export type Update = { readonly text: string } | { readonly refusal: string };

/**
 * Updates the golden file, unless the change breaks users.
 *
 * @param text of the golden file
 * @param actual the current cases
 * @param isMajorVersion whether addresses can be removed
 */
export function update(text: string, actual: readonly Case[], isMajorVersion: boolean): Update {
  const breaking = compare(parse(text), actual).filter(isBreaking);
  if (breaking.length === 0 || isMajorVersion) return { text: print(actual) };
  return {
    refusal:
      `${report(breaking)}\n\nNothing was written. This requires a new major version, and its changelog must list what is destroyed: ` +
      `"${COMMAND} -- ${MAJOR_FLAG}".`,
  };
}

import path from "node:path";
import type { Case, Entry, Move } from "./case";
import { compare, isBreaking } from "./compare";
import { COMMAND, MAJOR_FLAG, report } from "./messages";

/** Where it is. */
export const GOLDEN_FILE = path.join(__dirname, "../../../api/addresses.txt");

const HEAD = `\
# Every Terraform address and construct path that the library makes, by case. It is a contract: with another address Terraform
# destroys the real thing and creates another one. Outputs, variables and aliased providers are known by name, so they stay too.
# Data sources hold nothing and may change, and so may the outputs by which cdktf hands values from stack to stack.
#
# "${COMMAND}" writes this file: it adds, and refuses to drop an address that no \`moved\` leads away from.
# "${COMMAND} -- ${MAJOR_FLAG}" drops it: a new major version, whose changelog tells users what is destroyed.
#
# To give a resource of the library another id, compute the address that the old one gives, since the ids above it are the user's:
#
#   const old = TerraformStack.of(this).getLogicalId(new Construct(this, "OldId").node);
#   this.resource.moveFromId(\`aws_ecr_repository.\${old}\`);
#
# The empty construct keeps the old id from being used again. For the "Resource" of a construct below, it is
# new Construct(new Construct(this, "OldId"), "Resource"). A resource takes one such move: keep it until the next major version.
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

/** The cases that the text of a golden file tells. */
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

/** What the command does. */
export type Update = { readonly text: string } | { readonly refusal: string };

/**
 * The golden file brought up to date, or why it must not be.
 *
 * @param text of the golden file
 * @param actual what is made now
 * @param isMajorVersion whether addresses may go
 */
export function update(text: string, actual: readonly Case[], isMajorVersion: boolean): Update {
  const breaking = compare(parse(text), actual).filter(isBreaking);
  if (breaking.length === 0 || isMajorVersion) return { text: print(actual) };
  return {
    refusal:
      `${report(breaking)}\n\nNothing was written. Only a new major version may do this, and its changelog has to tell it: ` +
      `"${COMMAND} -- ${MAJOR_FLAG}".`,
  };
}

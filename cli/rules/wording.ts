import type { ResourceChange } from "../model";
import { joinWithAnd } from "../text/lists";

/** How a message calls a resource: by its construct, or else by its address. */
export function labelResource({ constructPath, address }: ResourceChange): string {
  return constructPath?.replace(/\/Resource$/, "") ?? address;
}

/** The arguments that make Terraform replace a resource, or its reason in words. */
export function describeCause({ attributes, reason }: ResourceChange): string {
  const forcing = attributes
    .filter(({ forcesReplacement }) => forcesReplacement)
    .map(({ name }) => `'${name}'`);
  if (forcing.length > 0) return `${forcing.join(" and ")} cannot be changed`;
  if (reason === "replace_because_tainted")
    return "it is tainted: its creation failed, or somebody marked it";
  if (reason === "replace_by_request") return "somebody asked for it with -replace";
  if (reason === "replace_by_triggers") return "its replace_triggered_by says so";
  return "Terraform does not say why";
}

/** Words in a list, such as `'a', 'b' and 'c'`. */
export function joinQuoted(names: readonly string[]): string {
  return joinWithAnd(names.map((name) => `'${name}'`));
}

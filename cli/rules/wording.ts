import type { ResourceChange } from "../model";
import { joinWithAnd } from "../text/lists";

/** Returns the name of a resource for messages: its construct path, or else its address. */
export function labelResource({ constructPath, address }: ResourceChange): string {
  return constructPath?.replace(/\/Resource$/, "") ?? address;
}

/** Says why Terraform replaces a resource: the arguments that force it, or Terraform's reason. */
export function describeCause({ attributes, reason }: ResourceChange): string {
  const forcing = attributes
    .filter(({ forcesReplacement }) => forcesReplacement)
    .map(({ name }) => `'${name}'`);
  if (forcing.length > 0) return `${joinWithAnd(forcing)} cannot be changed`;
  if (reason === "replace_because_tainted")
    return "it is tainted: its creation failed, or someone ran 'terraform taint'";
  if (reason === "replace_by_request") return "it was requested with -replace";
  if (reason === "replace_by_triggers") return "its replace_triggered_by requires it";
  return "Terraform requires it and gives no reason";
}

/** Returns the `--region` option for a command about the resource with this ARN; empty if the region is unknown. */
export function formatRegionOption(arn: string | undefined): string {
  const region = /^arn:[\w-]+:[\w-]+:([a-z]{2}-[a-z\d-]+):/.exec(arn ?? "")?.[1];
  return region === undefined ? "" : ` --region ${region}`;
}

/** Quotes an address for the shell, where the key of an instance has quotes and brackets. */
export function quoteAddress(address: string): string {
  return `'${address.replaceAll("'", "'\\''")}'`;
}

/** Returns the safe way to avoid a replacement that was only requested; undefined if an argument forces it, or a failed creation. */
export function describeUnforced({ attributes, reason }: ResourceChange): string | undefined {
  if (attributes.some(({ forcesReplacement }) => forcesReplacement)) return undefined;
  if (reason === "replace_by_request") return "Keep it: plan again without -replace.";
  if (reason === "replace_by_triggers") return "Keep it: remove replace_triggered_by from its lifecycle.";
  return undefined;
}

/** Lists quoted names, such as `'a', 'b' and 'c'`. */
export function joinQuoted(names: readonly string[]): string {
  return joinWithAnd(names.map((name) => `'${name}'`));
}

/** Maximum number of permissions that a message lists. */
const LISTED = 5;

/** Joins the first parts of a list for a sentence, and counts the rest. */
export function joinFirst(parts: readonly string[]): string {
  const more = parts.length - LISTED;
  return more > 0 ? `${parts.slice(0, LISTED).join(", ")} and ${more} more` : joinWithAnd(parts);
}

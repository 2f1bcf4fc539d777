import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { formatCount } from "../text/lists";
import { groupBy } from "./group-by";
import { findIdentity } from "./identity";
import { findRenames, type RenamedPair } from "./renames";
import { DOMAIN_ASSOCIATION, REPOSITORY, SECRET, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { labelResource, quoteAddress } from "./wording";

/** Types that a finding is attached to, the most valuable first. */
const PRECIOUS = [SERVICE, SECRET, REPOSITORY, DOMAIN_ASSOCIATION, "aws_route53_zone", "aws_kms_key"];

/** A construct with a new id or a new parent has a new address: Terraform destroys the old resource and creates a new one. */
export const renameChurn: Rule = {
  name: "rename-churn",
  severity: "error",
  title: "A resource is re-created under a new address",
  *check(change) {
    const byStack = groupBy(findRenames(change).pairs, ({ to }) => to.stack);
    for (const { name } of change.stacks) {
      const own = (byStack.get(name) ?? []).sort((a, b) => rank(a.to) - rank(b.to));
      const [first] = own;
      if (!first) continue;
      yield {
        resource: first.to,
        message:
          `${labelResource(first.to)} has the same ${describeIdentity(first.to)} as ${first.from.address}, so it is the same resource under a new ` +
          `address. Terraform destroys the existing one and creates another${own.length > 1 ? `. The same applies to ${formatCount(own.length - 1, "more resource")}` : ""}.`,
        remedy: describeMoves(own, name),
      };
    }
  },
};

function rank({ type }: ResourceChange): number {
  return (PRECIOUS.indexOf(type) + PRECIOUS.length + 1) % (PRECIOUS.length + 1);
}

/** Names the attribute that is equal: of a generated name, only the prefix is. */
function describeIdentity(to: ResourceChange): string {
  const [own = "name"] = findIdentity(to, to.after) ?? [];
  return `'${textAt(to.after, own) === undefined ? `${own}_prefix` : own}'`;
}

/** Lists what to write or run, in this order. */
function describeMoves(pairs: readonly RenamedPair[], stack: string): string {
  const within = pairs.filter(({ from }) => from.stack === stack);
  const across = pairs.filter(({ from }) => from.stack !== stack);
  const [inModules, inStack] = split(within, ({ from, to }) => [from, to].some(isInModule));
  const [instances, whole] = split(inStack, ({ from, to }) => [from, to].some(isInstance));
  return [
    "Keep the construct ids, or move the existing resources before you apply:",
    ...whole.map(
      ({ from, to }) => `${labelResource(to)}: resource.moveFromId(${JSON.stringify(from.address)})`,
    ),
    ...(instances.length > 0 ? [`${stack}: ${formatMovedBlocks(instances)}`] : []),
    ...inModules.map(
      ({ from, to }) =>
        `${stack}: ${formatStateCommand(to, stack)} mv ${quoteAddress(from.address)} ${quoteAddress(to.address)}`,
    ),
    ...across.map(
      ({ from, to }) =>
        `${labelResource(to)}: first ${formatStateCommand(to, from.stack)} rm ${quoteAddress(from.address)}, then import it into ${stack} (adopt)`,
    ),
    ...(pairs.some(({ to }) => to.constructPath === undefined && !isInModule(to))
      ? ["In HCL, write a moved block with these addresses instead."]
      : []),
    "Then plan again: none of these resources may be destroyed.",
  ].join("\n");
}

/** `moveFromId` moves to a whole resource, never to one of its instances. */
function formatMovedBlocks(pairs: readonly RenamedPair[]): string {
  const blocks = pairs.map(
    ({ from, to }) => `{ from: ${JSON.stringify(from.address)}, to: ${JSON.stringify(to.address)} }`,
  );
  return `stack.addOverride("moved", [${blocks.join(", ")}])`;
}

/** cdktf writes each stack to its own folder. */
function formatStateCommand({ constructPath }: ResourceChange, stack: string): string {
  return `terraform${constructPath === undefined ? "" : ` -chdir=cdktf.out/stacks/${stack}`} state`;
}

function isInModule({ address }: ResourceChange): boolean {
  return address.startsWith("module.");
}

function isInstance({ address }: ResourceChange): boolean {
  return address.endsWith("]");
}

function split<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

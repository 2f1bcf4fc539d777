import type { TerraformStack } from "cdktf";
import type { Case, Entry, Move } from "./case";

type Block = Readonly<Record<string, unknown>> & {
  readonly "//"?: { readonly metadata?: { path?: string } };
};
type Blocks = Readonly<Record<string, Block>>;

/** The parts of a synthesized stack that have addresses. */
interface Document {
  readonly resource?: Readonly<Record<string, Blocks>>;
  readonly data?: Readonly<Record<string, Blocks>>;
  readonly output?: Blocks;
  readonly variable?: Blocks;
  readonly provider?: Readonly<Record<string, readonly { readonly alias?: string }[]>>;
  readonly moved?: readonly Move[];
}

/**
 * All addresses of a stack, sorted, with the paths of their constructs.
 *
 * @param name of the case
 * @param stack the complete stack
 */
export function caseOf(name: string, stack: TerraformStack): Case {
  stack.prepareStack(); // finds references to other stacks
  const document = stack.toTerraform() as Document;
  const below = `${stack.node.path}/`;
  const entries = [
    ...located("", document.resource, below),
    ...located("data.", document.data, below),
    ...Object.keys(document.output ?? {}).map((id) => ({ address: `output.${id}` })),
    ...Object.keys(document.variable ?? {}).map((id) => ({ address: `var.${id}` })),
    ...aliased(document.provider),
  ];
  const moves = (document.moved ?? []).map(({ from, to }) => ({ from, to }));
  return {
    name,
    entries: sorted(entries, ({ address }) => address),
    moves: sorted(moves, ({ from }) => from),
  };
}

function located(prefix: string, section: Document["resource"] = {}, below: string): Entry[] {
  return Object.entries(section).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([id, block]) => ({
      address: `${prefix}${type}.${id}`,
      path: block["//"]?.metadata?.path?.replace(below, ""),
    })),
  );
}

/**
 * Aliased providers. Terraform destroys a resource with the provider in its state. Providers without an alias belong to users
 * or `BaseStack`.
 */
function aliased(providers: Document["provider"] = {}): Entry[] {
  return Object.entries(providers).flatMap(([type, all]) =>
    all.flatMap(({ alias }) => (alias === undefined ? [] : [{ address: `provider.${type}.${alias}` }])),
  );
}

function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

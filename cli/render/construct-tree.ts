import type { Action, ResourceChange, Review } from "../model";
import { labelChange } from "./labels";
import { listPath, summarize } from "./summary";

/** What happens to a construct, from the worst to the least. */
const WORST_FIRST: readonly Action[] = ["delete", "replace", "update", "create", "forget", "no-op", "read"];

/** Id of the child that a construct is about. It is not shown apart from the construct. */
const PRIMARY_CHILD = "Resource";

/** Levels that are shown. */
const MAX_DEPTH = 12;

/** A construct that changes, or that holds some that do. */
export interface ConstructNode {
  /** Ids of the path below the parent, joined by `/`. */
  readonly label: string;
  /** The worst that happens to its own resources; absent for one that only holds others. */
  readonly action?: Action;
  /** The same in a word. */
  readonly word?: string;
  readonly children: readonly ConstructNode[];
}

/** The changed part of the construct tree. */
export interface ConstructTree {
  /** The stacks. */
  readonly roots: readonly ConstructNode[];
  /** How many changes are not in it. */
  readonly leftOut: number;
}

interface MutableNode {
  change?: ResourceChange;
  readonly children: Map<string, MutableNode>;
}

/** The changed part of the construct tree: what is destroyed first, where there is not enough room. */
export function buildConstructTree(review: Review, maxChanges: number): ConstructTree {
  const summary = summarize(review);
  const { destroyed, replaced, updated, created, relocated } = summary;
  const changes = [...destroyed, ...replaced, ...updated, ...created, ...relocated];
  const root: MutableNode = { children: new Map() };
  for (const change of changes.slice(0, maxChanges)) add(root, change);
  const order = review.stacks.map((stack) => stack.name);
  return {
    roots: [...root.children]
      .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
      .map(([label, node]) => finish(label, node, true)),
    leftOut: Math.max(0, changes.length - maxChanges),
  };
}

function add(root: MutableNode, change: ResourceChange): void {
  const whole = listPath(change);
  const path = [...whole.slice(0, MAX_DEPTH), ...(whole.length > MAX_DEPTH ? ["…"] : [])];
  if (path.length > 1 && path.at(-1) === PRIMARY_CHILD) path.pop();
  let node = root;
  for (const id of path) {
    const child: MutableNode = node.children.get(id) ?? { children: new Map() };
    node.children.set(id, child);
    node = child;
  }
  if (!node.change || WORST_FIRST.indexOf(change.action) < WORST_FIRST.indexOf(node.change.action)) {
    node.change = change;
  }
}

/** Joins a construct that only holds one other with it. A stack stays. */
function finish(label: string, node: MutableNode, isStack = false): ConstructNode {
  const children = [...node.children];
  const [only] = children;
  if (!isStack && node.change === undefined && only && children.length === 1) {
    return finish(`${label}/${only[0]}`, only[1]);
  }
  return {
    label,
    ...(node.change && { action: node.change.action, word: labelChange(node.change) }),
    children: children.map(([id, child]) => finish(id, child)),
  };
}

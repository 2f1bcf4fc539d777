import type { Action, ResourceChange, Review } from "../model";
import { labelChange } from "./labels";
import { listPath, summarize } from "./summary";

/** Actions from worst to least severe. */
const WORST_FIRST: readonly Action[] = ["delete", "replace", "update", "create", "forget", "no-op", "read"];

/** ID of the main child of a construct. It is not shown as a separate node. */
const PRIMARY_CHILD = "Resource";

/** Maximum number of levels. */
const MAX_DEPTH = 12;

/** A construct that changes, or that contains constructs that do. */
export interface ConstructNode {
  /** IDs of the path below the parent, joined by `/`. */
  readonly label: string;
  /** Worst action on its own resources; absent if it only contains other constructs. */
  readonly action?: Action;
  /** The action in one word. */
  readonly word?: string;
  readonly children: readonly ConstructNode[];
}

/** The changed part of the construct tree. */
export interface ConstructTree {
  /** The stacks. */
  readonly roots: readonly ConstructNode[];
  /** Number of changes that are not in the tree. */
  readonly leftOut: number;
}

interface MutableNode {
  change?: ResourceChange;
  readonly children: Map<string, MutableNode>;
}

/** Builds the changed part of the construct tree. If there are too many changes, destroyed resources have priority. */
export function buildConstructTree(review: Review, maxChanges: number): ConstructTree {
  const summary = summarize(review);
  const { destroyed, replaced, updated, created, relocated } = summary;
  const changes = [...destroyed, ...replaced, ...updated, ...created, ...relocated];
  const root: MutableNode = { children: new Map() };
  for (const change of changes.slice(0, maxChanges)) add(root, change);
  const order = new Map(review.stacks.map((stack, index) => [stack.name, index]));
  return {
    roots: [...root.children]
      .sort(([a], [b]) => (order.get(a) ?? -1) - (order.get(b) ?? -1))
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

/** Merges a construct with its only child. A stack is not merged. */
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

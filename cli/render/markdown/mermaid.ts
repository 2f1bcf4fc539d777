import type { Action, Review } from "../../model";
import { shorten } from "../../text/shorten";
import { buildConstructTree, type ConstructNode } from "../construct-tree";
import { escapeMermaid } from "./escape";

/** Options of the graph. */
export interface MermaidOptions {
  /**
   * Maximum number of changes.
   *
   * @default 60
   */
  readonly maxChanges?: number;
}

const MAX_LABEL = 80;

/** Dark text on light colors, with a border that is visible on a dark page too. */
const STYLES: readonly string[] = [
  "classDef delete fill:#ffd7d5,stroke:#cf222e,color:#1f2328,stroke-width:2px",
  "classDef replace fill:#ffe2c7,stroke:#bc4c00,color:#1f2328,stroke-width:2px",
  "classDef update fill:#fff8c5,stroke:#9a6700,color:#1f2328",
  "classDef create fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
  "classDef other fill:#ddf4ff,stroke:#0969da,color:#1f2328",
  "classDef holder fill:#f6f8fa,stroke:#656d76,color:#1f2328",
];

/** Actions that have their own style. */
const STYLED: readonly Action[] = ["delete", "replace", "update", "create"];

/**
 * Draws the changed part of the construct tree as a Mermaid flowchart, without a code fence. Empty if nothing changes.
 */
export function renderMermaid(review: Review, options: MermaidOptions = {}): string {
  const tree = buildConstructTree(review, options.maxChanges ?? 60);
  if (tree.roots.length === 0) return "";
  const lines: string[] = [];
  let last = 0;
  const draw = (node: ConstructNode, isStack: boolean): string => {
    const id = `n${last++}`;
    lines.push(`${id}${renderShape(node, isStack)}:::${chooseStyle(node)}`);
    for (const child of node.children) {
      const childId = draw(child, false);
      lines.push(`${id} --> ${childId}`);
    }
    return id;
  };
  for (const root of tree.roots) draw(root, true);
  if (tree.leftOut > 0) lines.push(`more["and ${tree.leftOut} more"]:::holder`);
  return ["flowchart LR", ...[...lines, ...STYLES].map((line) => `  ${line}`)].join("\n");
}

function renderShape({ label, word }: ConstructNode, isStack: boolean): string {
  const text = escapeMermaid(shorten(label, MAX_LABEL));
  const withAction = word === undefined ? text : `${text}<br/>${word}`;
  return isStack ? `(["${withAction}"])` : `["${withAction}"]`;
}

function chooseStyle({ action }: ConstructNode): string {
  if (action === undefined) return "holder";
  return STYLED.includes(action) ? action : "other";
}

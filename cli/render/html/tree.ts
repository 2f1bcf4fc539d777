import type { Review } from "../../model";
import { buildConstructTree, type ConstructNode } from "../construct-tree";
import { escapeHtml } from "./escape";

/** Maximum number of changes in the tree. */
const MAX_CHANGES = 2_000;

/** The changed part of the construct tree as nested lists. Empty if nothing changes. */
export function renderTree(review: Review): string {
  const { roots, leftOut } = buildConstructTree(review, MAX_CHANGES);
  if (roots.length === 0) return "";
  const more = leftOut > 0 ? `<li class="dim">and ${leftOut.toLocaleString("en-US")} more</li>` : "";
  return `<ul class="tree">${roots.map(renderNode).join("")}${more}</ul>`;
}

function renderNode({ label, action, word, children }: ConstructNode): string {
  const badge = action === undefined ? "" : ` <span class="badge ${action}">${word ?? ""}</span>`;
  const below = children.length === 0 ? "" : `\n<ul>${children.map(renderNode).join("")}</ul>`;
  return `<li>${escapeHtml(label)}${badge}${below}</li>`;
}

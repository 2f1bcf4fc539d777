import type { Counts, Review } from "../model";
import { sumCounts } from "./verdict";

/** A column of counts in the stack table. */
export interface StackColumn {
  readonly title: string;
  readonly key: keyof Counts;
  /** Whether the counted resources are lost. */
  readonly isLoss: boolean;
}

const ALWAYS: readonly StackColumn[] = [
  { title: "Create", key: "create", isLoss: false },
  { title: "Change", key: "update", isLoss: false },
  { title: "Replace", key: "replace", isLoss: true },
  { title: "Destroy", key: "delete", isLoss: true },
];

const WHERE_NEEDED: readonly StackColumn[] = [
  { title: "Import", key: "import", isLoss: false },
  { title: "Move", key: "move", isLoss: false },
  { title: "Forget", key: "forget", isLoss: false },
];

/** Returns the columns of counts in the stack table. Rare actions have a column only if they occur. */
export function chooseStackColumns(review: Review): StackColumn[] {
  const totals = sumCounts(review);
  return [...ALWAYS, ...WHERE_NEEDED.filter(({ key }) => totals[key] > 0)];
}

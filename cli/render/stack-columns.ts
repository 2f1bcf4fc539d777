import type { Counts, Review } from "../model";
import { sumCounts } from "./verdict";

/** A column of numbers in the table of stacks. */
export interface StackColumn {
  readonly title: string;
  readonly key: keyof Counts;
  /** Whether what is counted is lost. */
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

/** The columns of numbers in the table of stacks: those that are rare only where they say something. */
export function chooseStackColumns(review: Review): StackColumn[] {
  const totals = sumCounts(review);
  return [...ALWAYS, ...WHERE_NEEDED.filter(({ key }) => totals[key] > 0)];
}

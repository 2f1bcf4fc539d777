import { type Counts, NO_COUNTS, type ResourceChange } from "../model";

/** Counts managed resources by what happens to them. */
export function countActions(resources: readonly ResourceChange[]): Counts {
  const counts = { ...NO_COUNTS };
  for (const { action, mode, importId, previousAddress } of resources) {
    if (mode !== "managed") continue;
    if (Object.hasOwn(counts, action)) counts[action as keyof typeof counts]++;
    if (importId !== undefined) counts.import++;
    if (previousAddress !== undefined) counts.move++;
  }
  return counts;
}

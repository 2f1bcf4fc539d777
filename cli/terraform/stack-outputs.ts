import { isDeepStrictEqual } from "node:util";
import { pick } from "../plan/mask";

/** Outputs of a stack, by name. */
export type Outputs = Readonly<Record<string, unknown>>;

/** Returns the names of the outputs that are gone or have a different value. A new one has not been read by any stack. */
export function findChangedOutputs(before: Outputs, after: Outputs): string[] {
  return Object.keys(before).filter((name) => !isDeepStrictEqual(pick(before, name), pick(after, name)));
}

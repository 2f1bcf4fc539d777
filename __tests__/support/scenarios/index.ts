import { EVERYDAY } from "./everyday";
import type { Scenario } from "./scenario";

/** All scenarios, in the order in which one world can play them: those that start from nothing come first. */
export const SCENARIOS: readonly Scenario[] = [...EVERYDAY];

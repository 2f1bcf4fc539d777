import type { ProcessContext } from "../process-context";
import { LiveProgress } from "./live-progress";
import { PlainProgress } from "./plain-progress";
import type { Progress } from "./progress";

/**
 * Progress as the surroundings can show it: live at a terminal, in lines elsewhere and in CI.
 *
 * @param surroundings of the process
 */
export function openProgress(surroundings: Pick<ProcessContext, "env" | "stderr" | "now">): Progress {
  const { env, stderr } = surroundings;
  const isLive = stderr.isTTY === true && !env["CI"] && env["TERM"] !== "dumb";
  return isLive ? new LiveProgress(surroundings) : new PlainProgress(surroundings);
}

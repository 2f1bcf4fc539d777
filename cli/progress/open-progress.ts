import type { ProcessContext } from "../process-context";
import { LiveProgress } from "./live-progress";
import { PlainProgress } from "./plain-progress";
import type { Progress } from "./progress";

/** Opens live progress in a terminal, and plain lines elsewhere and in CI. */
export function openProgress(context: Pick<ProcessContext, "env" | "stderr" | "now">): Progress {
  const { env, stderr } = context;
  const isLive = stderr.isTTY === true && !env["CI"] && env["TERM"] !== "dumb";
  return isLive ? new LiveProgress(context) : new PlainProgress(context);
}

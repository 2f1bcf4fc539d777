import type { ProcessContext } from "../process-context";
import type { ChildProcesses } from "../terraform/child-processes";

/** What every command gets. */
export interface CommandContext extends ProcessContext {
  /** Runs the app and Terraform. */
  readonly children: ChildProcesses;
  /** Version of this tool. */
  readonly version: string;
}

/** Success. */
export const OK = 0;

/** The tool, the app or Terraform failed, or the command line is wrong. */
export const FAILED = 1;

/** Someone must review findings, or plan stacks again. */
export const NEEDS_REVIEW = 2;

/** The user interrupted the command. */
export const INTERRUPTED = 130;

/** Nothing stands in the way. */
export const OK = 0;

/** The tool, the app or Terraform failed, or was not used as it is meant. */
export const FAILED = 1;

/** A person has to look: there are findings, or stacks that have to be planned again. */
export const NEEDS_REVIEW = 2;

/** The user stopped it. */
export const INTERRUPTED = 130;

/** The most arguments that a comment or a log shows of a resource. */
export const MAX_ATTRIBUTES = 30;

/** The most lines that they show of what Terraform says about a failure. */
export const MAX_MESSAGE_LINES = 40;

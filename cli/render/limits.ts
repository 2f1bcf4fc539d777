/** Maximum number of arguments of a resource in a comment or a log. */
export const MAX_ATTRIBUTES = 30;

/** Maximum number of lines of a Terraform error message in a comment or a log. */
export const MAX_MESSAGE_LINES = 40;

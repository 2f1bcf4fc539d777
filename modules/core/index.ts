export { ValidationError } from "./errors";
export type { WriteOnlyValue } from "./write-only-value";

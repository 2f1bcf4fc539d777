/**
 * What all constructs have in common.
 *
 * @module core
 */
export { ValidationError } from "./errors";
export type { LocatedConstruct } from "./located-construct";
export type { WriteOnlyValue } from "./write-only-value";

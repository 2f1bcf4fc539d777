/**
 * Types that all constructs share.
 *
 * @module core
 */
export { ValidationError } from "./errors";
export type { LocatedConstruct } from "./located-construct";
export type { WriteOnlyValue } from "./write-only-value";

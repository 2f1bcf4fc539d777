/**
 * Customer KMS keys.
 *
 * @module kms
 */
export { Key } from "./key";
export type { IKey, KeyBase, KeyProps } from "./key";

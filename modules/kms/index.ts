/**
 * Keys of a customer.
 *
 * @module kms
 */
export { Key } from "./key";
export type { IKey, KeyBase, KeyProps } from "./key";

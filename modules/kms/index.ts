export { Key } from "./key";
export type { IKey, KeyProps } from "./key";

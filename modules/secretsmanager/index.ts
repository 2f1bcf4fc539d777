/**
 * Secrets whose values are in no state.
 *
 * @module secretsmanager
 */
export { Secret } from "./secret";
export type { ISecret, SecretAdoption, SecretImportOptions, SecretProps } from "./secret";
export type { SecretBase } from "./secret-base";
export { SecretReference } from "./secret-reference";
export type { SecretVersion } from "./secret-reference";

/**
 * Secrets whose values are never stored in the Terraform state.
 *
 * @module secretsmanager
 */
export { Secret } from "./secret";
export type {
  ISecret,
  SecretAdoption,
  SecretImportOptions,
  SecretPolicyProps,
  SecretProps,
  SecretReplica,
  SecretRotation,
} from "./secret";
export { SecretReference } from "./secret-base";
export type { SecretBase, SecretVersion } from "./secret-base";

/**
 * Roles and policies.
 *
 * @module iam
 */
export { policyDocument } from "./policy";
export type { PolicyConditions, PolicyDocument, PolicyStatement } from "./policy";
export { Role } from "./role";
export type { IRole, RoleAdoption, RoleBase, RoleImportOptions, RoleProps } from "./role";
export { RoleDefaults } from "./role-defaults";
export type { RoleDefaultsOptions } from "./role-defaults";

/**
 * Roles and policies.
 *
 * @module iam
 */
export type { RoleImportOptions } from "./imported-role";
export { policyDocument } from "./policy";
export type { PolicyConditions, PolicyDocument, PolicyStatement } from "./policy";
export type { ResourcePolicyStatement } from "./resource-policy";
export { Role } from "./role";
export type { RoleProps } from "./role";
export type { RoleAdoption } from "./role-adoption";
export type { IRole, RoleBase } from "./role-base";
export { RoleDefaults } from "./role-defaults";
export type { RoleDefaultsOptions } from "./role-defaults";

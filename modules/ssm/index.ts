/**
 * Systems Manager parameters for the environment variables of a service.
 *
 * @module ssm
 */
export { Parameter } from "./parameter";
export type { ParameterImportOptions, ParameterProps } from "./parameter";
export { ParameterReference } from "./parameter-base";
export type { IParameter, ParameterBase } from "./parameter-base";

/**
 * Systems Manager parameters for the environment variables of a service.
 *
 * @module ssm
 */
export { Parameter, ParameterReference } from "./parameter";
export type { IParameter, ParameterBase, ParameterImportOptions, ParameterProps } from "./parameter";

/**
 * Parameters as secrets of a service.
 *
 * @module ssm
 */
export { Parameter } from "./parameter";
export type { IParameter, ParameterBase, ParameterImportOptions, ParameterProps } from "./parameter";
export { ParameterReference } from "./parameter-reference";

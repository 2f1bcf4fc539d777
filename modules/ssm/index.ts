export { Parameter } from "./parameter";
export type { IParameter, ParameterImportOptions, ParameterProps } from "./parameter";
export { ParameterReference } from "./parameter-reference";

import type { IParameter } from "./parameter";

/** The value of an environment variable that App Runner reads from a parameter of Systems Manager. */
export class ParameterReference {
  /**
   * @param parameter the parameter
   */
  public constructor(public readonly parameter: IParameter) {}

  /** What App Runner reads: the parameter's ARN, which it also takes from another region. */
  public get valueFrom(): string {
    return this.parameter.parameterArn;
  }
}

import type { IConstruct } from "constructs";

const MARK = Symbol.for("cdktf-app-runner/ValidationError");

/**
 * Thrown at synth when a construct is given something AWS App Runner, Terraform or the provider would refuse.
 *
 * The message says what is wrong, what was given, what is allowed and, last, the path of the construct. It never
 * holds a secret value or the value of an environment variable.
 */
export class ValidationError extends Error {
  /**
   * Whether `error` is a `ValidationError`, also when it comes from another copy of this package.
   *
   * @param error anything that was caught
   */
  public static isValidationError(error: unknown): error is ValidationError {
    return typeof error === "object" && error !== null && MARK in error;
  }

  /** Path of the construct that refused its props, such as `hello-prod/Api/Scaling`. */
  public readonly constructPath: string;

  /** What is wrong, one entry a fault, without the construct path. */
  public readonly faults: readonly string[];

  /**
   * @param scope the construct that refuses its props
   * @param faults one sentence a fault: lower case, no final period
   */
  public constructor(scope: IConstruct, ...faults: string[]) {
    super(`${faults.join("\n")} (at ${scope.node.path})`);
    this.name = "ValidationError";
    this.constructPath = scope.node.path;
    this.faults = faults;
    Object.defineProperty(this, MARK, { value: true });
  }
}

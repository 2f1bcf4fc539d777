import type { IConstruct } from "constructs";
import { startAtCaller } from "./caller-stack";

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
  declare public readonly constructPath: string;

  /** What is wrong, one entry a fault, without the construct path. */
  declare public readonly faults: readonly string[];

  /**
   * @param scope the construct that refuses its props
   * @param faults one sentence a fault: lower case, no final period
   */
  public constructor(scope: IConstruct, ...faults: string[]) {
    super(`${faults.join("\n")} (at ${scope.node.path})`);
    this.name = "ValidationError";
    // Not enumerable: Node would print them below the message, which holds them already.
    Object.defineProperties(this, {
      constructPath: { value: scope.node.path },
      faults: { value: faults },
      [MARK]: { value: true },
    });
    startAtCaller(this, new.target);
  }
}

/**
 * Refuses what `scope` was given.
 *
 * @param scope the construct that refuses its props
 * @param faults one sentence a fault: lower case, no final period
 * @throws ValidationError
 */
export function refuse(scope: IConstruct, ...faults: readonly string[]): never {
  throw unseen("node-do-not-add-exception-line", new ValidationError(scope, ...faults));
}

/** Above an error that nobody caught, Node prints the line that threw it, unless the line holds this text. */
function unseen<E extends Error>(_text: "node-do-not-add-exception-line", error: E): E {
  return error;
}

import type { IConstruct } from "constructs";
import { startAtCaller } from "./caller-stack";

const MARK = Symbol.for("cdktf-app-runner/ValidationError");

/**
 * Thrown at synth if AWS App Runner, Terraform or the provider would reject the props of a construct.
 *
 * The message says what is wrong, what was given, what is allowed, and the path of the construct: at the end, or above the list if several
 * props are wrong. It never contains the value of a secret or of an environment variable.
 */
export class ValidationError extends Error {
  /**
   * Whether `error` is a `ValidationError`, including one from a different copy of this package.
   *
   * @param error any caught value
   */
  public static isValidationError(error: unknown): error is ValidationError {
    return typeof error === "object" && error !== null && MARK in error;
  }

  /** Path of the construct that rejected its props, such as `hello-prod/Api/Scaling`. */
  declare public readonly constructPath: string;

  /** Everything that is wrong, one entry per fault, without the construct path. */
  declare public readonly faults: readonly string[];

  /**
   * @param scope construct that rejects its props
   * @param faults one sentence per fault: lowercase, no final period
   */
  public constructor(scope: IConstruct, ...faults: string[]) {
    super(describe(scope.node.path, faults));
    this.name = "ValidationError";
    // Not enumerable: Node would print them again below the message.
    Object.defineProperties(this, {
      constructPath: { value: scope.node.path },
      faults: { value: faults },
      [MARK]: { value: true },
    });
    startAtCaller(this, new.target);
  }
}

/** Returns the message of an error: several faults are listed below the path. */
function describe(path: string, faults: readonly string[]): string {
  if (faults.length === 1) return `${faults.join()} (at ${path})`;
  return [`${faults.length} errors in ${path}:`, ...faults].join("\n  ");
}

/**
 * Rejects the props of `scope`.
 *
 * @param scope construct that rejects its props
 * @param faults one sentence per fault: lowercase, no final period
 * @throws ValidationError
 */
export function refuse(scope: IConstruct, ...faults: readonly string[]): never {
  throw unseen("node-do-not-add-exception-line", new ValidationError(scope, ...faults));
}

/** Node prints the throwing line above an uncaught error, unless the line contains this text. */
function unseen<E extends Error>(_text: "node-do-not-add-exception-line", error: E): E {
  return error;
}

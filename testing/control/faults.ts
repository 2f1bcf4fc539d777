import type { OperationName } from "../http/api";
import { ApiError } from "../http/errors";
import { APP_RUNNER_MODEL } from "../model/app-runner";

/** An injected fault: which calls fail, how often and with which error. */
export interface Fault {
  /** The error to return: HTTP 429 or 500. AWS clients retry both. */
  readonly error: "ThrottlingException" | "InternalServiceErrorException";
  /**
   * The operations that fail.
   * @default - all
   */
  readonly operations?: readonly OperationName[];
  /**
   * Fail every n-th call of these operations: a whole number of at least 1.
   * @default 1
   */
  readonly every?: number;
  /**
   * Fail calls at random instead, with a probability from 0 to 1.
   * @default - every n-th call fails
   */
  readonly chance?: number;
  /**
   * Seed of the random sequence, which makes a run repeatable.
   * @default 1
   */
  readonly seed?: number;
  /**
   * How many calls fail before the fault ends: a whole number of at least 1. Without an end, no client would ever converge.
   */
  readonly times: number;
}

const ERRORS: readonly string[] = ["ThrottlingException", "InternalServiceErrorException"];

/** The faults that a test injects. */
export class Faults {
  private active: ActiveFault[] = [];

  /**
   * Adds a fault to the active ones.
   * @throws Error if a value is invalid
   */
  public inject(fault: Fault): void {
    checkFault(fault);
    this.active.push(new ActiveFault(fault));
  }

  /** Removes all faults. */
  public clear(): void {
    this.active = [];
  }

  /**
   * The error for the next call of an operation, if a fault applies to it.
   * @internal
   */
  public next(operation: string): ApiError | undefined {
    const hits = this.active.filter((fault) => fault.strikes(operation));
    const [hit] = hits;
    return hit && new ApiError(hit.fault.error, `injected fault: ${hit.fault.error} for ${operation}`);
  }
}

function checkFault({ error, operations = [], times, every = 1, chance = 0 }: Fault): void {
  if (!ERRORS.includes(error)) throw new Error(`'error' must be ${ERRORS.join(" or ")}, got ${error}`);
  const unknown = operations.find((name) => !Object.hasOwn(APP_RUNNER_MODEL.operations, name));
  if (unknown !== undefined) throw new Error(`'operations' has ${unknown}, which is not an operation`);
  for (const [name, value] of Object.entries({ times, every })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new Error(`'${name}' must be a whole number of at least 1, got ${value}`);
  }
  if (!(chance >= 0 && chance <= 1)) throw new Error(`'chance' must be a number from 0 to 1, got ${chance}`);
}

class ActiveFault {
  private left: number;
  private seen = 0;
  private state: number;

  public constructor(public readonly fault: Fault) {
    this.left = fault.times;
    this.state = fault.seed ?? 1;
  }

  public strikes(operation: string): boolean {
    const { operations } = this.fault;
    if (this.left === 0 || (operations && !(operations as readonly string[]).includes(operation)))
      return false;
    if (!this.isDue()) return false;
    this.left -= 1;
    return true;
  }

  private isDue(): boolean {
    const { chance, every = 1 } = this.fault;
    if (chance !== undefined) return this.random() < chance;
    this.seen += 1;
    return this.seen % every === 0;
  }

  /** mulberry32: small, and good enough to spread faults. */
  private random(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}

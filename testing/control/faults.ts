import type { OperationName } from "../http/api";
import { ApiError } from "../http/errors";

/** A disturbance: which calls are answered with which error, and how often. */
export interface Fault {
  /** The error to answer: HTTP 429 or 500. Both are retried by AWS clients. */
  readonly error: "ThrottlingException" | "InternalServiceErrorException";
  /**
   * The operations that are disturbed.
   * @default - all
   */
  readonly operations?: readonly OperationName[];
  /**
   * Disturb every n-th call, counted over the operations above: a whole number of at least 1.
   * @default 1
   */
  readonly every?: number;
  /**
   * Disturb by chance instead of by counting: a probability from 0 to 1.
   * @default - by counting
   */
  readonly chance?: number;
  /**
   * Start of the random sequence, so that a run can be repeated.
   * @default 1
   */
  readonly seed?: number;
  /**
   * How many calls are disturbed before the fault is over: a whole number of at least 1. It must end, or no client would
   * ever converge.
   */
  readonly times: number;
}

/** The disturbances that a test asked for. */
export class Faults {
  private active: ActiveFault[] = [];

  /**
   * Adds a disturbance to those that are active.
   * @throws Error for a value that is not allowed
   */
  public inject(fault: Fault): void {
    checkFault(fault);
    this.active.push(new ActiveFault(fault));
  }

  /** Ends all disturbances. */
  public clear(): void {
    this.active = [];
  }

  /**
   * The error to answer to the next call of an operation, if it is to be disturbed.
   * @internal
   */
  public next(operation: string): ApiError | undefined {
    const hits = this.active.filter((fault) => fault.strikes(operation));
    const [hit] = hits;
    return hit && new ApiError(hit.fault.error, `injected fault: ${hit.fault.error} for ${operation}`);
  }
}

function checkFault({ times, every = 1, chance = 0 }: Fault): void {
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

import type { OperationName, RequestOf, ResponseOf } from "../http/api";
import type { ApiErrorName } from "../http/errors";

/** How a call ended. */
export type Outcome<Response = unknown> =
  | {
      /** It was answered. */
      readonly ok: true;
      /** What was answered. */
      readonly response: Response;
    }
  | {
      /** It was refused. */
      readonly ok: false;
      /** The name of the error that was answered. */
      readonly error: ApiErrorName;
      /** Its message. */
      readonly message: string;
      /** Whether a `Fault` made the error. */
      readonly injected: boolean;
    };

/** One call that reached the stand-in. */
export interface Call<Request = unknown, Response = unknown> {
  /** The operation; also one that the stand-in does not know. */
  readonly operation: string;
  /** The request as it was sent. */
  readonly request: Request;
  /** When it arrived. */
  readonly at: Date;
  /** What was answered. */
  readonly outcome: Outcome<Response>;
}

/** Every call since the start (or since `clear`), in the order in which the calls were answered. */
export class CallLog {
  private readonly calls: Call[] = [];

  /** All calls. */
  public get all(): readonly Call[] {
    return this.calls;
  }

  /** The calls of one operation, typed. */
  public of<O extends OperationName>(operation: O): readonly Call<RequestOf<O>, ResponseOf<O>>[] {
    return this.calls.filter((call) => call.operation === operation) as Call<RequestOf<O>, ResponseOf<O>>[];
  }

  /** The calls that ask for a change, that is all but `Describe…` and `List…`. */
  public get changes(): readonly Call[] {
    return this.calls.filter((call) => !/^(Describe|List)/.test(call.operation));
  }

  /** The calls that were refused, with a real or an injected error. */
  public get failures(): readonly Call[] {
    return this.calls.filter((call) => !call.outcome.ok);
  }

  /**
   * Adds a call.
   * @internal
   */
  public record(call: Call): void {
    this.calls.push(call);
  }

  /** Forgets all calls, to look only at what comes next. */
  public clear(): void {
    this.calls.length = 0;
  }
}

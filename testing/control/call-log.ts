import type { OperationName, RequestOf, ResponseOf } from "../http/api";
import type { ApiErrorName } from "../http/errors";

/** The result of a call. */
export type Outcome<Response = unknown> =
  | {
      /** The call succeeded. */
      readonly ok: true;
      /** The response. */
      readonly response: Response;
    }
  | {
      /** The call failed. */
      readonly ok: false;
      /** The name of the returned error. */
      readonly error: ApiErrorName;
      /** The error message. */
      readonly message: string;
      /** Whether the error was injected with a `Fault`. */
      readonly injected: boolean;
    };

/** One call that reached the stand-in. */
export interface Call<Request = unknown, Response = unknown> {
  /** The operation, even one that the stand-in does not support. */
  readonly operation: string;
  /** The request. */
  readonly request: Request;
  /** When it arrived. */
  readonly at: Date;
  /** The result. */
  readonly outcome: Outcome<Response>;
}

/** All calls since the start or the last `clear`, in the order of their responses. */
export class CallLog {
  private readonly calls: Call[] = [];

  /** All calls. */
  public get all(): readonly Call[] {
    return this.calls;
  }

  /** The calls of one operation, with typed requests and responses. */
  public of<O extends OperationName>(operation: O): readonly Call<RequestOf<O>, ResponseOf<O>>[] {
    return this.calls.filter((call) => call.operation === operation) as Call<RequestOf<O>, ResponseOf<O>>[];
  }

  /** The calls that change something: all except `Describe…` and `List…`. */
  public get changes(): readonly Call[] {
    return this.calls.filter((call) => !/^(Describe|List)/.test(call.operation));
  }

  /** The calls that failed, including those with an injected error. */
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

  /** Clears the log, so that it has only later calls. */
  public clear(): void {
    this.calls.length = 0;
  }
}

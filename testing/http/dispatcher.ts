import { APP_RUNNER_MODEL } from "../model/app-runner";
import { checkConstraints } from "../model/constraints";
import { readRequest } from "../model/read-request";
import type { Identifiers } from "../state/identifiers";
import { cutPage } from "../state/paging";
import type { AppRunnerApi } from "./api";
import { ApiError, invalidRequest } from "./errors";
import type { WireCall } from "./server";

/** An operation, for any request that the model accepts. */
type Handler = (request: unknown) => unknown;

/** Errors that only some operations declare. */
const DECLARED_BY_SOME = [
  "InvalidStateException",
  "ResourceNotFoundException",
  "ServiceQuotaExceededException",
];

/** Calls the operations with valid requests, and returns only errors that they declare. */
export class Dispatcher {
  private readonly handlers: ReadonlyMap<string, Handler>;

  public constructor(
    private readonly ids: Identifiers,
    api: AppRunnerApi,
  ) {
    this.handlers = new Map(Object.entries(api) as [string, Handler][]);
  }

  /**
   * The response of a call.
   * @throws ApiError if the call is rejected
   */
  public async dispatch({ operation, request, region }: WireCall): Promise<unknown> {
    const own = this.ids.region;
    if (region !== undefined && region !== own) {
      throw invalidRequest(`this stand-in is in ${own}, the call was for ${region}`);
    }
    const handler = this.handlers.get(operation);
    const model = APP_RUNNER_MODEL.operations[operation];
    if (!handler || !model) {
      throw new ApiError(
        "UnknownOperationException",
        `the stand-in does not support the operation ${operation}`,
      );
    }
    const read = readRequest(model.input, request);
    checkConstraints(model.input, read);
    try {
      const response = (await handler(read)) as object;
      return cutPage({ operation, request: read, response, account: this.ids });
    } catch (error) {
      throw toDeclaredError(operation, error);
    }
  }
}

/**
 * An error that the operation can return. For example, no operation that creates something declares that a resource does not
 * exist: its request is invalid.
 */
export function toDeclaredError(operation: string, error: unknown): unknown {
  if (!(error instanceof ApiError) || !DECLARED_BY_SOME.includes(error.name)) return error;
  const declared = APP_RUNNER_MODEL.operations[operation]?.errors ?? [];
  return declared.includes(error.name) ? error : invalidRequest(error.message);
}

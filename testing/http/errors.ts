/** The exceptions of the App Runner API, and the errors that AWS returns before a call reaches it. */
export type ApiErrorName =
  | "InvalidRequestException"
  | "InvalidStateException"
  | "ResourceNotFoundException"
  | "ServiceQuotaExceededException"
  | "InternalServiceErrorException"
  | "ThrottlingException"
  | "UnknownOperationException"
  | "SerializationException"
  /** The stand-in has a bug or cannot reach the emulator. Clients do not retry it. */
  | "StandInException";

const HTTP_STATUS: Partial<Record<ApiErrorName, number>> = {
  InternalServiceErrorException: 500,
  ThrottlingException: 429,
};

/** An error to return to the caller. Any other error is a bug in the stand-in. */
export class ApiError extends Error {
  /** The HTTP status of the response. */
  public readonly status: number;

  public constructor(
    public override readonly name: ApiErrorName,
    message: string,
  ) {
    super(message);
    this.status = HTTP_STATUS[name] ?? 400;
  }
}

/** The request is invalid: a value is out of bounds, or breaks a rule of the API. */
export function invalidRequest(message: string): ApiError {
  return new ApiError("InvalidRequestException", message);
}

/** A member has a value that breaks a rule of the API that its model does not have. `value` is shown, so it must not be a secret. */
export function invalidMember(member: string, value: string | undefined, constraint: string): ApiError {
  const shown = value === undefined ? "null" : `'${value}'`;
  return invalidRequest(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** The request is valid, but not in the current state of the resource. */
export function invalidState(message: string): ApiError {
  return new ApiError("InvalidStateException", message);
}

/** No resource has the requested ARN. */
export function notFound(message: string): ApiError {
  return new ApiError("ResourceNotFoundException", message);
}

/** A quota of the account is exhausted. */
export function quotaExceeded(message: string): ApiError {
  return new ApiError("ServiceQuotaExceededException", message);
}

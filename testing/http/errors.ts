/** The exceptions of the App Runner API, and what AWS front ends answer before a call reaches it. */
export type ApiErrorName =
  | "InvalidRequestException"
  | "InvalidStateException"
  | "ResourceNotFoundException"
  | "ServiceQuotaExceededException"
  | "InternalServiceErrorException"
  | "ThrottlingException"
  | "UnknownOperationException"
  | "SerializationException"
  /** The stand-in itself is wrong or can't reach what it needs. Clients do not retry it. */
  | "StandInException";

const HTTP_STATUS: Partial<Record<ApiErrorName, number>> = {
  InternalServiceErrorException: 500,
  ThrottlingException: 429,
};

/** An error that goes over the wire to the caller; everything else that is thrown is a bug of the stand-in. */
export class ApiError extends Error {
  /** The HTTP status of the answer. */
  public readonly status: number;

  public constructor(
    public override readonly name: ApiErrorName,
    message: string,
  ) {
    super(message);
    this.status = HTTP_STATUS[name] ?? 400;
  }
}

/** The request itself is wrong: a value out of bounds, a rule of the API broken. */
export function invalidRequest(message: string): ApiError {
  return new ApiError("InvalidRequestException", message);
}

/** The request is right, but not in the state that the resource is in. */
export function invalidState(message: string): ApiError {
  return new ApiError("InvalidStateException", message);
}

/** No resource has the ARN of the request. */
export function notFound(message: string): ApiError {
  return new ApiError("ResourceNotFoundException", message);
}

/** The account already has as many as it may have. */
export function quotaExceeded(message: string): ApiError {
  return new ApiError("ServiceQuotaExceededException", message);
}

import { HttpError } from "./http-client";

/** Answers to a token that is wrong, or that lacks a permission. Some services hide what it may not see. */
const REFUSED = new Set([401, 403, 404]);

/**
 * Waits for an answer. If the service refuses the token, the error says what to do.
 *
 * @param advice what the token must be
 */
export async function adviseOnToken<T>(advice: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof HttpError) || !REFUSED.has(error.status)) throw error;
    throw new HttpError(`${error.message}\n${advice}`, error.status);
  }
}

/** Waits for an answer. Returns undefined if what the request is about does not exist. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return undefined;
    throw error;
  }
}

import { invalidRequest } from "../http/errors";

/** Paging members of a `List…` or `Describe…` request. */
export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page, and the token for the next page. */
export interface Page<T> {
  readonly items: T[];
  readonly NextToken?: string;
}

/** Returns one page of a list. `largest` is the maximum page size, and the default. */
export function cutPage<T>(all: readonly T[], request: PageRequest, largest: number): Page<T> {
  const size = request.MaxResults ?? largest;
  if (size < 1 || size > largest) {
    throw invalidRequest(`Value '${size}' at 'maxResults' failed to satisfy constraint: 1 to ${largest}`);
  }
  const start = request.NextToken === undefined ? 0 : Number(request.NextToken);
  if (!Number.isInteger(start) || start < 0)
    throw invalidRequest("The next token you specified isn't valid.");
  const end = start + size;
  return { items: all.slice(start, end), ...(end < all.length && { NextToken: String(end) }) };
}

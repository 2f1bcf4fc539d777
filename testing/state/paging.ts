import { invalidRequest } from "../http/errors";
import { digest, type Identifiers } from "./identifiers";

/** The member of a response that is a list, and the member of an item that identifies it. */
interface List {
  readonly member: string;
  /** @default - the item is a text that identifies itself */
  readonly key?: string;
}

/** The operations whose responses have pages. */
const LISTS: ReadonlyMap<string, List> = new Map(
  Object.entries({
    DescribeCustomDomains: { member: "CustomDomains", key: "DomainName" },
    ListAutoScalingConfigurations: {
      member: "AutoScalingConfigurationSummaryList",
      key: "AutoScalingConfigurationArn",
    },
    ListConnections: { member: "ConnectionSummaryList", key: "ConnectionArn" },
    ListObservabilityConfigurations: {
      member: "ObservabilityConfigurationSummaryList",
      key: "ObservabilityConfigurationArn",
    },
    ListOperations: { member: "OperationSummaryList", key: "Id" },
    ListServices: { member: "ServiceSummaryList", key: "ServiceArn" },
    ListServicesForAutoScalingConfiguration: { member: "ServiceArnList" },
    ListVpcConnectors: { member: "VpcConnectors", key: "VpcConnectorArn" },
    ListVpcIngressConnections: { member: "VpcIngressConnectionSummaryList", key: "VpcIngressConnectionArn" },
  }),
);

/** Paging members of a request that the API model accepts, and its other members. */
interface PageRequest {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** A call, with the response for all pages. */
export interface CompleteAnswer {
  readonly operation: string;
  readonly request: PageRequest;
  readonly response: object;
  /** The account of the lists. */
  readonly account: Identifiers;
}

/**
 * Returns one page of a response with a list, and any other response as it is. Without `MaxResults`, all the rest is one page. A
 * token names the last item of the previous page, so that new items do not move the next page.
 * @throws ApiError `InvalidRequestException` if the token is not from the same list, or if its item was deleted
 */
export function cutPage({ operation, request, response, account }: CompleteAnswer): object {
  const list = LISTS.get(operation);
  if (!list) return response;
  const { MaxResults, NextToken, ...filters } = request;
  const all = (response as Readonly<Record<string, readonly unknown[]>>)[list.member] ?? [];
  const keys = all.map((item) => (list.key ? (item as Record<string, unknown>)[list.key] : item));
  const origin = digest(JSON.stringify([account.region, account.accountId, operation, filters]));
  const start = NextToken === undefined ? 0 : keys.indexOf(readToken(NextToken, origin)) + 1;
  if (NextToken !== undefined && start === 0)
    throw invalidRequest("The next token you specified isn't valid.");
  const end = start + (MaxResults ?? Infinity);
  const next = end < all.length ? { NextToken: writeToken(origin, keys[end - 1]) } : {};
  return { ...response, [list.member]: all.slice(start, end), ...next };
}

function writeToken(origin: string, key: unknown): string {
  return Buffer.from(JSON.stringify([origin, key])).toString("base64url");
}

/** The key in a token, or `undefined` if it is not a token of this list. */
function readToken(token: string, origin: string): unknown {
  try {
    const [from, key] = JSON.parse(Buffer.from(token, "base64url").toString()) as unknown[];
    return from === origin && writeToken(origin, key) === token ? key : undefined;
  } catch {
    return undefined;
  }
}

import type { IngressVpcConfiguration } from "@aws-sdk/client-apprunner";

import type { ServiceSettings } from "../state/records";

/** What the stand-in asks about things outside of App Runner. */
export interface References {
  /** Whether a CNAME can be found in public DNS. */
  dnsHas(name: string, value: string): Promise<boolean>;

  /** Whether no CAA record keeps Amazon from issuing a certificate for a domain. */
  dnsAllowsAmazonCertificate(domainName: string): Promise<boolean>;

  /** The error for the first role that App Runner can't assume. */
  findUnassumableRole(settings: ServiceSettings, serviceArn: string): Promise<string | undefined>;

  /** Why a version of a service can't start, `undefined` if all that it refers to is as it should be. */
  findProblem(
    settings: ServiceSettings,
    serviceArn: string,
    kmsKey: string | undefined,
  ): Promise<string | undefined>;

  /** Why an endpoint cannot be used for requests to a service, `undefined` if it can. */
  findEndpointProblem(configuration: IngressVpcConfiguration): Promise<string | undefined>;

  /** Looks for DNS records in the public hosted zones of one more account. */
  addZoneAccount(accountId: string): void;
}

const yes = () => Promise.resolve(true);
const noProblem = () => Promise.resolve(undefined);

/** Nothing is behind the stand-in: whatever a service refers to is taken to exist and to be allowed. */
export const ASSUMED_REFERENCES: References = {
  dnsHas: yes,
  dnsAllowsAmazonCertificate: yes,
  findUnassumableRole: noProblem,
  findProblem: noProblem,
  findEndpointProblem: noProblem,
  addZoneAccount: () => undefined,
};

import type { IngressVpcConfiguration } from "@aws-sdk/client-apprunner";

import type { ServiceSettings } from "../state/records";

/** What the stand-in asks about resources outside of App Runner. */
export interface References {
  /** Whether public DNS has this CNAME. */
  dnsHas(name: string, value: string): Promise<boolean>;

  /** Whether CAA records let Amazon issue a certificate for a domain. */
  dnsAllowsAmazonCertificate(domainName: string): Promise<boolean>;

  /** The error for the first role that App Runner can't assume. */
  findUnassumableRole(settings: ServiceSettings, serviceArn: string): Promise<string | undefined>;

  /** Why a version of a service can't start, or `undefined` if it can. */
  findProblem(
    settings: ServiceSettings,
    serviceArn: string,
    kmsKey: string | undefined,
  ): Promise<string | undefined>;

  /** Why a VPC endpoint cannot be used for a service, or `undefined` if it can. */
  findEndpointProblem(configuration: IngressVpcConfiguration): Promise<string | undefined>;

  /** Also looks for DNS records in the public hosted zones of this account. */
  addZoneAccount(accountId: string): void;
}

const yes = () => Promise.resolve(true);
const noProblem = () => Promise.resolve(undefined);

/** Without an emulator: everything that a service refers to is assumed to exist and to be allowed. */
export const ASSUMED_REFERENCES: References = {
  dnsHas: yes,
  dnsAllowsAmazonCertificate: yes,
  findUnassumableRole: noProblem,
  findProblem: noProblem,
  findEndpointProblem: noProblem,
  addZoneAccount: () => undefined,
};

import { DOMAINS, PRODUCTION, production } from "./production";
import type { Scenario } from "./scenario";

const [API, STATUS] = DOMAINS.map(({ domainName }) => ({ domainName })) as [
  { domainName: string },
  { domainName: string },
];

/** Changes of domains in a separate stack. */
export const DOMAIN_CHANGES: readonly Scenario[] = [
  {
    name: "service-rename",
    what: "The service is renamed. The domains, in a different stack, follow with a later plan.",
    before: PRODUCTION,
    after: production({ domains: DOMAINS, service: () => ({ serviceName: "hello-api" }) }),
  },
  {
    name: "www-toggle-on",
    what: "www is enabled for a domain.",
    before: PRODUCTION,
    after: production({ domains: [{ ...API, www: true }, STATUS] }),
  },
  {
    name: "domain-removed",
    what: "One of two domains is removed.",
    before: PRODUCTION,
    after: production({ domains: [API] }),
  },
  {
    name: "traffic-record-removed",
    what: "The stack no longer creates the records: somebody enters them by hand.",
    before: PRODUCTION,
    after: production({ domains: DOMAINS, zoneName: null }),
  },
  {
    name: "record-type-change",
    what: "The record of a domain becomes a CNAME.",
    before: PRODUCTION,
    after: production({ domains: [{ ...API, recordType: "CNAME" }, STATUS] }),
  },
];

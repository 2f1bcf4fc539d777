import { DOMAINS, PRODUCTION, production } from "./production";
import type { Scenario } from "./scenario";

const [API, STATUS] = DOMAINS.map(({ domainName }) => ({ domainName })) as [
  { domainName: string },
  { domainName: string },
];

/** Changes of domains in a stack of their own. */
export const DOMAIN_CHANGES: readonly Scenario[] = [
  {
    name: "service-rename",
    what: "The service gets another name. The domains, in another stack, follow with a later plan.",
    before: PRODUCTION,
    after: production({ domains: DOMAINS, service: () => ({ serviceName: "hello-api" }) }),
  },
  {
    name: "www-toggle-on",
    what: "A domain gets www.",
    before: PRODUCTION,
    after: production({ domains: [{ ...API, www: true }, STATUS] }),
  },
  {
    name: "domain-removed",
    what: "One of two domains goes.",
    before: PRODUCTION,
    after: production({ domains: [API] }),
  },
  {
    name: "traffic-record-removed",
    what: "The records are no longer written: somebody is to enter them by hand.",
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

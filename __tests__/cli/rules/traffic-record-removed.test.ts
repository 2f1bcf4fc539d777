import {
  created,
  destroyed,
  findIn,
  forgotten,
  type Marks,
  type Planned,
  replaced,
  replacedFirst,
  serviceValues,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "traffic-record-removed";

const RECORD = "aws_route53_record";
const ASSOCIATION = "aws_apprunner_custom_domain_association";

const domainOf = (domain_name: string): Planned =>
  unchanged(`${ASSOCIATION}.d`, { domain_name, service_arn: "arn:s", certificate_validation_records: [] });

/** A record to a service. */
const record = (values: Values = {}): Values => {
  const name = "www.a.com";
  const records = ["web1.eu-west-1.awsapprunner.com"];
  return {
    name,
    fqdn: name,
    type: "CNAME",
    zone_id: "Z1",
    set_identifier: "",
    ttl: 60,
    records,
    alias: [],
    ...values,
  };
};

const alias = (name: string): Values =>
  record({ type: "A", records: [], alias: [{ name, zone_id: "Z2", evaluate_target_health: true }] });

/** A record as planned before its creation. */
const newRecord = (values: Values = {}): Values => ({ ...record(values), fqdn: null });
const UNKNOWN: Marks = { change: { after_unknown: { fqdn: true, id: true } } };

const weighted = (set_identifier: string, weight: number, values: Values = {}): Values =>
  record({ set_identifier, weighted_routing_policy: [{ weight }], ...values });

const located = (set_identifier: string, country: string, values: Values = {}): Values =>
  record({
    set_identifier,
    geolocation_routing_policy: [{ continent: "", country, subdivision: "" }],
    ...values,
  });

describe("the traffic records of a domain with locations", () => {
  const NO_DEFAULT = "www.a.com no longer has a record for the default location, '*'";

  test.each<[string, readonly Planned[], string]>([
    [
      "the default location is removed",
      [destroyed(`${RECORD}.t["a"]`, located("a", "*")), unchanged(`${RECORD}.t["b"]`, located("b", "DE"))],
      NO_DEFAULT,
    ],
    [
      "the default location becomes a country",
      [
        updated(`${RECORD}.t["a"]`, located("a", "*"), {
          geolocation_routing_policy: [{ continent: "", country: "FR", subdivision: "" }],
        }),
        unchanged(`${RECORD}.t["b"]`, located("b", "DE")),
      ],
      NO_DEFAULT,
    ],
    [
      "the default location becomes a continent",
      [
        updated(`${RECORD}.t["a"]`, located("a", "*"), {
          geolocation_routing_policy: [{ continent: "EU", country: "", subdivision: "" }],
        }),
      ],
      NO_DEFAULT,
    ],
    ["all are removed", [destroyed(`${RECORD}.t["a"]`, located("a", "*"))], "is removed"],
  ])("are reported once if %s", (_, plan, message) => {
    const found = findIn(RULE, domainOf("www.a.com"), ...plan);
    expect(found.map((finding) => finding.message)).toEqual([expect.stringContaining(message)]);
  });

  test.each<[string, readonly Planned[]]>([
    [
      "a country is removed",
      [destroyed(`${RECORD}.t["b"]`, located("b", "DE")), unchanged(`${RECORD}.t["a"]`, located("a", "*"))],
    ],
    [
      "a different service gets the default location",
      [
        destroyed(`${RECORD}.t["a"]`, located("a", "*")),
        updated(`${RECORD}.t["b"]`, located("b", "DE"), {
          geolocation_routing_policy: [{ continent: "", country: "*", subdivision: "" }],
        }),
      ],
    ],
    [
      "a new record gets the default location",
      [
        destroyed(`${RECORD}.t["a"]`, located("a", "*")),
        created(`${RECORD}.u`, newRecord(located("c", "*")), UNKNOWN),
        unchanged(`${RECORD}.t["b"]`, located("b", "DE")),
      ],
    ],
    [
      "the routing is removed",
      [
        updated(`${RECORD}.t["a"]`, located("a", "*"), {
          set_identifier: "",
          geolocation_routing_policy: [],
        }),
        destroyed(`${RECORD}.t["b"]`, located("b", "DE")),
      ],
    ],
    [
      "the record of something else for the default location is removed",
      [destroyed(`${RECORD}.t["a"]`, located("a", "*", { records: ["lb.example.com"] }))],
    ],
    ["the default location keeps its record", [updated(`${RECORD}.t["a"]`, located("a", "*"), { ttl: 300 })]],
  ])("are not reported if %s", (_, plan) => {
    expect(findIn(RULE, domainOf("www.a.com"), ...plan)).toEqual([]);
  });
});

describe("traffic-record-removed", () => {
  test("finds the traffic record of each remaining domain", () => {
    expect(findingsOf("traffic-record-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "error" }),
      expect.objectContaining({ severity: "error" }),
    ]);
    expect(wordsOf(RULE, "traffic-record-removed", 0)).toContain(
      "The traffic record of api.example.com is removed",
    );
    expect(wordsOf(RULE, "traffic-record-removed", 1)).toContain(
      "The traffic record of status.example.com is removed",
    );
  });

  test.each(["domain-removed", "record-type-change", "www-toggle-on"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  test.each<[string, readonly Planned[], string]>([
    ["is removed", [destroyed(`${RECORD}.t`, record())], "is removed"],
    [
      "is an alias and is removed",
      [destroyed(`${RECORD}.t`, alias("web1.eu-west-1.awsapprunner.com"))],
      "is removed",
    ],
    [
      "gets another target",
      [updated(`${RECORD}.t`, record(), { records: ["lb.example.com"] })],
      "no longer points to App Runner",
    ],
    [
      "gets another alias",
      [
        updated(`${RECORD}.t`, alias("web1.eu-west-1.awsapprunner.com"), {
          alias: [{ name: "lb.eu-west-1.elb.amazonaws.com", zone_id: "Z3" }],
        }),
      ],
      "no longer points to App Runner",
    ],
    [
      "changes its zone",
      [replaced(`${RECORD}.t`, record(), { zone_id: "Z9", fqdn: null }, UNKNOWN)],
      "is destroyed before it is created again",
    ],
    [
      "gets another name",
      [replaced(`${RECORD}.t`, record(), { name: "api.a.com", fqdn: null }, UNKNOWN)],
      "is removed",
    ],
    [
      "is created again in another zone",
      [destroyed(`${RECORD}.t`, record()), created(`${RECORD}.u`, newRecord({ zone_id: "Z9" }), UNKNOWN)],
      "is destroyed before it is created again",
    ],
    [
      "is created again with another target",
      [
        destroyed(`${RECORD}.t`, record()),
        created(`${RECORD}.u`, newRecord({ zone_id: "Z9", records: ["lb.example.com"] }), UNKNOWN),
      ],
      "is removed",
    ],
    [
      "leaves a weighted record of another target",
      [
        destroyed(`${RECORD}.t["a"]`, weighted("a", 0)),
        updated(`${RECORD}.t["b"]`, weighted("b", 50, { records: ["lb.example.com"] }), {
          weighted_routing_policy: [{ weight: 100 }],
        }),
      ],
      "is removed",
    ],
    [
      "is the last of two weighted records",
      [
        destroyed(`${RECORD}.t["a"]`, weighted("a", 50)),
        updated(`${RECORD}.t["b"]`, weighted("b", 50), { records: ["lb.example.com"] }),
      ],
      "is removed",
    ],
    [
      "moves to another address and gets another target",
      [
        destroyed(`${RECORD}.t`, record()),
        created(`${RECORD}.u`, newRecord({ records: ["lb.example.com"] }), UNKNOWN),
      ],
      "no longer points to App Runner",
    ],
  ])("finds a record that %s", (_, plan, message) => {
    expect(findIn(RULE, domainOf("www.a.com"), ...plan)[0]?.message).toContain(message);
  });

  test.each<[string, readonly Planned[]]>([
    [
      "one of two weighted records",
      [
        destroyed(`${RECORD}.t["a"]`, weighted("a", 0)),
        updated(`${RECORD}.t["b"]`, weighted("b", 50), { weighted_routing_policy: [{ weight: 100 }] }),
      ],
    ],
    [
      "a weighted record, while the other one does not change",
      [destroyed(`${RECORD}.t["a"]`, weighted("a", 0)), unchanged(`${RECORD}.t["b"]`, weighted("b", 50))],
    ],
    [
      "a weighted record that gets another target, while one points to a service",
      [
        updated(`${RECORD}.t["a"]`, weighted("a", 50), { records: ["lb.example.com"] }),
        unchanged(`${RECORD}.t["b"]`, weighted("b", 50)),
      ],
    ],
    [
      "a record that points to another service",
      [updated(`${RECORD}.t`, record(), { records: ["web2.us-east-1.awsapprunner.com"] })],
    ],
    [
      "a record whose target is known only after the apply",
      [updated(`${RECORD}.t`, record(), { records: null }, { change: { after_unknown: { records: true } } })],
    ],
    [
      "a record that becomes an alias",
      [
        updated(`${RECORD}.t`, record(), {
          type: "A",
          records: [],
          alias: [{ name: "web1.eu-west-1.awsapprunner.com" }],
        }),
      ],
    ],
    [
      "a record that moves to another address",
      [destroyed(`${RECORD}.t`, record()), created(`${RECORD}.u`, newRecord(), UNKNOWN)],
    ],
    [
      "a record that is created in another zone before it is destroyed",
      [replacedFirst(`${RECORD}.t`, record(), { zone_id: "Z9", fqdn: null }, UNKNOWN)],
    ],
    ["a record of something else", [destroyed(`${RECORD}.t`, record({ records: ["lb.example.com"] }))]],
    ["a forgotten record", [forgotten(`${RECORD}.t`, record())]],
    ["a record with another TTL", [updated(`${RECORD}.t`, record(), { ttl: 300 })]],
  ])("does not find %s", (_, plan) => {
    expect(findIn(RULE, domainOf("www.a.com"), ...plan)).toEqual([]);
  });

  const association = { domain_name: "a.com", enable_www_subdomain: true };
  const apiRecord = destroyed(`${RECORD}.t`, record({ name: "api.a.com", fqdn: "api.a.com" }));

  test.each<[string, readonly Planned[], number]>([
    ["is not reviewed", [], 1],
    ["is only removed from the state", [forgotten(`${ASSOCIATION}.d`, association)], 1],
    ["is removed and has www", [destroyed(`${ASSOCIATION}.d`, association)], 0],
    [
      "is removed and has no www",
      [destroyed(`${ASSOCIATION}.d`, { ...association, enable_www_subdomain: false })],
      1,
    ],
    ["is a removed wildcard", [destroyed(`${ASSOCIATION}.d`, { domain_name: "*.a.com" })], 0],
    [
      "is not reviewed and its service is destroyed",
      [
        destroyed(
          "aws_apprunner_service.web",
          serviceValues({ values: { service_url: "web1.eu-west-1.awsapprunner.com" } }),
        ),
      ],
      0,
    ],
  ])("judges a record whose association %s", (_, plan, count) => {
    const traffic = destroyed(`${RECORD}.t`, record());
    expect(findIn(RULE, traffic, ...plan)).toHaveLength(count);
  });

  test("finds the record of a domain below one that is removed", () => {
    expect(findIn(RULE, destroyed(`${ASSOCIATION}.d`, association), apiRecord)).toHaveLength(1);
  });
});

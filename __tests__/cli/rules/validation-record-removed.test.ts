import {
  created,
  destroyed,
  findIn,
  forgotten,
  type Marks,
  type Planned,
  replaced,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "validation-record-removed";

const RECORD = "aws_route53_record";
const ASSOCIATION = "aws_apprunner_custom_domain_association";

const LISTED = ["_a.www.a.com.", "_b.2a57j774acdd69553c3d7c65e13ccc0.www.a.com."];

const domain = (names: readonly string[] = LISTED): Planned =>
  unchanged(`${ASSOCIATION}.d`, {
    domain_name: "www.a.com",
    certificate_validation_records: names.map((name) => ({
      name,
      type: "CNAME",
      value: "_x.y.acm-validations.aws.",
    })),
  });

/** A validation record. */
const record = (values: Values = {}): Values => {
  const name = "_a.www.a.com";
  return {
    name,
    fqdn: name,
    type: "CNAME",
    zone_id: "Z1",
    set_identifier: "",
    ttl: 60,
    records: ["_x.y.acm-validations.aws."],
    ...values,
  };
};

const UNKNOWN: Marks = { change: { after_unknown: { fqdn: true, name: true, records: true } } };
const NEW = { name: null, fqdn: null, records: null };

describe("validation-record-removed", () => {
  test("finds each validation record of a remaining domain", () => {
    expect(findingsOf("traffic-record-removed", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-domain", severity: "error" }),
      expect.objectContaining({ stack: "hello-prod-domain", severity: "error" }),
      expect.objectContaining({ stack: "hello-prod-domain", severity: "error" }),
      expect.objectContaining({ stack: "hello-prod-domain", severity: "error" }),
    ]);
    expect(wordsOf(RULE, "traffic-record-removed", 0)).toContain("at every certificate renewal");
    expect(wordsOf(RULE, "traffic-record-removed", 1)).toContain("at every certificate renewal");
    expect(wordsOf(RULE, "traffic-record-removed", 2)).toContain("at every certificate renewal");
    expect(wordsOf(RULE, "traffic-record-removed", 3)).toContain("at every certificate renewal");
  });

  test.each(["domain-removed", "www-toggle-on", "www-toggle-off", "service-rename-one-stack"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );

  test.each<[string, readonly Planned[], string]>([
    ["is removed", [domain(), destroyed(`${RECORD}.v`, record())], "is removed"],
    [
      "has a relative name and is removed",
      [domain(), destroyed(`${RECORD}.v`, record({ name: "_a.www" }))],
      "The validation record _a.www.a.com is removed",
    ],
    [
      "is below a domain without known records",
      [domain([]), destroyed(`${RECORD}.v`, record())],
      "is removed",
    ],
    [
      "gets another value",
      [domain(), updated(`${RECORD}.v`, record(), { records: ["elsewhere.example.com"] })],
      "gets a different value",
    ],
    [
      "gets another name",
      [domain(), replaced(`${RECORD}.v`, record(), { name: "_c.www.a.com", fqdn: null })],
      "is removed",
    ],
    [
      "is one of two, and one record of unknown name is created",
      [
        domain(),
        destroyed(`${RECORD}.v["0"]`, record()),
        destroyed(
          `${RECORD}.v["1"]`,
          record({ name: LISTED[1], fqdn: "_b.2a57j774acdd69553c3d7c65e13ccc0.www.a.com" }),
        ),
        created(`${RECORD}.v["x"]`, record(NEW), UNKNOWN),
      ],
      "is removed",
    ],
    [
      "is removed while a new domain gets its records",
      [
        domain(),
        destroyed(`${RECORD}.v`, record()),
        created(`${ASSOCIATION}.e`, { domain_name: "b.com" }),
        created(`${RECORD}.w`, record(NEW), UNKNOWN),
      ],
      "is removed",
    ],
  ])("finds a record that %s", (_, plan, message) => {
    const findings = findIn(RULE, ...plan);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain(message);
  });

  const own = record({ name: LISTED[1], fqdn: LISTED[1] });

  test.each<[string, readonly Planned[], number]>([
    ["is not reviewed, but has a record of App Runner", [unchanged(`${RECORD}.w`, own)], 1],
    ["is not reviewed, and both records are removed", [destroyed(`${RECORD}.w`, own)], 2],
    [
      "is not reviewed, and the other record is of another domain",
      [unchanged(`${RECORD}.w`, record({ fqdn: "_b.2a57j774acdd69553c3d7c65e13ccc0.b.com" }))],
      0,
    ],
    [
      "is removed",
      [destroyed(`${ASSOCIATION}.d`, { domain_name: "www.a.com" }), destroyed(`${RECORD}.w`, own)],
      0,
    ],
    ["is only removed from the state", [forgotten(`${ASSOCIATION}.d`, { domain_name: "www.a.com" })], 1],
  ])("judges a record whose association %s", (_, plan, count) => {
    expect(findIn(RULE, destroyed(`${RECORD}.v`, record()), ...plan)).toHaveLength(count);
  });

  test.each<[string, readonly Planned[]]>([
    [
      "a record of another certificate below the domain",
      [domain(), destroyed(`${RECORD}.v`, record({ name: "_z.cdn.www.a.com", fqdn: "_z.cdn.www.a.com" }))],
    ],
    [
      "a record of another certificate below a domain without known records",
      [domain([]), destroyed(`${RECORD}.v`, record({ name: "_z.cdn.www.a.com", fqdn: "_z.cdn.www.a.com" }))],
    ],
    ["a record of a certificate of something else", [destroyed(`${RECORD}.v`, record())]],
    [
      "a record of a removed domain",
      [destroyed(`${ASSOCIATION}.d`, { domain_name: "www.a.com" }), destroyed(`${RECORD}.v`, record())],
    ],
    [
      "a record that is created again under another key",
      [
        domain(),
        destroyed(`${RECORD}.v["0"]`, record()),
        created(`${RECORD}.v["x"]`, record({ fqdn: null })),
      ],
    ],
    [
      "a record that is created again with a relative name",
      [
        domain(),
        destroyed(`${RECORD}.v["0"]`, record()),
        created(`${RECORD}.v["x"]`, record({ name: "_a.www", fqdn: null })),
      ],
    ],
    [
      "a record with a relative name that is created again with the full one",
      [
        domain(),
        destroyed(`${RECORD}.v["0"]`, record({ name: "_a.www" })),
        created(`${RECORD}.v["x"]`, record({ fqdn: null })),
      ],
    ],
    [
      "a record that is created again with an unknown name",
      [domain(), destroyed(`${RECORD}.v["0"]`, record()), created(`${RECORD}.v["x"]`, record(NEW), UNKNOWN)],
    ],
    [
      "a record that moves to another zone",
      [domain(), replaced(`${RECORD}.v`, record(), { zone_id: "Z9", fqdn: null })],
    ],
    ["a record with another TTL", [domain(), updated(`${RECORD}.v`, record(), { ttl: 300 })]],
    [
      "a record whose domain moves to another address",
      [
        destroyed(`${ASSOCIATION}.d`, { domain_name: "www.a.com", service_arn: "arn:s" }),
        created(`${ASSOCIATION}.e`, { domain_name: "www.a.com", service_arn: "arn:s" }),
        destroyed(`${RECORD}.v`, record()),
        created(`${RECORD}.w`, record(NEW), UNKNOWN),
      ],
    ],
  ])("does not find %s", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([]);
  });
});

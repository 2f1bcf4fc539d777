import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Token } from "cdktf";
import {
  AppRunnerService,
  CalculatedHealthCheck,
  CustomDomain,
  type CustomDomainProps,
  type GeoLocation,
  HEALTH_CHECKER_REGIONS,
  HostedZone,
  ImageSource,
  type IRoute53HealthCheck,
  ServiceHealthCheck,
  TrafficRouting,
} from "../../../../modules";
import {
  type Block,
  read,
  refusal,
  refusalOf,
  synth,
  type Synthesized,
  testApp,
} from "../../../support/synth";

type Changes = Partial<Record<keyof CustomDomainProps, unknown>>;

const CHECK = { path: "/healthz" };

/** Builds the routed domain `api.example.com`, with `changes` to its props. */
function build(changes: Changes = {}) {
  return (stack: TerraformStack) => {
    const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
    const service = new AppRunnerService(stack, "Api", { serviceName: "hello", source });
    const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
    const routing = TrafficRouting.latency();
    const props = { service, zone, domainName: "api.example.com", routing, ...changes };
    return new CustomDomain(stack, "Domain", props as CustomDomainProps);
  };
}

function manyTags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, ""]));
}

function traffic(result: Synthesized): Block[] {
  const records = Object.entries(result.resources("aws_route53_record"));
  return records.filter(([name]) => name.includes("Traffic")).map(([, record]) => record);
}

describe("a routed domain", () => {
  test.each([
    ["latency", TrafficRouting.latency(), { latency_routing_policy: { region: "eu-west-1" } }],
    ["failover", TrafficRouting.failover("SECONDARY"), { failover_routing_policy: { type: "SECONDARY" } }],
    ["weights", TrafficRouting.weighted(0), { weighted_routing_policy: { weight: 0 } }],
    [
      "a continent",
      TrafficRouting.geolocation({ continent: "EU" }),
      { geolocation_routing_policy: { continent: "EU" } },
    ],
    [
      "a country",
      TrafficRouting.geolocation({ country: "GB" }),
      { geolocation_routing_policy: { country: "GB" } },
    ],
    [
      "a state",
      TrafficRouting.geolocation({ country: "US", subdivision: "CA" }),
      { geolocation_routing_policy: { country: "US", subdivision: "CA" } },
    ],
    [
      "a region of Ukraine",
      TrafficRouting.geolocation({ country: "UA", subdivision: "43" }),
      { geolocation_routing_policy: { country: "UA", subdivision: "43" } },
    ],
    [
      "the default location",
      TrafficRouting.geolocation({ country: "*" }),
      { geolocation_routing_policy: { country: "*" } },
    ],
  ])("uses %s, with the region as its set identifier", (_, routing, policy) => {
    const [record, ...others] = traffic(synth(build({ routing })));
    expect(others).toEqual([]);
    expect(record).toMatchObject({ type: "A", set_identifier: "eu-west-1", ...policy });
    expect(record).not.toHaveProperty("health_check_id");
  });

  test("uses the setIdentifier of the routing", () => {
    const routing = TrafficRouting.weighted(10, { setIdentifier: "blue" });
    expect(traffic(synth(build({ routing })))[0]).toMatchObject({ set_identifier: "blue" });
  });

  test("has a health check of the default domain of the service", () => {
    const routing = TrafficRouting.failover("PRIMARY", { healthCheck: CHECK });
    const result = synth(build({ routing, www: true }));
    expect(result.only("aws_route53_health_check")).toEqual({
      type: "HTTPS",
      fqdn: "${aws_apprunner_service.Api_F70053CD.service_url}",
      port: 443,
      resource_path: "/healthz",
      request_interval: 30,
      failure_threshold: 3,
      lifecycle: { ignore_changes: ["regions"] },
    });
    const ids = traffic(result).map((record) => record["health_check_id"]);
    expect(ids).toEqual(Array(2).fill("${aws_route53_health_check.Domain_HealthCheck_62185177.id}"));
  });

  test("uses the interval and the threshold of the health check", () => {
    const healthCheck = { path: "/", requestIntervalSeconds: 10, failureThreshold: 1 } as const;
    const result = synth(build({ routing: TrafficRouting.latency({ healthCheck }) }));
    expect(result.only("aws_route53_health_check")).toMatchObject({
      request_interval: 10,
      failure_threshold: 1,
    });
  });

  test("searches the response for a string from some regions", () => {
    const regions = ["eu-west-1", "us-east-1", "us-west-2"] as const;
    const healthCheck = { path: "/", searchString: '"status":"up"', regions, tags: { Name: "hello" } };
    const result = synth(build({ routing: TrafficRouting.latency({ healthCheck }) }));
    const check = result.only("aws_route53_health_check");
    expect(check).toMatchObject({
      type: "HTTPS_STR_MATCH",
      search_string: '"status":"up"',
      regions,
      tags: { Name: "hello" },
    });
    expect(check).not.toHaveProperty("lifecycle");
  });

  test.each<[string, (stack: TerraformStack) => IRoute53HealthCheck, unknown]>([
    ["existing", (stack) => ServiceHealthCheck.fromId(stack, "Health", "abc-1"), "abc-1"],
    [
      "calculated",
      (stack) => {
        const child = ServiceHealthCheck.fromId(stack, "Child", "abc-1");
        return new CalculatedHealthCheck(stack, "Health", { healthChecks: [child] });
      },
      "${aws_route53_health_check.Health_02A586CD.id}",
    ],
  ])("uses one %s health check for all its records, and creates none", (_, create, id) => {
    const result = synth((stack) => {
      const healthCheck = create(stack);
      const made = build({ routing: TrafficRouting.failover("PRIMARY", { healthCheck }), www: true })(stack);
      expect(made.healthCheck).toBeUndefined();
    });
    expect(traffic(result).map((record) => record["health_check_id"])).toEqual([id, id]);
    expect(result.addresses.filter((address) => address.includes("Domain_HealthCheck"))).toEqual([]);
  });

  test("creates its health check in the account of the zone", () => {
    const result = synth((stack) => {
      const provider = new AwsProvider(stack, "Dns", { alias: "dns", region: "eu-west-1" });
      const zone = HostedZone.lookup(stack, "Other", { domainName: "example.com", provider });
      build({ zone, routing: TrafficRouting.latency({ healthCheck: CHECK }) })(stack);
    });
    expect(result.only("aws_route53_health_check")).toMatchObject({ provider: "aws.dns" });
  });

  test.each([true, "combined"] as const)("routes www too, with www: %j", (www) => {
    const records = traffic(synth(build({ www, routing: TrafficRouting.weighted(1) })));
    expect(records.map(({ name, set_identifier: set }) => [name, set])).toEqual([
      ["api.example.com", "eu-west-1"],
      ["www.api.example.com", "eu-west-1"],
    ]);
  });

  test("accepts a wildcard and a CNAME", () => {
    const result = synth(build({ domainName: "*.example.com", recordType: "CNAME" }));
    expect(traffic(result)[0]).toMatchObject({
      name: "*.example.com",
      type: "CNAME",
      set_identifier: "eu-west-1",
    });
  });

  test("looks up the region if the provider does not name it", () => {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", {});
    build()(stack);
    const result = read(stack);
    const region = `\${data.aws_region.${Object.keys(result.data("aws_region"))[0]}.id}`;
    expect(traffic(result)[0]).toMatchObject({ set_identifier: region, latency_routing_policy: { region } });
  });

  test("looks up nothing if the provider names the region", () => {
    expect(synth(build()).data("aws_region")).toEqual({});
  });

  test("adds nothing to a domain without routing", () => {
    const [record] = traffic(synth(build({ routing: undefined })));
    expect(Object.keys(record ?? {}).sort()).toEqual(["alias", "name", "type", "zone_id"]);
  });
});

describe("createValidationRecords: false", () => {
  test("omits the validation records and nothing else", () => {
    const [all, some] = [synth(build()), synth(build({ createValidationRecords: false }))];
    const gone = all.addresses.filter((address) => !some.addresses.includes(address));
    expect(gone.map((address) => address.replace(/_[0-9A-F]{8}$/, ""))).toEqual([
      "aws_route53_record.Domain_Validation_domain",
      "aws_route53_record.Domain_Validation_extra",
    ]);
  });
});

describe("a routing is rejected", () => {
  test.each<[unknown, string]>([
    [TrafficRouting.weighted(-1), "'routing.weight' must be a whole number between 0 and 255, got -1"],
    [TrafficRouting.weighted(256), "'routing.weight' must be a whole number between 0 and 255, got 256"],
    [TrafficRouting.weighted(0.5), "'routing.weight' must be a whole number between 0 and 255, got 0.5"],
    [
      TrafficRouting.weighted("1" as never),
      "'routing.weight' must be a whole number between 0 and 255, got '1': it must be a number, without quotes",
    ],
    [
      TrafficRouting.failover("PRIMARY"),
      "'routing.healthCheck' must be set for the 'PRIMARY' of a failover: without it, Route 53 never fails over",
    ],
    [
      TrafficRouting.failover("primary" as never),
      "'routing.role' must be 'PRIMARY' or 'SECONDARY', got 'primary'",
    ],
    [
      TrafficRouting.latency({ setIdentifier: "é".repeat(129) }),
      "'routing.setIdentifier' must be at most 128 characters long, got 129",
    ],
    [TrafficRouting.latency({ setIdentifier: "" }), "'routing.setIdentifier' must not be empty"],
    [TrafficRouting.latency({ setIdentifier: 5 as never }), "'routing.setIdentifier' must be a string, got a value of type number: write it in quotes, or use String(…)"], // prettier-ignore
    [TrafficRouting.latency(null as never), "'routing' is required: it must be an object, got null"],
    [
      TrafficRouting.failover("PRIMARY", null as never),
      "'routing' is required: it must be an object, got null",
    ],
    [
      TrafficRouting.latency({ healthCheck: "/" as never }),
      "'routing.healthCheck' must be an object, got '/'",
    ],
    [
      TrafficRouting.latency({ healthCheck: null as never }),
      "'routing.healthCheck' must be an object, got null: omit it, or use undefined",
    ],
    [
      TrafficRouting.latency({ healthCheck: {} as never }),
      "'routing.healthCheck.path' is required: it must be a path of at most 255 URL characters that starts with '/'",
    ],
    [
      TrafficRouting.latency({ healthCheck: { path: "healthz" } }),
      "'routing.healthCheck.path' must be a path of at most 255 URL characters that starts with '/', got 'healthz'",
    ],
    [
      TrafficRouting.latency({ healthCheck: { path: "/", requestIntervalSeconds: 20 as never } }),
      "'routing.healthCheck.requestIntervalSeconds' must be 10 or 30, got 20",
    ],
    [
      TrafficRouting.latency({ healthCheck: { path: "/", failureThreshold: 11 } }),
      "'routing.healthCheck.failureThreshold' must be a whole number between 1 and 10, got 11",
    ],
    [
      TrafficRouting.latency({ healthCheck: { path: "/", searchString: "" } }),
      "'routing.healthCheck.searchString' must not be empty",
    ],
    [
      TrafficRouting.latency({ healthCheck: { path: "/", searchString: "x".repeat(256) } }),
      "'routing.healthCheck.searchString' must be at most 255 characters long, got 256",
    ],
    [
      TrafficRouting.latency({ healthCheck: { path: "/", searchString: "é".repeat(128) } }),
      "'routing.healthCheck.searchString' must be at most 255 bytes long, got 256",
    ],
    [
      TrafficRouting.latency({ healthCheck: { path: "/", regions: ["eu-west-1", "us-east-1"] } }),
      "'routing.healthCheck.regions' must have at least 3 different regions, got 2 with 2 different",
    ],
    [
      TrafficRouting.latency({
        healthCheck: { path: "/", regions: ["eu-west-1", "us-east-1", "us-west-1", "us-west-1"] },
      }),
      "'routing.healthCheck.regions' must have at least 3 different regions, got 4 with 3 different",
    ],
    [
      TrafficRouting.latency({
        healthCheck: { path: "/", regions: ["eu-central-1" as never, "us-east-1", "us-west-1"] },
      }),
      "'routing.healthCheck.regions[0]' must be one of 'us-east-1', 'us-west-1', 'us-west-2', 'eu-west-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'sa-east-1', got 'eu-central-1'", // prettier-ignore
    ],
    [
      TrafficRouting.latency({ healthCheck: { path: "/", regions: "eu-west-1" as never } }),
      "'routing.healthCheck.regions' must be a list, got a value of type string",
    ],
    [
      TrafficRouting.latency({
        healthCheck: { path: "/", tags: manyTags(11) },
      }),
      "'routing.healthCheck.tags' must have at most 10 tags, got 11",
    ],
    [
      TrafficRouting.latency({ healthCheck: testApp() as never }),
      "'routing.healthCheck' must be a Route 53 health check, such as new ServiceHealthCheck(…), got an App",
    ],
    [
      TrafficRouting.geolocation({} as never),
      "'routing.location' must have either a 'continent' or a 'country'",
    ],
    [
      TrafficRouting.geolocation({ continent: "EU", country: "DE" }),
      "'routing.location' must have either a 'continent' or a 'country'",
    ],
    [
      TrafficRouting.geolocation({ continent: "eu" as never }),
      "'routing.location.continent' must be one of 'AF', 'AN', 'AS', 'EU', 'OC', 'NA', 'SA', got 'eu'",
    ],
    ...["UK", "EU", "de", "DEU", "", "**"].map((country): [unknown, string] => [
      TrafficRouting.geolocation({ country }),
      `'routing.location.country' must be a two-letter ISO 3166-1 code in uppercase, such as 'DE' or 'GB', or '*' for the default location, got '${country}'`,
    ]),
    [
      TrafficRouting.geolocation({ country: "DE", subdivision: "BY" }),
      "'routing.location.country' must be 'US' or 'UA' with 'routing.location.subdivision': Route 53 knows no subdivisions of other countries",
    ],
    [
      TrafficRouting.geolocation({ country: "US", subdivision: "US-CA" }),
      "'routing.location.subdivision' must be the two-letter code of a state of the United States in uppercase, such as 'CA', got 'US-CA'",
    ],
    ...["UA-43", "", "kv"].map((subdivision): [unknown, string] => [
      TrafficRouting.geolocation({ country: "UA", subdivision }),
      `'routing.location.subdivision' must be a code of 1 to 3 uppercase letters and digits, got '${subdivision}'`,
    ]),
    [TrafficRouting.geolocation("*" as never), "'routing.location' must be an object, got '*'"],
    ["latency", "'routing' must be a TrafficRouting, got 'latency': write TrafficRouting.latency()"],
    [
      { render: 1 },
      "'routing' must be a TrafficRouting, such as TrafficRouting.latency(), got a value of type object",
    ],
  ])("%#: %p", (routing, fault) => {
    expect(refusal(build({ routing }))).toEqual({ at: "test/Domain", faults: [fault] });
  });

  test.each([
    TrafficRouting.weighted(255, { setIdentifier: "x".repeat(128) }),
    TrafficRouting.latency({ healthCheck: { path: `/${"x".repeat(254)}`, failureThreshold: 10 } }),
    TrafficRouting.latency({
      healthCheck: {
        path: "/",
        searchString: "x".repeat(255),
        regions: HEALTH_CHECKER_REGIONS,
        tags: manyTags(10),
      },
    }),
  ])("but not at the limits: %#", (routing) => {
    expect(() => synth(build({ routing }))).not.toThrow();
  });

  test("without a zone", () => {
    expect(refusal(build({ zone: undefined }))).toEqual({
      at: "test/Domain",
      faults: ["'routing' requires 'zone': without a zone, no records are created"],
    });
  });

  test("if createValidationRecords is not a boolean", () => {
    expect(refusal(build({ createValidationRecords: "no" })).faults).toEqual([
      "'createValidationRecords' must be true or false, got 'no'",
    ]);
  });
});

describe("domains with the same name are rejected", () => {
  /** Synthesizes two stacks with one domain each. */
  function two(here: Changes, there: Changes) {
    return () => {
      const app = testApp();
      const stacks = [here, there].map((changes, index) => {
        const stack = new TerraformStack(app, ["here", "there"][index] ?? "");
        new AwsProvider(stack, "Aws", { region: ["eu-west-1", "us-east-2"][index] });
        build(changes)(stack);
        return stack;
      });
      stacks.forEach(read);
    };
  }
  const of = "records of 'api.example.com'";
  const failover = (role: "PRIMARY" | "SECONDARY", setIdentifier?: string) =>
    TrafficRouting.failover(role, { setIdentifier, healthCheck: CHECK });

  test.each<[string, Changes, Changes, string]>([
    [
      "if one has no routing",
      { routing: undefined },
      {},
      `'routing' must be set for all ${of}: here/Domain has none`,
    ],
    [
      "if their policies differ",
      {},
      { routing: TrafficRouting.weighted(1) },
      `'routing' must use the same policy for all ${of}: it is latency here and weighted in there/Domain`,
    ],
    [
      "if their record types differ",
      {},
      { recordType: "CNAME" },
      `'recordType' must be the same for all ${of}: it is 'A' here and 'CNAME' in there/Domain`,
    ],
    [
      "if they have the same set identifier",
      {},
      { routing: TrafficRouting.latency({ setIdentifier: "eu-west-1" }) },
      `'routing.setIdentifier' must be unique among the ${of}: there/Domain also has 'eu-west-1'`,
    ],
    [
      "if both are the primary",
      { routing: failover("PRIMARY") },
      { routing: failover("PRIMARY") },
      `'routing' must have only one PRIMARY among the ${of}: there/Domain is also PRIMARY`,
    ],
    ...(
      [
        [{ country: "*" }, "the default location, '*'"],
        [{ continent: "EU" }, "the continent EU"],
        [{ country: "DE" }, "the country DE"],
        [{ country: "US", subdivision: "CA" }, "the state US-CA"],
        [{ country: "UA", subdivision: "43" }, "the subdivision UA-43"],
      ] as const
    ).map(([location, words]): [string, Changes, Changes, string] => [
      `if both have ${words}`,
      { routing: TrafficRouting.geolocation(location) },
      { routing: TrafficRouting.geolocation({ ...location }) },
      `'routing.location' must be different for all ${of}: there/Domain also has ${words}`,
    ]),
    [
      "if one has a location and the other a latency",
      { routing: TrafficRouting.geolocation({ country: "*" }) },
      {},
      `'routing' must use the same policy for all ${of}: it is geolocation here and latency in there/Domain`,
    ],
    [
      "if the www domain of one is the name of the other",
      { domainName: "example.com", www: true },
      { domainName: "www.example.com", routing: TrafficRouting.weighted(1) },
      "'routing' must use the same policy for all records of 'www.example.com': it is latency here and weighted in there/Domain",
    ],
  ])("%s", (_, here, there, fault) => {
    expect(refusalOf(two(here, there)).faults).toEqual([fault]);
  });

  test.each<[string, Changes, Changes]>([
    ["with one policy and two regions", {}, {}],
    ["with a primary and a secondary", { routing: failover("PRIMARY") }, { routing: failover("SECONDARY") }],
    [
      "with a continent and the default location",
      { routing: TrafficRouting.geolocation({ continent: "NA" }) },
      { routing: TrafficRouting.geolocation({ country: "*" }) },
    ],
    [
      "with a continent and a country of the same code",
      { routing: TrafficRouting.geolocation({ continent: "NA" }) },
      { routing: TrafficRouting.geolocation({ country: "NA" }) },
    ],
    ["with different names", {}, { domainName: "b.example.com", routing: undefined }],
    ["without a zone", {}, { zone: undefined, routing: undefined }],
  ])("but not %s", (_, here, there) => {
    expect(two(here, there)).not.toThrow();
  });
});

describe("a geolocation without a record for the default location", () => {
  /** Returns the paths of the constructs with a warning, and the warnings. */
  function warnings(...all: readonly Changes[]): [string, unknown][] {
    const app = testApp();
    const stacks = all.map((changes, index) => {
      const stack = new TerraformStack(app, `stack${index}`);
      new AwsProvider(stack, "Aws", { region: ["eu-west-1", "us-east-2", "us-west-2"][index] });
      build(changes)(stack);
      return stack;
    });
    stacks.forEach(read);
    return app.node.findAll().flatMap(({ node }) => {
      const found = node.metadata.filter(({ type }) => type === "@cdktf/warn");
      return found.map(({ data }): [string, unknown] => [node.path, data]);
    });
  }
  const at = (location: GeoLocation, changes: Changes = {}): Changes => ({
    routing: TrafficRouting.geolocation(location),
    ...changes,
  });

  test("is a warning, once for all domains of a name", () => {
    const message = expect.stringMatching(
      /^No domain of this app routes the default location, '\*', of 'api.example.com': /,
    ) as string;
    expect(warnings(at({ continent: "EU" }))).toEqual([["stack0/Domain", message]]);
    expect(warnings(at({ country: "DE" }), at({ country: "FR" }), at({ continent: "AS" }))).toEqual([
      ["stack0/Domain", message],
    ]);
  });

  test("is reported for each name", () => {
    const other = at({ continent: "EU" }, { domainName: "b.example.com" });
    const names = warnings(at({ country: "*" }), other).map(([, data]) => data);
    expect(names).toEqual([expect.stringContaining("'b.example.com'")]);
  });

  test.each<[string, Changes[]]>([
    ["a domain of the app has it", [at({ continent: "EU" }), at({ country: "*" })]],
    ["a location is known only to Terraform", [at({ country: Token.asString({ resolve: () => "*" }) })]],
    ["the policy is a different one", [{}]],
  ])("is no warning if %s", (_, all) => {
    expect(warnings(...all)).toEqual([]);
  });
});

import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  CustomDomain,
  type CustomDomainProps,
  HostedZone,
  ImageSource,
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

function traffic(result: Synthesized): Block[] {
  const records = Object.entries(result.resources("aws_route53_record"));
  return records.filter(([name]) => name.includes("Traffic")).map(([, record]) => record);
}

describe("a routed domain", () => {
  test.each([
    ["latency", TrafficRouting.latency(), { latency_routing_policy: { region: "eu-west-1" } }],
    ["failover", TrafficRouting.failover("SECONDARY"), { failover_routing_policy: { type: "SECONDARY" } }],
    ["weights", TrafficRouting.weighted(0), { weighted_routing_policy: { weight: 0 } }],
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
    ["with different names", {}, { domainName: "b.example.com", routing: undefined }],
    ["without a zone", {}, { zone: undefined, routing: undefined }],
  ])("but not %s", (_, here, there) => {
    expect(two(here, there)).not.toThrow();
  });
});

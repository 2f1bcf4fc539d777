import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { HostedZone, type HostedZoneAttributes, type HostedZoneProps } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const DOMAIN =
  "'domainName' must be a domain name in lowercase without a trailing dot, at most 253 characters and 63 per label, such as";

const WAYS: Record<string, (stack: TerraformStack, props: HostedZoneAttributes) => unknown> = {
  create: (stack, { domainName }) => new HostedZone(stack, "Zone", { domainName }),
  lookup: (stack, { domainName }) => HostedZone.lookup(stack, "Zone", { domainName }),
  fromId: (stack, props) => HostedZone.fromId(stack, "Zone", props),
};

describe("HostedZone", () => {
  test("is public and protected by default", () => {
    const { outputs, resources } = zone({ domainName: "example.com" });
    expect(resources).toEqual({ name: "example.com", lifecycle: { prevent_destroy: true } });
    expect(outputs["servers"]).toEqual({ value: "${aws_route53_zone.Zone_A5DE4B68.name_servers}" });
  });

  test("passes the comment, the tags and preventDestroy to the zone", () => {
    const props = {
      domainName: "example.com",
      comment: "of hello",
      preventDestroy: false,
      tags: { team: "web" },
    };
    expect(zone(props).resources).toMatchObject({
      comment: "of hello",
      lifecycle: { prevent_destroy: false },
      tags: { team: "web" },
    });
  });

  test("uses the provider prop", () => {
    const result = synth((stack) => {
      const provider = new AwsProvider(stack, "Other", { region: "eu-west-1", alias: "other" });
      new HostedZone(stack, "Made", { domainName: "example.com", provider });
      HostedZone.lookup(stack, "Found", { domainName: "example.org", provider });
    });
    expect(result.only("aws_route53_zone")).toMatchObject({ provider: "aws.other" });
    expect(result.onlyData("aws_route53_zone")).toMatchObject({ provider: "aws.other" });
  });

  test.each<[Partial<Record<keyof HostedZoneProps, unknown>>, string]>([
    [{ comment: "x".repeat(257) }, "'comment' must be at most 256 characters long, got 257"],
    [{ preventDestroy: "no" }, "'preventDestroy' must be true or false, got 'no'"],
    [{ provider: "aws" }, "'provider' must be an AwsProvider, such as new AwsProvider(…), got 'aws'"],
    [{ tags: [] }, "'tags' must be a map, got a list"],
  ])("rejects %p", (change, fault) => {
    const props = { domainName: "example.com", ...change } as HostedZoneProps;
    expect(refusal((stack) => new HostedZone(stack, "Zone", props))).toEqual({
      at: "test/Zone",
      faults: [fault],
    });
  });

  /** Returns the zone resource and the outputs. */
  function zone(props: HostedZoneProps) {
    const result = synth((stack) => {
      new TerraformOutput(stack, "servers", { value: new HostedZone(stack, "Zone", props).nameServers });
    });
    return { outputs: result.outputs, resources: result.only("aws_route53_zone") };
  }
});

describe("HostedZone.lookup", () => {
  test("looks up a public zone", () => {
    const result = synth((stack) => HostedZone.lookup(stack, "Zone", { domainName: "example.com" }));
    expect(result.onlyData("aws_route53_zone")).toEqual({ name: "example.com", private_zone: false });
  });
});

describe("HostedZone.fromId", () => {
  test("looks up nothing", () => {
    const result = synth((stack) => {
      const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
      expect(zone).toMatchObject({ domainName: "example.com", hostedZoneId: "Z1" });
    });
    expect(result.addresses).toEqual([]);
  });

  test.each(["Z1", "A".repeat(32)])("accepts the id %j", (hostedZoneId) => {
    expect(() =>
      synth((stack) => HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId })),
    ).not.toThrow();
  });

  test.each(["", "z1", "A".repeat(33), "Z 1", "/hostedzone/Z1"])("rejects the id %j", (hostedZoneId) => {
    expect(
      refusal((stack) => HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId })),
    ).toEqual({
      at: "test/Zone",
      faults: [
        `'hostedZoneId' must be the id of a zone: 1 to 32 uppercase letters and digits, got '${hostedZoneId}'`,
      ],
    });
  });
});

describe.each(Object.entries(WAYS))("a hosted zone by %s", (_, way) => {
  test.each([
    "example.com",
    "a.b",
    "x.co.uk",
    `${"x".repeat(63)}.com`,
    "1-2.example.com",
    "xn--bcher-kva.example",
  ])("accepts the domain %j", (domainName) => {
    expect(() => synth((stack) => way(stack, { domainName, hostedZoneId: "Z1" }))).not.toThrow();
  });

  test.each([
    "",
    "com",
    "Example.com",
    "example.com.",
    "a..b",
    "-a.com",
    "a-.com",
    "a b.com",
    "bücher.example",
    `${"x".repeat(64)}.com`,
    `${"x.".repeat(126)}xy`,
    "*.*.com",
    "a.*.com",
    "a.com\n",
  ])(
    // prettier-ignore
    "rejects the domain %j",
    (domainName) => {
      expect(refusal((stack) => way(stack, { domainName, hostedZoneId: "Z1" }))).toEqual({
        at: "test/Zone",
        faults: [expect.stringContaining(DOMAIN)],
      });
    },
  );
});

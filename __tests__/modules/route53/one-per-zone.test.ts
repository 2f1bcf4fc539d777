import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  DefaultScaling,
  HostedZone,
  HostedZoneDnssec,
  HostedZoneQueryLog,
  type IHostedZone,
  Scaling,
} from "../../../modules";
import { refusal, refusalOf, synth, testApp } from "../../support/synth";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd";
const LOGS = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.com";

type Build = (stack: TerraformStack, id: string, zone: IHostedZone) => unknown;

const log: Build = (stack, id, zone) => new HostedZoneQueryLog(stack, id, { zone, logGroupArn: LOGS });
const sign: Build = (stack, id, zone) => new HostedZoneDnssec(stack, id, { zone, kmsKeyArn: KEY });
const setDefault: Build = (stack, id) =>
  new DefaultScaling(stack, id, { scaling: new Scaling(stack, `${id}Scaling`, { name: "small" }) });

const lookup = (stack: TerraformStack, id: string, domainName = "example.com") =>
  HostedZone.lookup(stack, id, { domainName });
const byId = (stack: TerraformStack, id: string, hostedZoneId: string) =>
  HostedZone.fromId(stack, id, { domainName: "example.com", hostedZoneId });

const SECOND_LOG = "'zone' can have only one query log: test/One already logs example.com";
const SECOND_SIGNING = "'zone' must have only one HostedZoneDnssec: test/One already signs example.com";

describe("a second construct for the same zone is rejected:", () => {
  test.each<[string, Build, (stack: TerraformStack) => [IHostedZone, IHostedZone], string]>([
    ["a query log of two lookups", log, (stack) => [lookup(stack, "A"), lookup(stack, "B")], SECOND_LOG],
    ["DNSSEC of two lookups", sign, (stack) => [lookup(stack, "A"), lookup(stack, "B")], SECOND_SIGNING],
    ["a query log of two ids", log, (stack) => [byId(stack, "A", "Z1"), byId(stack, "B", "Z1")], SECOND_LOG],
    [
      "a new log group of one zone",
      (stack, id, zone) => new HostedZoneQueryLog(stack, id, { zone, retentionDays: 30 }),
      (stack) => {
        const provider = new AwsProvider(stack, "UsEast1", { alias: "us-east-1", region: "us-east-1" });
        const zone = HostedZone.lookup(stack, "A", { domainName: "example.com", provider });
        return [zone, zone];
      },
      SECOND_LOG,
    ],
    [
      "DNSSEC of a new zone",
      sign,
      (stack) => {
        const zone = new HostedZone(stack, "A", { domainName: "example.com" });
        return [zone, zone];
      },
      SECOND_SIGNING,
    ],
  ])("%s", (_, build, zones, fault) => {
    const define = (stack: TerraformStack) => {
      const [one, other] = zones(stack);
      build(stack, "One", one);
      build(stack, "Other", other);
    };
    expect(refusal(define)).toEqual({ at: "test/Other", faults: [fault] });
  });

  test.each<[string, Build, (stack: TerraformStack) => [IHostedZone, IHostedZone]]>([
    ["two domains", log, (stack) => [lookup(stack, "A"), lookup(stack, "B", "example.org")]],
    ["two zones of one domain", sign, (stack) => [byId(stack, "A", "Z1"), byId(stack, "B", "Z2")]],
    [
      "ids that only Terraform knows",
      log,
      (stack) => {
        const id = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
        return [byId(stack, "A", id("a")), byId(stack, "B", id("b"))];
      },
    ],
  ])("but not %s", (_, build, zones) => {
    const define = (stack: TerraformStack) => {
      const [one, other] = zones(stack);
      build(stack, "One", one);
      build(stack, "Other", other);
    };
    expect(() => synth(define)).not.toThrow();
  });

  test("two new log groups of one name, for two zones of one domain", () => {
    const define = (stack: TerraformStack) => {
      const provider = new AwsProvider(stack, "UsEast1", { alias: "us-east-1", region: "us-east-1" });
      for (const [id, zoneId] of [
        ["One", "Z1"],
        ["Other", "Z2"],
      ] as const) {
        const zone = byId(stack, `${id}Zone`, zoneId);
        new HostedZoneQueryLog(stack, id, { zone, retentionDays: 30, provider });
      }
    };
    expect(refusal(define)).toEqual({
      at: "test/Other",
      faults: [
        "test/One also creates the log group '/aws/route53/example.com': set 'logGroupArn' for one of them",
      ],
    });
  });
});

describe("two stacks", () => {
  const two = (build: Build, settings: readonly [object, object]): TerraformStack[] => {
    const app = testApp();
    return ["one", "two"].map((id, index) => {
      const stack = new TerraformStack(app, id);
      new AwsProvider(stack, "Aws", { region: "eu-west-1", ...settings[index] });
      build(stack, "It", lookup(stack, "Zone"));
      return stack;
    });
  };
  const warnings = (stack: TerraformStack | undefined): string[] => {
    if (stack) Testing.synth(stack, true);
    const metadata = stack?.node.findAll().flatMap(({ node }) => node.metadata) ?? [];
    return metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => String(data));
  };
  const account = (id: string) => ({ allowedAccountIds: [id] });
  const ONE = account("111122223333");

  test.each([
    ["query logs", log],
    ["DNSSEC", sign],
    ["default scalings", setDefault],
  ])("cannot both have %s in one account", (_, build) => {
    expect(refusalOf(() => warnings(two(build, [ONE, ONE])[1]))).toMatchObject({ at: "two/It" });
    expect(warnings(two(build, [ONE, account("444455556666")])[1])).toEqual([]);
    expect(warnings(two(build, [{}, {}])[1])).toEqual([expect.stringContaining("one/It")]);
  });

  test("can set the default scaling of two regions, but not sign a zone twice", () => {
    const regions = [ONE, { ...ONE, region: "us-east-1" }] as const;
    expect(warnings(two(setDefault, regions)[1])).toEqual([]);
    expect(refusalOf(() => warnings(two(sign, regions)[1]))).toMatchObject({ at: "two/It" });
  });
});

import { TerraformVariable } from "cdktf";
import { ImageSource, TrafficRouting } from "../../modules";
import { DomainStack, type DomainStackProps, ServiceStack } from "../../stacks";
import { read, refusalOf, testApp } from "../support/synth";

type Changes = Partial<Record<keyof DomainStackProps, unknown>>;

function create(changes: Changes = {}) {
  const app = testApp();
  const { service } = new ServiceStack(app, "service", {
    region: "eu-west-1",
    serviceName: "hello",
    source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
  });
  const domains = [{ domainName: "api.example.com" }];
  return new DomainStack(app, "test", {
    region: "eu-west-1",
    service,
    domains,
    ...changes,
  } as DomainStackProps);
}

function refused(changes: Changes) {
  return refusalOf(() => create(changes));
}

describe("DomainStack", () => {
  test("associates the domains with the service of a different stack", () => {
    const stack = create({ zoneName: "example.com" });
    const result = read(stack);
    expect(result.only("aws_apprunner_custom_domain_association")).toMatchObject({
      domain_name: "api.example.com",
      service_arn:
        "${data.terraform_remote_state.cross-stack-reference-input-service.outputs.cross-stack-output-aws_apprunner_serviceService_DBC79909arn}",
    });
    expect(result.onlyData("aws_route53_zone")).toEqual({ name: "example.com", private_zone: false });
    expect(Object.keys(result.resources("aws_route53_record"))).toHaveLength(3);
    expect(stack.domains.map(({ node }) => node.path)).toEqual(["test/Domains/api.example.com"]);
  });

  test("creates valid Terraform addresses for domains that start with a digit or a wildcard", () => {
    const result = read(
      create({ domains: [{ domainName: "4.example.com" }, { domainName: "*.example.com" }] }),
    );
    for (const address of result.addresses) expect(address).toMatch(/^(data\.)?\w+\.[A-Za-z_][\w-]*$/);
  });

  test("writes the records with a separate provider if zoneAccess is set", () => {
    const assumeRoleArn = "arn:aws:iam::444455556666:role/dns";
    const result = read(create({ zoneName: "example.com", zoneAccess: { profile: "dns", assumeRoleArn } }));
    expect(result.json["provider"]).toEqual({
      aws: [
        { region: "eu-west-1" },
        { alias: "zone", region: "eu-west-1", profile: "dns", assume_role: [{ role_arn: assumeRoleArn }] },
      ],
    });
    for (const block of [
      result.onlyData("aws_route53_zone"),
      ...Object.values(result.resources("aws_route53_record")),
    ]) {
      expect(block["provider"]).toBe("aws.zone");
    }
    expect(result.only("aws_apprunner_custom_domain_association")).not.toHaveProperty("provider");
  });

  test("passes routing to the domain", () => {
    const routing = TrafficRouting.failover("PRIMARY", { healthCheck: { path: "/healthz" } });
    const domains = [{ domainName: "api.example.com", routing, createValidationRecords: false }];
    const result = read(create({ zoneName: "example.com", domains }));
    expect(result.only("aws_route53_record")).toMatchObject({
      set_identifier: "eu-west-1",
      failover_routing_policy: { type: "PRIMARY" },
    });
  });

  test("outputs the records to enter if there is no zone", () => {
    const result = read(
      create({ domains: [{ domainName: "a.example.com" }, { domainName: "example.org", www: true }] }),
    );
    expect(Object.values(result.outputs).map(({ description }) => description)).toEqual([
      "DNS records to create for a.example.com",
      "DNS records to create for example.org",
    ]);
  });

  test.each<[Changes, string, string]>([
    [{ domains: [] }, "test", "'domains' must be a list of one to five domains, got none"],
    [{ domains: "a.b" }, "test", "'domains' must be a list of one to five domains, got none"],
    [{ domains: [5] }, "test", "'domains[0]' must be an object, got 5"],
    [{ domains: [{}] }, "test", "'domains[0].domainName' is required: it must be a domain name in lowercase without a trailing dot, at most 253 characters and 63 per label, such as 'api.example.com' or '*.example.com'"], // prettier-ignore
    [
      { domains: [{ domainName: "a.b" }, { domainName: "a.b" }] },
      "test",
      "'domainName' must be unique, got 'a.b' twice",
    ],
    [
      { service: {} },
      "test/Domains/api.example.com",
      "'service' must be an AppRunnerService, such as new AppRunnerService(…), got a value of type object",
    ],
    [{ zoneName: "example.org" }, "test/Domains/api.example.com", "'domainName' must be 'example.org' or end with '.example.org', got 'api.example.com'"], // prettier-ignore
    [{ zoneName: "com" }, "test/Zone", "'domainName' must be a domain name in lowercase without a trailing dot, at most 253 characters and 63 per label, such as 'example.com', got 'com'"], // prettier-ignore
    [{ zoneAccess: "dns" }, "test", "'zoneAccess' must be an object, got 'dns'"],
    [{ zoneAccess: { profile: 5 } }, "test", "'zoneAccess.profile' must be the name of an AWS profile: 1 to 256 characters, without control characters, '$' or '%', got 5: write it in quotes"], // prettier-ignore
    [{ zoneAccess: { assumeRoleArn: "a" } }, "test", "'zoneAccess.assumeRoleArn' must be the ARN of an IAM role with a name of 1 to 64 characters, such as 'arn:aws:iam::111122223333:role/name', got 'a'"], // prettier-ignore
  ])("rejects %j", (changes, at, fault) => {
    expect(refused(changes)).toEqual({ at, faults: expect.arrayContaining([fault]) as unknown });
  });

  test("rejects a sixth domain", () => {
    const domains = [1, 2, 3, 4, 5, 6].map((index) => ({ domainName: `d${index}.example.com` }));
    expect(() => create({ domains: domains.slice(1) })).not.toThrow();
    expect(refused({ domains })).toEqual({
      at: "test/Domains/d6.example.com",
      faults: [expect.stringContaining("got 'd6.example.com' as number 6 of service/Service")],
    });
  });

  test("rejects a token as domain name, which becomes a construct id", () => {
    const { stringValue } = new TerraformVariable(create(), "name", {});
    expect(refused({ domains: [{ domainName: stringValue }] }).faults).toEqual([
      expect.stringMatching(
        /^'domains\[0\]\.domainName' must be known at synth, got a token \(known only to Terraform\)$/,
      ),
    ]);
  });
});

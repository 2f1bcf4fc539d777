import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  CustomDomain,
  type CustomDomainProps,
  HostedZone,
  ImageSource,
  type IAppRunnerService,
} from "../../../../modules";
import { type Block, read, refusal, type Synthesized, synth, testApp } from "../../../support/synth";

type Changes = Partial<Record<keyof CustomDomainProps, unknown>>;

function service(stack: TerraformStack, id = "Api") {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  return new AppRunnerService(stack, id, { serviceName: "hello", source });
}

function zone(stack: TerraformStack, domainName = "example.com") {
  return HostedZone.fromId(stack, "Zone", { domainName, hostedZoneId: "Z1" });
}

/** Builds the domain `api.example.com` in the zone `example.com`, with `changes` to its props. */
function build(changes: Changes = {}) {
  return (stack: TerraformStack) => {
    const props = { service: service(stack), zone: zone(stack), domainName: "api.example.com", ...changes };
    return new CustomDomain(stack, "Domain", props as CustomDomainProps);
  };
}

const refused = (changes: Changes) => refusal(build(changes));

/** Returns the records by the end of their construct path, without the hash of the id. */
function records(result: Synthesized): Record<string, Block> {
  const named = Object.entries(result.resources("aws_route53_record")).map(
    ([name, record]) => [name.replace(/_[0-9A-F]{8}$/, "").replace(/^Domain_/, ""), record] as const,
  );
  return Object.fromEntries(named);
}

describe("CustomDomain", () => {
  test("associates only the domain by default", () => {
    expect(synth(build()).only("aws_apprunner_custom_domain_association")).toEqual({
      service_arn: "${aws_apprunner_service.Api_F70053CD.arn}",
      domain_name: "api.example.com",
      enable_www_subdomain: false,
    });
  });

  test("creates validation records with fixed keys, each selected by its role", () => {
    const { Validation_domain: domain, Validation_extra: extra } = records(synth(build()));
    const below = 'length(split(".", trimsuffix(trimsuffix(r.name, "."), ".api.example.com"))) == 1';
    expect(domain?.["name"]).toContain(`r.name if ${below}]`);
    expect(extra?.["name"]).toContain(`r.name if !anytrue([${below}])]`);
    expect(domain).toMatchObject({ type: "CNAME", ttl: 300, zone_id: "Z1", allow_overwrite: true });
    expect(extra).toMatchObject({ type: "CNAME", ttl: 300, zone_id: "Z1", allow_overwrite: true });
    expect(JSON.stringify([domain, extra])).not.toContain("create_before_destroy");
  });

  test("explains when App Runner does not list the record of a role", () => {
    const { precondition } = records(synth(build()))["Validation_extra"]?.["lifecycle"] as {
      precondition: { error_message: string }[];
    };
    expect(precondition).toHaveLength(1);
    expect(precondition[0]?.error_message).toContain("validation record 'extra' for test/Domain/Domain");
  });

  test("routes traffic with an alias record by default", () => {
    expect(records(synth(build()))["Traffic_domain"]).toEqual({
      zone_id: "Z1",
      name: "api.example.com",
      type: "A",
      alias: {
        name: "${aws_apprunner_service.Api_F70053CD.service_url}",
        zone_id: expect.stringMatching(/^\$\{data\.aws_apprunner_hosted_zone_id\..*\.id\}$/) as unknown,
        evaluate_target_health: true,
      },
    });
  });

  test("routes traffic with a CNAME if recordType is CNAME", () => {
    const result = synth(build({ recordType: "CNAME" }));
    expect(records(result)["Traffic_domain"]).toMatchObject({
      type: "CNAME",
      ttl: 300,
      records: ["${aws_apprunner_service.Api_F70053CD.service_url}"],
    });
    expect(result.data("aws_apprunner_hosted_zone_id")).toEqual({});
  });

  test("accepts the apex of the zone", () => {
    expect(records(synth(build({ domainName: "example.com" })))["Traffic_domain"]).toMatchObject({
      name: "example.com",
      type: "A",
    });
  });

  test("accepts a wildcard, whose validation records are below its parent", () => {
    const result = records(synth(build({ domainName: "*.example.com" })));
    expect(result["Traffic_domain"]?.["name"]).toBe("*.example.com");
    expect(result["Validation_domain"]?.["name"]).toContain('r.name, "."), ".example.com")');
  });

  test("creates a second association with www: true, and leaves the first one unchanged", () => {
    const [without, withWww] = [synth(build()), synth(build({ www: true }))];
    expect(Object.keys(records(withWww)).sort()).toEqual([
      "Traffic_domain",
      "Validation_domain",
      "Validation_extra",
      "Www_Traffic_domain",
      "Www_Validation_domain",
      "Www_Validation_extra",
    ]);
    expect(records(withWww)).toMatchObject(records(without));
    expect(withWww.resources("aws_apprunner_custom_domain_association")).toMatchObject(
      without.resources("aws_apprunner_custom_domain_association"),
    );
    expect(records(withWww)["Www_Traffic_domain"]).toMatchObject({ name: "www.api.example.com" });
  });

  test("covers www with the same association if www is combined", () => {
    const result = synth(build({ www: "combined" }));
    expect(result.only("aws_apprunner_custom_domain_association")).toMatchObject({
      enable_www_subdomain: true,
    });
    const { Traffic_www: traffic, Validation_www: www, Validation_extra: extra } = records(result);
    expect(Object.keys(records(result))).toHaveLength(5);
    expect(traffic).toMatchObject({ name: "www.api.example.com", type: "A" });
    expect(www?.["name"]).toContain('".www.api.example.com"))) == 1]');
    expect(extra?.["name"]).toMatch(
      /if !anytrue\(\[.*"\.api\.example\.com".*, .*"\.www\.api\.example\.com".*\]\)\]/,
    );
  });

  test("outputs its records without a zone", () => {
    const result = synth(build({ zone: undefined, www: true }));
    const [output, ...others] = Object.values(result.outputs);
    expect(others).toEqual([]);
    expect(output?.["description"]).toBe("DNS records to create for api.example.com");
    for (const name of ["api.example.com", "www.api.example.com"]) {
      expect(output?.["value"]).toContain(`"name" = "${name}", "type" = "CNAME"`);
    }
    expect(result.resources("aws_route53_record")).toEqual({});
  });

  test("has no output with a zone", () => {
    expect(synth(build()).outputs).toEqual({});
  });

  test("lists its records with a zone too", () => {
    const { outputs } = synth((stack) => {
      new TerraformOutput(stack, "records", { value: build()(stack).dnsRecords });
    });
    expect(outputs["records"]?.["value"]).toContain("certificate_validation_records");
  });

  describe("lists records for other DNS providers", () => {
    const keys = (changes: Changes) => {
      let all: string[] = [];
      synth((stack) => {
        const { validationRecords, trafficRecords } = build({ zone: undefined, ...changes })(stack);
        all = [...validationRecords, ...trafficRecords].map(({ key }) => key);
      });
      return all;
    };

    test.each<[CustomDomainProps["www"], string[]]>([
      [false, ["validation-domain", "validation-extra", "traffic-domain"]],
      [
        true,
        [
          "validation-domain",
          "validation-extra",
          "www-validation-domain",
          "www-validation-extra",
          "traffic-domain",
          "www-traffic-domain",
        ],
      ],
      [
        "combined",
        ["validation-domain", "validation-www", "validation-extra", "traffic-domain", "traffic-www"],
      ],
    ])("with stable keys, with www %j", (www, expected) => {
      expect(keys({ www })).toEqual(expected);
    });

    test("with the same names and values as those in a zone, without final dots", () => {
      const result = synth((stack) => {
        const { validationRecords } = build()(stack);
        new TerraformOutput(stack, "records", { value: validationRecords });
      });
      const { Validation_domain: domain, Validation_extra: extra } = records(result);
      expect(result.outputs["records"]?.["value"]).toEqual(
        [domain, extra].map((record, index) => ({
          key: ["validation-domain", "validation-extra"][index],
          name: record?.["name"],
          type: "CNAME",
          // Route 53 records keep the final dot that App Runner lists, as existing records do.
          value: (record?.["records"] as string[])[0]?.replace(/\.$/, ""),
        })),
      );
      expect(domain?.["name"]).toMatch(/^\$\{trimsuffix\(one\(\[.* : r\.name if .*\]\), "\."\)\}$/);
      expect(domain?.["records"]).toEqual([
        expect.stringMatching(/^\$\{trimsuffix\(one\(\[.* : r\.value if .*\]\), "\."\)\}\.$/),
      ]);
    });

    test("for the traffic to each host name", () => {
      const result = synth((stack) => {
        const { trafficRecords } = build({ zone: undefined, www: true })(stack);
        new TerraformOutput(stack, "traffic", { value: trafficRecords });
      });
      const value = "${aws_apprunner_service.Api_F70053CD.service_url}";
      expect(result.outputs["traffic"]?.["value"]).toEqual([
        { key: "traffic-domain", name: "api.example.com", type: "CNAME", value },
        { key: "www-traffic-domain", name: "www.api.example.com", type: "CNAME", value },
      ]);
    });

    test("in a different stack, through outputs of the domain's stack", () => {
      const app = testApp();
      const [from, to] = [new TerraformStack(app, "from"), new TerraformStack(app, "to")];
      new AwsProvider(from, "Aws", { region: "eu-west-1" });
      const domain = build({ zone: undefined })(from);
      new TerraformOutput(to, "records", { value: domain.validationRecords });
      expect(JSON.stringify(read(to).outputs["records"])).toContain(
        "data.terraform_remote_state.cross-stack-reference-input-from.outputs.",
      );
      const crossing = Object.entries(read(from).outputs).filter(([name]) => name.startsWith("cross-stack"));
      expect(crossing).toHaveLength(4);
    });
  });

  test("uses a domain name that is a token in the expressions", () => {
    const result = synth((stack) => {
      build({ domainName: new TerraformVariable(stack, "domain", {}).stringValue, www: "combined" })(stack);
    });
    expect(records(result)["Validation_domain"]?.["name"]).toContain(
      'trimsuffix(r.name, "."), ".${trimprefix(var.domain, "*.")}")',
    );
    expect(records(result)["Validation_www"]?.["name"]).toContain('".www.${trimprefix(var.domain, "*.")}")');
    expect(records(result)["Traffic_www"]?.["name"]).toBe('${join(".", ["www", var.domain])}');
  });
});

describe("a wildcard", () => {
  const warnings = (domainName: string, domain?: string) => {
    const found: string[] = [];
    synth((stack) => {
      const inZone = domain && HostedZone.fromId(stack, "Other", { domainName: domain, hostedZoneId: "Z2" });
      const { node } = build({ domainName, zone: inZone })(stack);
      found.push(
        ...node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => String(data)),
      );
    });
    return found;
  };

  test.each([
    ["*.login.example.com", undefined],
    ["*.login.example.com", "example.com"],
    ["*.login.example.co.uk", undefined],
    ["*.login.co.uk", "co.uk"],
  ])("warns if it is not directly below a root domain: %s, zone %s", (domainName, zoneName) => {
    const [warning, ...others] = warnings(domainName, zoneName);
    expect(warning).toContain(`directly below a root domain, such as '*.example.com', got '${domainName}'`);
    expect(others).toEqual([]);
  });

  test.each([
    ["*.example.com", undefined],
    ["*.example.com", "example.com"],
    ["*.example.co.uk", undefined],
    ["login.example.com", "example.com"],
  ])("does not warn otherwise: %s, zone %s", (domainName, zoneName) => {
    expect(warnings(domainName, zoneName)).toEqual([]);
  });
});

describe("a custom domain is rejected", () => {
  test.each(["", "com", "API.example.com", "api.example.com.", "a b.example.com", "${x}"])(
    "as %j",
    (domainName) => {
      expect(refused({ domainName, zone: undefined })).toEqual({
        at: "test/Domain",
        faults: [
          `'domainName' must be a domain name in lowercase without a trailing dot, at most 253 characters and 63 per label, such as 'api.example.com' or '*.example.com', got '${domainName}'`,
        ],
      });
    },
  );

  test.each(["example.org", "badexample.com", "com.example"])("outside its zone: %j", (domainName) => {
    expect(refused({ domainName })).toEqual({
      at: "test/Domain",
      faults: [`'domainName' must be 'example.com' or end with '.example.com', got '${domainName}'`],
    });
  });

  test("at the apex as a CNAME", () => {
    expect(refused({ domainName: "example.com", recordType: "CNAME" })).toEqual({
      at: "test/Domain",
      faults: [
        "'recordType' must be 'A' at the apex of a zone, where DNS does not allow a CNAME, got 'CNAME' for 'example.com'",
      ],
    });
  });

  test.each([
    [true, "true"],
    ["combined", "'combined'"],
  ])("as a wildcard with www %j", (www, got) => {
    expect(refused({ domainName: "*.example.com", www })).toEqual({
      at: "test/Domain",
      faults: [`'www' must be false for a wildcard domain, got ${got} for '*.example.com'`],
    });
  });

  test("if its www domain would be too long", () => {
    const long = (length: number) => `${"x.".repeat(120)}${"y".repeat(length - 252)}.example.com`;
    expect(() => synth(build({ domainName: long(253) }))).not.toThrow();
    expect(refused({ domainName: long(253), www: true }).faults).toEqual([
      "'domainName' must be at most 249 characters long with 'www', got 253",
    ]);
  });

  test.each<[Changes, string]>([
    [
      { service: {} },
      "'service' must be an AppRunnerService, such as new AppRunnerService(…), got a value of type object",
    ],
    [
      { service: null },
      "'service' is required: it must be an AppRunnerService, such as new AppRunnerService(…), got null",
    ],
    [
      { zone: "example.com" },
      "'zone' must be a HostedZone, got 'example.com': write HostedZone.lookup(this, \"Zone\", { domainName: \"example.com\" })",
    ],
    [{ www: "yes" }, "'www' must be one of true, false, 'combined', got 'yes'"],
    [{ recordType: "AAAA" }, "'recordType' must be 'A' or 'CNAME', got 'AAAA'"],
  ])("with %p", (changes, fault) => {
    expect(refused(changes)).toEqual({ at: "test/Domain", faults: [fault] });
  });

  describe("with other domains of the service", () => {
    const domains = (names: string[], www?: boolean) => (stack: TerraformStack) => {
      const api: IAppRunnerService = service(stack);
      names.forEach((domainName, index) => {
        new CustomDomain(stack, `Domain${index}`, { service: api, domainName, www });
      });
    };
    const five = ["a.example.com", "b.example.com", "c.example.com", "d.example.com", "e.example.com"];

    test("as the sixth", () => {
      expect(() => synth(domains(five))).not.toThrow();
      expect(refusal(domains([...five, "f.example.com"]))).toEqual({
        at: "test/Domain5",
        faults: [
          "a service can have at most 5 custom domains (a www domain counts as one), got 'f.example.com' as number 6 of test/Api",
        ],
      });
    });

    test("if www makes it the sixth", () => {
      expect(() => synth(domains(five.slice(0, 2), true))).not.toThrow();
      expect(refusal(domains(five.slice(0, 3), true))).toEqual({
        at: "test/Domain2",
        faults: [expect.stringContaining("got 'www.c.example.com' as number 6 of test/Api")],
      });
    });

    test("if the service already has it", () => {
      expect(refusal(domains(["a.example.com", "a.example.com"]))).toEqual({
        at: "test/Domain1",
        faults: ["'domainName' must be unique in test/Api, got 'a.example.com' twice"],
      });
    });
  });
});

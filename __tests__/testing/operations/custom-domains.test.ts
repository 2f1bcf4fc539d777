import {
  AssociateCustomDomainCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeCustomDomainsCommand,
  DisassociateCustomDomainCommand,
  PauseServiceCommand,
} from "@aws-sdk/client-apprunner";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

let setup: Setup;
let ServiceArn: string;

async function start(options = {}): Promise<void> {
  setup = await setUp(options);
  const { Service } = await setup.client.send(new CreateServiceCommand(publicService("hello")));
  ServiceArn = defined(Service?.ServiceArn);
  await setup.standIn.settled();
}

beforeEach(() => start());
afterEach(() => setup.stop());

async function associate(DomainName: string, EnableWWWSubdomain = false) {
  return setup.client.send(new AssociateCustomDomainCommand({ ServiceArn, DomainName, EnableWWWSubdomain }));
}

async function disassociate(DomainName: string) {
  await setup.client.send(new DisassociateCustomDomainCommand({ ServiceArn, DomainName }));
  await setup.standIn.settled();
}

async function recordNames(domain: string): Promise<string[]> {
  await setup.standIn.settled();
  const { CustomDomains } = await setup.client.send(new DescribeCustomDomainsCommand({ ServiceArn }));
  const found = CustomDomains?.find(({ DomainName }) => DomainName === domain);
  return defined(found?.CertificateValidationRecords).map(({ Name }) => defined(Name));
}

const label = "_[0-9a-f]{32}";
const extra = "2a57j7[78][0-9a-z]{24}";

describe("a domain", () => {
  test("first has no records, then waits for them, with statuses in lowercase", async () => {
    const { CustomDomain, DNSTarget } = await associate("api.example.com");
    expect(CustomDomain).toMatchObject({ Status: "creating", CertificateValidationRecords: [] });
    expect(DNSTarget).toBe(setup.standIn.describe("hello")?.service.ServiceUrl);
    await setup.standIn.settled();
    const [domain] = defined(setup.standIn.describe("hello")).domains;
    expect(domain?.Status).toBe("pending_certificate_dns_validation");
    for (const record of defined(domain?.CertificateValidationRecords)) {
      expect(record).toMatchObject({ Type: "CNAME", Status: "PENDING_VALIDATION" });
      expect(record.Value).toMatch(new RegExp(`^${label}\\.[a-z]{10}\\.acm-validations\\.aws\\.$`));
    }
  });

  test("has two records without www", async () => {
    await associate("api.example.com");
    expect(await recordNames("api.example.com")).toEqual([
      expect.stringMatching(`^${label}\\.api\\.example\\.com\\.$`),
      expect.stringMatching(`^${label}\\.${extra}\\.api\\.example\\.com\\.$`),
    ]);
  });

  test("has three records with www", async () => {
    await associate("example.com", true);
    expect(await recordNames("example.com")).toEqual([
      expect.stringMatching(`^${label}\\.example\\.com\\.$`),
      expect.stringMatching(`^${label}\\.www\\.example\\.com\\.$`),
      expect.stringMatching(`^${label}\\.${extra}\\.example\\.com\\.$`),
    ]);
  });

  test("gets new records if it is associated again", async () => {
    await associate("api.example.com");
    const before = await recordNames("api.example.com");
    await disassociate("api.example.com");
    await associate("api.example.com");
    expect(await recordNames("api.example.com")).not.toEqual(before);
  });

  test.each([
    ["validation is reused", { reuseValidation: true }],
    ["its records belong to the account", { validationPer: "account" }],
  ])("keeps its records if %s", async (_, options) => {
    await setup.stop();
    await start(options);
    await associate("api.example.com");
    const before = await recordNames("api.example.com");
    await disassociate("api.example.com");
    await associate("api.example.com");
    expect(await recordNames("api.example.com")).toEqual(before);
  });

  test.each([
    ["a bare label", "example", /isn't valid/],
    ["a wildcard in the middle", "api.*.example.com", /isn't valid/],
    ["a wildcard within a label", "a*.example.com", /isn't valid/],
    ["an underscore", "a_b.example.com", /at 'domainName'/],
    ["a dot at its end", "api.example.com.", /isn't valid/],
    ["an empty label", "api..example.com", /isn't valid/],
    ["a wildcard alone", "*", /isn't valid/],
    ["a wildcard below a suffix", "*.com", /isn't valid/],
    ["a wildcard below a subdomain", "*.login.example.com", /isn't valid/],
  ])("is rejected with %s", async (_, name, message) => {
    await expect(associate(name)).rejects.toThrow(message);
  });

  test("is rejected with www for a wildcard", async () => {
    await expect(associate("*.example.com", true)).rejects.toThrow(/www/);
  });

  test("is rejected if it is already associated, including as the www of a domain", async () => {
    await associate("example.com", true);
    await expect(associate("example.com")).rejects.toThrow(
      "example.com is already associated with the service",
    );
    await expect(associate("www.example.com")).rejects.toThrow("already associated");
  });

  test("is rejected as the sixth of a service, and listed in pages of at most five", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) await associate(`${name}.example.com`);
    await expect(associate("f.example.com")).rejects.toThrow("more than 5");
    const page = await setup.client.send(new DescribeCustomDomainsCommand({ ServiceArn, MaxResults: 3 }));
    expect(page.CustomDomains).toHaveLength(3);
    const { NextToken } = page;
    const rest = await setup.client.send(new DescribeCustomDomainsCommand({ ServiceArn, NextToken }));
    expect(rest.CustomDomains).toHaveLength(2);
    const tooLarge = setup.client.send(new DescribeCustomDomainsCommand({ ServiceArn, MaxResults: 6 }));
    await expect(tooLarge).rejects.toThrow(/maxResults/);
  });
});

describe("the names of domains", () => {
  const other = async () => {
    const { Service } = await setup.client.send(new CreateServiceCommand(publicService("other")));
    await setup.standIn.settled();
    return defined(Service?.ServiceArn);
  };

  test.each(["*.example.com", "*.example.co.uk", "a.b.c.example.com", "www.example.com"])(
    "can be %s",
    async (name) => {
      expect((await associate(name)).CustomDomain).toMatchObject({
        DomainName: name,
        EnableWWWSubdomain: false,
      });
    },
  );

  test.each([
    ["the same name", "api.example.com", false, "api.example.com", false],
    ["a different case", "API.Example.com", false, "api.example.com", false],
    ["its www subdomain", "example.com", true, "WWW.example.com", false],
    ["a domain with this www subdomain", "www.example.com", false, "example.com", true],
  ])("are refused for both services with %s", async (_, first, firstWww, second, secondWww) => {
    await setup.client.send(
      new AssociateCustomDomainCommand({ ServiceArn, DomainName: first, EnableWWWSubdomain: firstWww }),
    );
    const again = (arn: string) =>
      setup.client.send(
        new AssociateCustomDomainCommand({
          ServiceArn: arn,
          DomainName: second,
          EnableWWWSubdomain: secondWww,
        }),
      );
    await expect(again(ServiceArn)).rejects.toMatchObject({ name: "InvalidRequestException" });
    await expect(again(ServiceArn)).rejects.toThrow(/is already associated with the service/);
    await expect(again(await other())).rejects.toThrow(/is already associated with another service/);
    expect(setup.standIn.describe("hello")?.domains).toHaveLength(1);
    expect(setup.standIn.describe("other")?.domains).toEqual([]);
  });

  test("can be a wildcard and a domain below it, also of another service", async () => {
    await associate("*.example.com");
    await associate("api.example.com");
    const DomainName = "login.example.com";
    await setup.client.send(new AssociateCustomDomainCommand({ ServiceArn: await other(), DomainName }));
    expect(setup.standIn.describe("hello")?.domains).toHaveLength(2);
    expect(setup.standIn.describe("other")?.domains).toMatchObject([{ DomainName }]);
  });

  test("keep their case, and are found in any case; their records are in lowercase", async () => {
    await associate("API.Example.com");
    for (const name of await recordNames("API.Example.com")) expect(name).toMatch(/\.api\.example\.com\.$/);
    await disassociate("api.EXAMPLE.com");
    expect(setup.standIn.describe("hello")?.domains).toEqual([]);
  });

  test("are free for another service after the disassociation", async () => {
    await associate("api.example.com");
    await disassociate("api.example.com");
    const request = { ServiceArn: await other(), DomainName: "api.example.com" };
    await setup.client.send(new AssociateCustomDomainCommand(request));
    expect(setup.standIn.describe("other")?.domains).toMatchObject([{ DomainName: "api.example.com" }]);
  });
});

describe("a disassociation", () => {
  test("of a domain that is missing, or of another service, is rejected", async () => {
    const missing = { name: "ResourceNotFoundException" };
    await expect(disassociate("api.example.com")).rejects.toMatchObject(missing);
    await associate("example.com", true);
    await expect(disassociate("www.example.com")).rejects.toMatchObject(missing);
    await disassociate("example.com");
    await expect(disassociate("example.com")).rejects.toMatchObject(missing);
  });

  test("is rejected while it is in progress", async () => {
    await associate("example.com");
    setup.standIn.setDelays({ domainDeletion: 60_000 });
    const request = new DisassociateCustomDomainCommand({ ServiceArn, DomainName: "example.com" });
    expect((await setup.client.send(request)).CustomDomain).toMatchObject({ Status: "deleting" });
    await expect(setup.client.send(request)).rejects.toMatchObject({ name: "InvalidStateException" });
  });
});

test("a service with a domain can't be deleted", async () => {
  await associate("api.example.com");
  const deletion = setup.client.send(new DeleteServiceCommand({ ServiceArn }));
  await expect(deletion).rejects.toThrow(/custom domains: api.example.com/);
});

test("domains of a paused service can't be changed", async () => {
  await associate("api.example.com");
  await setup.client.send(new PauseServiceCommand({ ServiceArn }));
  await setup.standIn.settled();
  await expect(associate("b.example.com")).rejects.toMatchObject({ name: "InvalidStateException" });
  await expect(disassociate("api.example.com")).rejects.toMatchObject({ name: "InvalidStateException" });
});

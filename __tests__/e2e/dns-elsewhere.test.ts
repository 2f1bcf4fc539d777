import { DataResource, TerraformStack } from "cdktf";
import { CustomDomain, type CustomDomainProps, type DnsRecord } from "../../modules";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

/** Represents a record of any DNS provider: a built-in Terraform resource that stores its input. */
function addRecord(stack: TerraformStack, { key, name, type, value }: DnsRecord): void {
  new DataResource(stack, key, { input: { name, type, value } });
}

describeEndToEnd("a custom domain with DNS outside of Route 53", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  /** The records are in the stack of the domain, or in a separate stack. */
  function synth(www: CustomDomainProps["www"], apart = false): void {
    deployment.synth((app, base) => {
      const stack = publicService(app, base);
      const domain = new CustomDomain(stack, "Domain", {
        service: stack.service,
        domainName: "api.example.com",
        www,
      });
      const dns = apart ? new TerraformStack(app, "dns") : stack;
      for (const record of [...domain.validationRecords, ...domain.trafficRecords]) addRecord(dns, record);
    });
  }

  async function recordsIn(stack: string): Promise<Record<string, unknown>> {
    const state = await (await deployment.stack(stack)).state();
    const records = state.filter(({ type }) => type === "terraform_data");
    return Object.fromEntries(
      records
        .filter(({ values }) => Object.hasOwn(values["input"] as object, "name"))
        .map(({ address, values }) => [address.replace("terraform_data.", ""), values["output"]]),
    );
  }

  /** The records that App Runner lists for a domain, by key. */
  function listed(domainName: string, prefix = ""): Record<string, unknown> {
    const { domains = [], service } = world.appRunner.describe("hello") ?? {};
    const found = domains.find(({ DomainName }) => DomainName === domainName);
    const withoutDot = (text = "") => text.replace(/\.$/, "");
    const records = (found?.CertificateValidationRecords ?? []).map(({ Name = "", Value }) => {
      const labels = Name.slice(0, -`.${domainName}.`.length).split(".");
      const key = `${prefix}validation-${labels.length === 1 ? "domain" : "extra"}`;
      return [key, { name: withoutDot(Name), type: "CNAME", value: withoutDot(Value) }] as const;
    });
    const traffic = { name: domainName, type: "CNAME", value: service?.ServiceUrl };
    return Object.fromEntries([...records, [`${prefix}traffic-domain`, traffic]]);
  }

  test("gets the records of a different provider, created in a loop, in the first apply", async () => {
    synth(false);
    await deployment.apply("service");
    const records = await recordsIn("service");
    expect(Object.keys(records).sort()).toEqual(["traffic-domain", "validation-domain", "validation-extra"]);
    expect(records).toEqual(listed("api.example.com"));
    await deployment.expectEmptyPlan("service");
  });

  test("gets and loses www without changes to the other records", async () => {
    synth(true);
    const changes = await deployment.plannedChanges("service");
    expect(new Set(Object.values(changes))).toEqual(new Set(["create"]));
    expect(
      Object.keys(changes)
        .filter((address) => address.startsWith("terraform_data"))
        .sort(),
    ).toEqual([
      "terraform_data.www-traffic-domain",
      "terraform_data.www-validation-domain",
      "terraform_data.www-validation-extra",
    ]);
    await deployment.apply("service");
    expect(await recordsIn("service")).toEqual({
      ...listed("api.example.com"),
      ...listed("www.api.example.com", "www-"),
    });
    await deployment.expectEmptyPlan("service");

    synth(false);
    expect(new Set(Object.values(await deployment.plannedChanges("service")))).toEqual(new Set(["delete"]));
    await deployment.apply("service");
    expect(await recordsIn("service")).toEqual(listed("api.example.com"));
  });

  test("can have its records in a different stack", async () => {
    synth(false, true);
    await deployment.apply("service");
    await deployment.apply("dns");
    expect(await recordsIn("dns")).toEqual(listed("api.example.com"));
    await deployment.expectEmptyPlan("service");
    await deployment.expectEmptyPlan("dns");
  });
});

import { DataResource, TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { CustomDomain, type CustomDomainProps, HostedZone } from "../../modules";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

type Www = CustomDomainProps["www"];

/** Returns a token of a variable with a default. */
const variable = (stack: TerraformStack, value: string) =>
  new TerraformVariable(stack, `Variable_${value.replaceAll(".", "_")}`, { default: value }).stringValue;

/** Domain names with tokens, whether they cover www, and the domain names of their associations. */
const DOMAINS: readonly (readonly [write: (stack: TerraformStack) => string, www: Www, names: string[]])[] = [
  [(stack) => `api.${variable(stack, "example.com")}`, false, ["api.example.com"]],
  [(stack) => `app.${variable(stack, "example.org")}`, true, ["app.example.org", "www.app.example.org"]],
  [(stack) => `${variable(stack, "dev")}.example.com`, "combined", ["dev.example.com"]],
  [(stack) => `*.${variable(stack, "example.net")}`, false, ["*.example.net"]],
];

describeEndToEnd("custom domains with tokens in their names", () => {
  let world: World;
  let deployment: Deployment;

  beforeEach(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterEach(() => world.stop());

  function statuses(): Record<string, string | undefined> {
    const { domains = [] } = world.appRunner.describe("hello") ?? {};
    return Object.fromEntries(domains.map(({ DomainName = "", Status }) => [DomainName, Status]));
  }

  test("become active after one apply, and a second plan is empty", async () => {
    const zones = ["example.com", "example.org", "example.net"];
    for (const zone of zones) await world.createZone(zone);
    deployment.synth((app, base) => {
      const stack = publicService(app, base);
      for (const [index, [write, www, [name = ""]]] of DOMAINS.entries()) {
        const domainName = zones.find((zone) => name.endsWith(zone)) ?? "";
        const zone = HostedZone.lookup(stack, `Zone${index}`, { domainName });
        new CustomDomain(stack, `Domain${index}`, {
          service: stack.service,
          domainName: write(stack),
          zone,
          www,
        });
      }
    });
    await deployment.apply("service");
    await world.appRunner.settled();
    const names = DOMAINS.flatMap(([, , all]) => all);
    expect(statuses()).toEqual(Object.fromEntries(names.map((name) => [name, "active"])));
    await deployment.expectEmptyPlan("service");
  });

  test("can be known only after the apply, and the records are the same as for a literal name", async () => {
    const zoneId = await world.createZone("example.com");
    deployment.synth((app, base) => {
      const stack = publicService(app, base);
      const { service } = stack;
      const stage = new DataResource(stack, "Stage", { input: { name: "later" } });
      const later = `${stage.output.lookup("name")}.example.com`;
      const zone = HostedZone.lookup(stack, "Zone", { domainName: "example.com" });
      new CustomDomain(stack, "Later", { service, domainName: later, zone });
      const written = { token: `token.${variable(stack, "example.org")}`, literal: "token.example.com" };
      for (const [id, domainName] of Object.entries(written)) {
        const domain = new CustomDomain(stack, id, { service, domainName });
        new TerraformOutput(stack, `records-${id}`, { value: domain.dnsRecords });
      }
    });
    await deployment.apply("service");
    await world.appRunner.settled();
    expect(statuses()["later.example.com"]).toBe("active");
    expect(await world.records(zoneId)).toHaveLength(3);
    const { values } = await (await deployment.stack("service")).show();
    const { outputs = {} } = values ?? {};
    // The order of the records is that of a set.
    const records = (id: string) =>
      (outputs[`records-${id}`]?.value as { name: string }[])
        .map(({ name }) => name.replace(/_[0-9a-f]{32}/, "_x"))
        .sort();
    expect(records("token")).toEqual(
      records("literal").map((name) => name.replace("example.com", "example.org")),
    );
    expect(records("token")).toContain("token.example.org");
    await deployment.expectEmptyPlan("service");
  });
});

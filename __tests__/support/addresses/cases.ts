import { type App, TerraformStack } from "cdktf";
import { ImageSource, Role, UpstreamRegistry, WebAcl } from "../../../modules";
import { BaseStack, DomainStack, FoundationStack, ServiceStack } from "../../../stacks";
import { EVERYTHING, GRANTS } from "../everything";
import { testApp } from "../synth";
import type { Case } from "./case";
import { caseOf } from "./tree";

const region = "eu-west-1";
const WEB_ACL_ARN =
  "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/hello/1a2b3c4d-1111-2222-3333-444455556666";

/** One entry for each public stack, with references between stacks. */
export const STACKS: Record<string, (app: App) => TerraformStack> = {
  BaseStack: (app) => new BaseStack(app, "base", { region }),
  FoundationStack: (app) => serviceOf(app).foundation,
  ServiceStack: (app) => serviceOf(app).service,
  DomainStack: (app) =>
    new DomainStack(app, "domain", {
      region,
      service: serviceOf(app).service.service,
      zoneName: "example.com",
      zoneAccess: { profile: "dns" },
      domains: [{ domainName: "4.example.com", www: true }, { domainName: "*.example.com" }],
    }),
  "DomainStack, without a zone": (app) =>
    new DomainStack(app, "domain", {
      region,
      service: serviceOf(app).service.service,
      domains: [{ domainName: "api.example.com" }],
    }),
};

function serviceOf(app: App) {
  const foundation = new FoundationStack(app, "foundation", {
    region,
    repositories: [{ repositoryName: "team/hello" }],
    secrets: [{ secretName: "hello/database" }, { secretName: "ecr-pullthroughcache/docker-hub" }],
    pullThroughCaches: [
      { upstreamRegistry: UpstreamRegistry.DOCKER_HUB, credentials: "ecr-pullthroughcache/docker-hub" },
    ],
  });
  const service = new ServiceStack(app, "service", {
    region,
    serviceName: "hello",
    source: ImageSource.ecr(foundation.repository("team/hello"), { tag: "1.0" }),
    secrets: { DATABASE_URL: foundation.secret("hello/database").wholeValue() },
    monitoring: { emailAddresses: ["team@example.com"] },
    tracing: true,
    webAcl: WebAcl.fromArn(foundation, "Firewall", WEB_ACL_ARN),
  });
  return { foundation, service };
}

/** The cases of the golden file, as the current code creates them. */
export function makeCases(): Case[] {
  const constructs = Object.entries(EVERYTHING).map(([name, build]) => caseOf(name, stackWith(build)));
  const grants = Object.entries(GRANTS).map(([name, grant]) =>
    caseOf(
      name,
      stackWith((stack) => {
        grant(
          stack,
          new Role(stack, "Role", { assumedBy: "tasks.apprunner.amazonaws.com", namePrefix: "a" }),
        );
      }),
    ),
  );
  const stacks = Object.entries(STACKS).map(([name, build]) => {
    const app = testApp();
    const stack = build(app);
    for (const child of app.node.children) if (TerraformStack.isStack(child)) child.prepareStack();
    return caseOf(name, stack);
  });
  return [...constructs, ...grants, ...stacks];
}

function stackWith(build: (stack: TerraformStack) => unknown): TerraformStack {
  const stack = new TerraformStack(testApp(), "test");
  build(stack);
  return stack;
}

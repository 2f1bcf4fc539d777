import type { App, TerraformStack } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  CustomDomain,
  HealthCheck,
  HostedZone,
  ImageSource,
  PullThroughCache,
  Repository,
  TrafficRouting,
  VpcConnector,
} from "../../modules";
import {
  BaseStack,
  type BaseStackProps,
  DomainStack,
  ServiceStack,
  type ServiceStackProps,
} from "../../stacks";
import { refusal, refusalOf, synth, testApp } from "../support/synth";

const SERVICE: AppRunnerServiceProps = {
  serviceName: "hello",
  source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
};
const STACK: ServiceStackProps = { ...SERVICE, region: "eu-west-1" };

const serve = (props: object) => (stack: TerraformStack) =>
  new AppRunnerService(stack, "Api", { ...SERVICE, ...props });

describe("an unknown prop is rejected", () => {
  const options = (value: object) => value as never;

  test.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      "path of a TCP check",
      serve({ healthCheck: HealthCheck.tcp(options({ path: "/" })) }),
      "healthCheck.path",
    ],
    [
      "path of an HTTP check that has a path",
      serve({ healthCheck: HealthCheck.http("/", options({ path: "/x" })) }),
      "healthCheck.path",
    ],
    [
      "image of an image source that has an image",
      serve({ source: ImageSource.ecrPublic("public.ecr.aws/a/b:c", options({ image: "d" })) }),
      "source.image",
    ],
    [
      "tag of an image source that has an image",
      (stack) =>
        serve({
          source: ImageSource.pullThrough(
            PullThroughCache.fromPrefix(stack, "Hub", "hub"),
            "a/b:1",
            options({ tag: "2" }),
          ),
        })(stack),
      "source.tag",
    ],
    [
      "repository of an image source that has a repository",
      (stack) =>
        serve({
          source: ImageSource.ecr(
            Repository.fromName(stack, "R", "hello"),
            options({ tag: "1", repository: 1 }),
          ),
        })(stack),
      "source.repository",
    ],
    [
      "prefix of a cache that has a prefix",
      (stack) => PullThroughCache.fromPrefix(stack, "Hub", "hub", options({ repositoryPrefix: "quay" })),
      "repositoryPrefix",
    ],
    [
      "weight of a routing that has a weight",
      (stack) => route(stack, TrafficRouting.weighted(1, options({ weight: 2 }))),
      "routing.weight",
    ],
    ["name of the service's own scaling", serve({ scaling: { name: "busy" } }), "scaling.name"],
  ])("%s", (_, define, prop) => {
    expect(refusal(define).faults).toEqual([expect.stringContaining(`unknown prop '${prop}'`)]);
  });

  test.each<[object, string]>([
    [
      { monitoring: { emailAdresses: [] } },
      "unknown prop 'monitoring.emailAdresses': did you mean 'monitoring.emailAddresses'?",
    ],
    [{ monitoring: { tags: {} } }, "unknown prop 'monitoring.tags': expected one of"],
    [{ defaultTag: {} }, "unknown prop 'defaultTag': did you mean 'defaultTags'?"],
  ])("in a ServiceStack: %j", (props, fault) => {
    const { faults } = refusalOf(() => new ServiceStack(testApp(), "test", { ...STACK, ...props }));
    expect(faults).toEqual([expect.stringContaining(fault)]);
  });

  test("in a domain of a DomainStack, which sets the zone and the service itself", () => {
    const app = testApp();
    const { service } = new ServiceStack(app, "service", STACK);
    const domains = [{ domainName: "api.example.com", zone: "example.com" }];
    const refused = refusalOf(() => new DomainStack(app, "test", { region: "eu-west-1", service, domains }));
    expect(refused.faults).toEqual([expect.stringContaining("unknown prop 'domains[0].zone'")]);
  });

  test("each time that the same props are used", () => {
    const props = { ...STACK, monitoring: {} };
    new ServiceStack(testApp(), "test", props);
    const { faults } = refusal((stack) => new AppRunnerService(stack, "Api", props));
    expect(faults).toHaveLength(2);
  });
});

test("a construct of the wrong kind is reported once, and not prop by prop", () => {
  const arn =
    "arn:aws:apprunner:eu-west-1:111122223333:vpcconnector/hello/1/0123456789abcdef0123456789abcdef";
  const define = (stack: TerraformStack) =>
    serve({ scaling: VpcConnector.fromArn(stack, "Vpc", arn) })(stack);
  expect(refusal(define).faults).toEqual([
    "'scaling' must be a Scaling, such as new Scaling(…), got an ImportedConnector",
  ]);
});

test("a user's class can have its own props, and pass all of them on", () => {
  class ApiStack extends BaseStack {
    public constructor(app: App, props: BaseStackProps & AppRunnerServiceProps & { readonly team: string }) {
      super(app, "test", props);
      new AppRunnerService(this, "Api", props);
    }
  }
  class TeamStack extends ServiceStack {
    public constructor(app: App, props: ServiceStackProps & { readonly team: string }) {
      super(app, "test", props);
    }
  }
  class TeamService extends AppRunnerService {
    public readonly team = "web";
  }
  const props = { ...STACK, team: "web" };
  expect(() => new ApiStack(testApp(), props)).not.toThrow();
  expect(() => new TeamStack(testApp(), props)).not.toThrow();
  expect(() =>
    synth((stack) => new TeamService(stack, "Api", { ...SERVICE, ...{ team: "web" } })),
  ).not.toThrow();
});

function route(stack: TerraformStack, routing: TrafficRouting): CustomDomain {
  const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
  const service = new AppRunnerService(stack, "Service", SERVICE);
  return new CustomDomain(stack, "Domain", { service, domainName: "api.example.com", zone, routing });
}

import { type App, Aspects, TerraformResource, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  AppRunnerService,
  DefaultScaling,
  ImageSource,
  RegistryScanning,
  Repository,
  Scaling,
  Secret,
  Topic,
  VpcConnector,
} from "../../modules";
import { testApp } from "../support/synth";

const SOURCE = ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest");
const ID = "0123456789abcdef0123456789abcdef";
const [ONE, OTHER] = ["111122223333", "444455556666"];
type Provider = ConstructorParameters<typeof AwsProvider>[2];

/** Synthesizes a stack as an app does, and returns its warnings. */
function warningsOf(stack: TerraformStack): string[] {
  Testing.synth(stack, true);
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === "@cdktf/warn"))
    .map(({ data }) => String(data));
}

/** Creates the same constructs in a stack of the user. */
function addHello(stack: TerraformStack): AppRunnerService {
  new Repository(stack, "Images", { repositoryName: "hello" });
  new Secret(stack, "Secret", { secretName: "hello" });
  new Topic(stack, "Topic", { topicName: "hello" });
  return new AppRunnerService(stack, "Api", { serviceName: "hello", source: SOURCE });
}

/** Two stacks of the user with the same constructs, and providers that are created last. */
function twoStacks(...providers: readonly Provider[]): TerraformStack[] {
  const app: App = testApp();
  return providers.map((config, index) => {
    const stack = new TerraformStack(app, `stack${index}`);
    addHello(stack);
    new AwsProvider(stack, "Aws", config);
    return stack;
  });
}

function expectNoWarning(...stacks: readonly TerraformStack[]): void {
  expect(stacks.flatMap(warningsOf)).toEqual([]);
}

describe("the same names in two stacks are right with", () => {
  const region = "eu-west-1";
  const role = (account: string) => [{ roleArn: `arn:aws:iam::${account}:role/deploy` }];
  const web = (account: string) => [
    { roleArn: `arn:aws:iam::${account}:role/ci`, webIdentityTokenFile: "token" },
  ];
  const endpoints = (url: string) => [{ apprunner: url }];

  test.each<[string, Provider, Provider]>([
    ["different regions", { region }, { region: "us-east-1" }],
    ["one account and different regions", { region, profile: "a" }, { region: "us-east-1", profile: "a" }],
    ["different profiles", { region, profile: "dev" }, { region, profile: "prod" }],
    ["different roles", { region, assumeRole: role(ONE) }, { region, assumeRole: role(OTHER) }],
    [
      "different web identities",
      { region, assumeRoleWithWebIdentity: web(ONE) },
      { region, assumeRoleWithWebIdentity: web(OTHER) },
    ],
    [
      "two roles after each other",
      { region, profile: "hub", assumeRole: [...role(OTHER), ...role(ONE)] },
      { region, profile: "hub", assumeRole: [...role(ONE), ...role(OTHER)] },
    ],
    [
      "different forbidden accounts",
      { region, forbiddenAccountIds: [ONE] },
      { region, forbiddenAccountIds: [OTHER] },
    ],
    [
      "different endpoints",
      { region, allowedAccountIds: [ONE], endpoints: endpoints("http://localhost:4566") },
      { region, allowedAccountIds: [ONE] },
    ],
  ])("%s", (_what, one, other) => {
    expectNoWarning(...twoStacks(one, other));
  });

  test.each<[string, Provider]>([
    ["the same list of allowed accounts", { region, allowedAccountIds: [ONE, OTHER] }],
    ["the same endpoints", { region, endpoints: endpoints("http://localhost:4566") }],
    ["the same files of credentials", { region, sharedCredentialsFiles: ["credentials"] }],
    ["a profile and the region of the environment", { profile: "prod" }],
  ])("%s, which may be of two accounts or regions, but with a warning", (_what, config) => {
    const [one, other] = twoStacks(config, config) as [TerraformStack, TerraformStack];
    expect(warningsOf(one)).toEqual([]);
    expect(warningsOf(other)).toHaveLength(4);
  });

  test("a region from a variable of each stack", () => {
    const app = testApp();
    for (const id of ["one", "other"]) {
      const stack = new TerraformStack(app, id);
      const variable = new TerraformVariable(stack, "region", { type: "string" });
      new AwsProvider(stack, "Aws", { region: variable.stringValue, profile: "prod" });
      addHello(stack);
      expectNoWarning(stack);
    }
  });
});

describe("a second provider of a stack, set after the constructs,", () => {
  function stackWith(config: Provider): { readonly stack: TerraformStack; readonly second: AwsProvider } {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", { region: "eu-west-1", allowedAccountIds: [ONE] });
    const second = new AwsProvider(stack, "Second", { alias: "second", ...config });
    return { stack, second };
  }

  test.each<[string, Provider]>([
    ["region", { region: "us-east-1" }],
    ["account", { region: "eu-west-1", allowedAccountIds: [OTHER] }],
    ["role", { region: "eu-west-1", assumeRole: [{ roleArn: `arn:aws:iam::${OTHER}:role/deploy` }] }],
  ])("allows the same names in its %s", (_what, config) => {
    const { stack, second } = stackWith(config);
    new Topic(stack, "One", { topicName: "hello" });
    new Topic(stack, "Other", { topicName: "hello" }).resource.provider = second;
    expectNoWarning(stack);
  });

  test("can be set by an aspect, and what the service uses is in its region and account", () => {
    const { stack, second } = stackWith({ region: "us-east-1", allowedAccountIds: [OTHER] });
    new AppRunnerService(stack, "Api", { serviceName: "hello", source: SOURCE });
    const arn = `arn:aws:apprunner:us-east-1:${OTHER}:vpcconnector/hello/1/${ID}`;
    const vpcConnector = VpcConnector.fromArn(stack, "Connector", arn);
    const there = new AppRunnerService(stack, "There", {
      serviceName: "hello",
      source: SOURCE,
      vpcConnector,
    });
    Aspects.of(there).add({
      visit: (node) => {
        if (TerraformResource.isTerraformResource(node)) node.provider = second;
      },
    });
    expectNoWarning(stack);
  });

  test("allows a setting of the account and region again", () => {
    const { stack, second } = stackWith({ region: "us-east-1" });
    const scalingIn = (region: string) =>
      Scaling.fromArn(
        stack,
        `Scaling-${region}`,
        `arn:aws:apprunner:${region}:${ONE}:autoscalingconfiguration/hello/1/${ID}`,
      );
    new DefaultScaling(stack, "Default", { scaling: scalingIn("eu-west-1") });
    new DefaultScaling(stack, "Default2", { scaling: scalingIn("us-east-1") }).resource.provider = second;
    const scanning = { scanType: "BASIC", rules: [] } as const;
    new RegistryScanning(stack, "Scanning", scanning);
    new RegistryScanning(stack, "Scanning2", scanning).resource.provider = second;
    expectNoWarning(stack);
  });
});

test.each<[string, (resource: Topic["resource"]) => void]>([
  [
    "overridden",
    (resource) => {
      resource.addOverride("name", "other");
    },
  ],
  [
    "assigned",
    (resource) => {
      resource.name = "other";
    },
  ],
  [
    "that of a resource with 'count', such as a blue or a green one",
    (resource) => {
      resource.addOverride("count", '${terraform.workspace == "blue" ? 1 : 0}');
    },
  ],
  [
    "that of a resource with 'for_each'",
    (resource) => {
      resource.addOverride("for_each", []);
    },
  ],
])("a name is not taken if it is %s", (_what, change) => {
  for (const changed of [0, 1]) {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", { region: "eu-west-1" });
    const topics = ["One", "Other"].map((id) => new Topic(stack, id, { topicName: "hello" }));
    topics.slice(changed, changed + 1).forEach(({ resource }) => {
      change(resource);
    });
    expectNoWarning(stack);
  }
});

test("many accounts with the same names read the settings of each provider once", () => {
  const app = testApp();
  const stacks = Array.from({ length: 200 }, (_, index) => {
    const stack = new TerraformStack(app, `stack${index}`);
    const allowedAccountIds = [String(index).padStart(12, "0")];
    new AwsProvider(stack, "Aws", { region: "eu-west-1", allowedAccountIds });
    new Topic(stack, "Topic", { topicName: "hello" });
    return stack;
  });
  const read = jest.spyOn(AwsProvider.prototype, "toTerraform");
  for (const stack of stacks) stack.runAllValidations();
  expect(read).toHaveBeenCalledTimes(200);
  read.mockRestore();
});

import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  AppRunnerService,
  HostedZone,
  ImageSource,
  Key,
  Parameter,
  PullThroughCache,
  Repository,
  Role,
  Scaling,
  Secret,
  ServiceEvents,
  SourceConnection,
  Topic,
  UpstreamRegistry,
  VpcConnector,
  WebAcl,
} from "../../modules";
import { DomainStack, ServiceStack } from "../../stacks";
import { refusal, refusalOf, synth, testApp } from "../support/synth";

const SOURCE = ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest");
const ID = "0123456789abcdef0123456789abcdef";
type Settings = Partial<ConstructorParameters<typeof ServiceStack>[2]>;

/** Creates two stacks with a service of the same name. */
function twoServices(one: Settings, other: Settings): [ServiceStack, ServiceStack] {
  const app = testApp();
  const create = (id: string, settings: Settings) =>
    new ServiceStack(app, id, { region: "eu-west-1", serviceName: "hello", source: SOURCE, ...settings });
  return [create("one", one), create("other", other)];
}

function warningsOf(stack: TerraformStack): string[] {
  Testing.synth(stack, true);
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === "@cdktf/warn"))
    .map(({ data }) => String(data));
}

describe("a name that is taken in the same stack is rejected:", () => {
  test.each<[string, string, (stack: TerraformStack, id: string) => unknown]>([
    [
      "a service",
      "serviceName",
      (stack, id) => new AppRunnerService(stack, id, { serviceName: "hello", source: SOURCE }),
    ],
    ["a repository", "repositoryName", (stack, id) => new Repository(stack, id, { repositoryName: "hello" })],
    ["a secret", "secretName", (stack, id) => new Secret(stack, id, { secretName: "hello" })],
    [
      "a parameter",
      "parameterName",
      (stack, id) =>
        new Parameter(stack, id, { parameterName: "/hello", value: { variableName: id, version: 1 } }),
    ],
    [
      "a VPC connector",
      "name",
      (stack, id) =>
        new VpcConnector(stack, id, {
          name: "hello",
          subnetIds: ["subnet-0a1b2c3d"],
          securityGroupIds: ["sg-0a1b2c3d"],
        }),
    ],
    [
      "a connection",
      "connectionName",
      (stack, id) => new SourceConnection(stack, id, { connectionName: "hello", providerType: "GITHUB" }),
    ],
    [
      "the prefix of a pull-through cache",
      "repositoryPrefix",
      (stack, id) =>
        new PullThroughCache(stack, id, {
          upstreamRegistry: UpstreamRegistry.ECR_PUBLIC,
          repositoryPrefix: "hello",
        }),
    ],
    [
      "the events of a service",
      "service",
      (stack, id) =>
        new ServiceEvents(stack, id, {
          service: AppRunnerService.fromAttributes(stack, `${id}Service`, {
            serviceArn: `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${ID}`,
            serviceUrl: "a.eu-west-1.awsapprunner.com",
          }),
          topic: Topic.fromArn(stack, `${id}Topic`, "arn:aws:sns:eu-west-1:111122223333:alarms"),
        }),
    ],
    ["a topic", "topicName", (stack, id) => new Topic(stack, id, { topicName: "hello" })],
    ["a web ACL", "name", (stack, id) => new WebAcl(stack, id, { name: "hello" })],
    ["a key", "alias", (stack, id) => new Key(stack, id, { alias: "hello" })],
  ])("%s", (_what, prop, create) => {
    const build = (stack: TerraformStack) => {
      create(stack, "One");
      create(stack, "Other");
    };
    expect(refusal(build)).toEqual({
      at: "test/Other",
      faults: [
        expect.stringMatching(
          new RegExp(`^'${prop}' must be unique in its region and account: test/One also creates `),
        ),
      ],
    });
  });

  test("but not an imported resource, or a name that only Terraform knows", () => {
    expect(() =>
      synth((stack) => {
        new Repository(stack, "Images", { repositoryName: "hello" });
        Repository.fromName(stack, "Imported", "hello");
        const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
        new Secret(stack, "One", { secretName: name });
        new Secret(stack, "Other", { secretName: name });
      }),
    ).not.toThrow();
  });

  test("before the provider is created, at synth", () => {
    const stack = new TerraformStack(testApp(), "test");
    new Topic(stack, "One", { topicName: "hello" });
    new Topic(stack, "Other", { topicName: "hello" });
    new AwsProvider(stack, "Aws", { region: "eu-west-1" });
    expect(refusalOf(() => Testing.synth(stack, true)).at).toBe("test/Other");
  });
});

describe("two services of one name in two stacks", () => {
  const role = (account: string) => `arn:aws:iam::${account}:role/deploy`;
  const [ONE, OTHER] = ["111122223333", "444455556666"];

  test.each<[string, Settings, Settings]>([
    ["the account", { accountId: ONE }, { accountId: ONE }],
    [
      "the account, with different profiles",
      { accountId: ONE, profile: "a" },
      { accountId: ONE, profile: "b" },
    ],
    ["the profile", { profile: "prod" }, { profile: "prod" }],
    ["the assumed role", { assumeRoleArn: role(ONE) }, { assumeRoleArn: role(ONE) }],
    ["the account, once by the assumed role", { accountId: ONE }, { assumeRoleArn: role(ONE) }],
  ])("are rejected if the stacks share %s", (_what, one, other) => {
    const [, stack] = twoServices(one, other);
    expect(refusalOf(() => Testing.synth(stack, true))).toMatchObject({ at: "other/Service" });
  });

  test.each<[string, Settings, Settings]>([
    ["regions", {}, { region: "us-east-1" }],
    ["accounts", { accountId: ONE }, { accountId: OTHER }],
    ["profiles", { profile: "dev" }, { profile: "prod" }],
    ["assumed roles", { assumeRoleArn: role(ONE) }, { assumeRoleArn: role(OTHER) }],
    ["credentials, one of them unknown", { accountId: ONE }, {}],
  ])("are right with different %s", (_what, one, other) => {
    for (const stack of twoServices(one, other)) expect(warningsOf(stack)).toEqual([]);
  });

  test("are a warning if both use the credentials of the environment", () => {
    const [one, other] = twoServices({}, {});
    expect(warningsOf(one)).toEqual([]);
    expect(warningsOf(other)).toContainEqual(
      expect.stringMatching(
        /^'serviceName' must be unique in .*: one\/Service also creates 'hello'\. If the stacks .* 'accountId'/,
      ),
    );
  });
});

test("thousands of names take linear time", () => {
  const stack = new TerraformStack(testApp(), "test");
  new AwsProvider(stack, "Aws", { region: "eu-west-1" });
  const create = (from: number) => {
    const start = performance.now();
    for (let index = from; index < from + 300; index += 1)
      new Topic(stack, `T${index}`, { topicName: `t${index}` });
    return performance.now() - start;
  };
  create(0);
  const early = create(300);
  for (let from = 600; from < 2400; from += 300) create(from);
  expect(create(2400)).toBeLessThan(10 * early + 1000);
});

describe("what a service uses must be in its region and account:", () => {
  const arn = (kind: string, region = "us-east-1") =>
    `arn:aws:apprunner:${region}:444455556666:${kind}/hello/1/${ID}`;

  test.each<[string, (stack: TerraformStack) => object]>([
    ["vpcConnector", (stack) => ({ vpcConnector: VpcConnector.fromArn(stack, "C", arn("vpcconnector")) })],
    ["scaling", (stack) => ({ scaling: Scaling.fromArn(stack, "C", arn("autoscalingconfiguration")) })],
    [
      "webAcl",
      (stack) => ({
        webAcl: WebAcl.fromArn(stack, "C", "arn:aws:wafv2:us-east-1:444455556666:regional/webacl/a/1"),
      }),
    ],
    [
      "kmsKeyArn",
      () => ({ kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-a6ef-1234567890ab" }),
    ],
  ])("%s in another region", (prop, props) => {
    const { faults } = refusal(
      (stack) =>
        new AppRunnerService(stack, "Api", { serviceName: "hello", source: SOURCE, ...props(stack) }),
    );
    expect(faults).toEqual([
      expect.stringMatching(
        new RegExp(`^'${prop}' must be in region eu-west-1, where test/Api is, got one in us-east-1`),
      ),
    ]);
  });

  test("a role and a connector in another account", () => {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
    const instanceRole = Role.fromArn(stack, "Role", "arn:aws:iam::444455556666:role/own");
    const vpcConnector = VpcConnector.fromArn(stack, "Connector", arn("vpcconnector", "eu-west-1"));
    new AppRunnerService(stack, "Api", { serviceName: "hello", source: SOURCE, instanceRole, vpcConnector });
    expect(refusalOf(() => Testing.synth(stack, true)).faults).toEqual([
      expect.stringMatching(
        /^'vpcConnector' must be in account 111122223333, .* got one in 444455556666 \(test\/Connector\)$/,
      ),
      expect.stringMatching(
        /^'instanceRole' must be in account 111122223333, .* got one in 444455556666 \(test\/Role\)$/,
      ),
    ]);
  });

  test("a topic of its events in another region", () => {
    const { faults } = refusal((stack) => {
      const service = new AppRunnerService(stack, "Api", { serviceName: "hello", source: SOURCE });
      const topic = Topic.fromArn(stack, "Topic", "arn:aws:sns:us-east-1:111122223333:alarms");
      new ServiceEvents(stack, "Events", { service, topic });
    });
    expect(faults).toEqual([expect.stringMatching(/^'topic' must be in region eu-west-1/)]);
  });

  test("the KMS key of a secret in another region", () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
    const { faults } = refusal((stack) => new Secret(stack, "Secret", { secretName: "hello", kmsKeyArn }));
    expect(faults).toEqual([expect.stringMatching(/^'kmsKeyArn' must be in region eu-west-1/)]);
  });

  test("a DomainStack in another region than its service", () => {
    const app = testApp();
    const { service } = new ServiceStack(app, "web", {
      region: "eu-west-1",
      serviceName: "hello",
      source: SOURCE,
    });
    const domains = [{ domainName: "api.example.com" }];
    const stack = new DomainStack(app, "domain", { region: "us-east-1", service, domains });
    expect(refusalOf(() => Testing.synth(stack, true))).toEqual({
      at: "domain/Domains/api.example.com",
      faults: [
        expect.stringMatching(
          /^'service' must be in region us-east-1, .* got one in eu-west-1 \(web\/Service\)$/,
        ),
      ],
    });
  });
});

test.each([
  [49, undefined],
  [48, 10],
])("a lifecycle policy has at most %i protected prefixes (keepNewest: %p)", (most, keepNewest) => {
  const create = (count: number) => (stack: TerraformStack) =>
    new Repository(stack, "Images", {
      repositoryName: "hello",
      keepNewest,
      protectedTagPrefixes: Array.from({ length: count }, (_, index) => `v${index}`),
    });
  expect(() => synth(create(most))).not.toThrow();
  expect(refusal(create(most + 1)).faults).toEqual([
    expect.stringMatching(new RegExp(`^'protectedTagPrefixes' must have at most ${most} prefixes`)),
  ]);
});

test("a private service cannot be dual stack", () => {
  const props = {
    serviceName: "hello",
    source: SOURCE,
    isPubliclyAccessible: false,
    ipAddressType: "DUAL_STACK",
  } as const;
  expect(refusal((stack) => new AppRunnerService(stack, "Api", props)).faults).toEqual([
    expect.stringMatching(/^'ipAddressType' must be 'IPV4' for a private service/),
  ]);
});

test("a hosted zone has at most 10 tags", () => {
  const create = (count: number) => (stack: TerraformStack) => {
    const tags = Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, "a"]));
    new HostedZone(stack, "Zone", { domainName: "example.com", tags });
  };
  expect(() => synth(create(10))).not.toThrow();
  expect(refusal(create(11)).faults).toEqual(["'tags' must have at most 10 tags, got 11"]);
});

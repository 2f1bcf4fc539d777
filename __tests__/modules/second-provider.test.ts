import { Aspects, TerraformDataSource, TerraformResource, TerraformStack, TerraformVariable } from "cdktf";
import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct, type IConstruct } from "constructs";
import {
  AppRunnerService,
  CustomDomain,
  HostedZone,
  ImageSource,
  RegistryReplication,
  Repository,
  Scaling,
  Secret,
  ServiceAlarms,
  Topic,
  TrafficRouting,
} from "../../modules";
import { EVERYTHING } from "../support/everything";
import { read, refusalOf, testApp } from "../support/synth";

const SOURCE = ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest");
const [ONE, OTHER] = ["111122223333", "444455556666"];
type Block = TerraformResource | TerraformDataSource;
type Config = ConstructorParameters<typeof AwsProvider>[2];

function isBlock(node: IConstruct): node is Block {
  return TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node);
}

/** A stack whose second provider is `aws.paris`. */
function stackWith(
  first: Config = { region: "eu-west-1" },
  second: Config = { region: "eu-west-3" },
): { readonly stack: TerraformStack; readonly paris: AwsProvider } {
  const stack = new TerraformStack(testApp(), "test");
  new AwsProvider(stack, "Aws", first);
  return { stack, paris: new AwsProvider(stack, "Paris", { alias: "paris", ...second }) };
}

/** Moves everything that has no provider of its own, as an aspect of a user does. */
function moveAll(scope: IConstruct, provider: AwsProvider): void {
  Aspects.of(scope).add({
    visit: (node) => {
      if (isBlock(node) && node.terraformResourceType.startsWith("aws_")) node.provider ??= provider;
    },
  });
}

function warningsOf(stack: TerraformStack): string[] {
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === "@cdktf/warn"))
    .map(({ data }) => String(data));
}

function addService(stack: TerraformStack, props: object = {}): AppRunnerService {
  return new AppRunnerService(stack, "Api", { serviceName: "hello", source: SOURCE, ...props });
}

describe("all parts of a construct with a second provider from an aspect:", () => {
  test.each(Object.entries(EVERYTHING))("%s", (_name, create) => {
    // Every ARN of these entries is in the region and account of the second provider.
    const { stack, paris } = stackWith(
      { region: "us-west-2", allowedAccountIds: [OTHER] },
      { region: "eu-west-1", allowedAccountIds: [ONE] },
    );
    create(stack);
    moveAll(stack, paris);
    expect(read(stack).text).not.toMatch(/"(region|set_identifier)": "us-west-2"[^}]*"latency/);
    expect(warningsOf(stack).filter((text) => !text.includes("default location"))).toEqual([]);
  });
});

/** The refused entries, by the path of the moved resource. Those without a second part with a region can have any provider. */
describe("only the main resource with a second provider is rejected:", () => {
  test.each<[string, string, string]>([
    ["AppRunnerService", "test/Api/Resource", "test/Api/Scaling/Resource"],
    ["AppRunnerService, encrypted", "test/Api/Resource", "test/Api/Scaling/Resource"],
    ["AppRunnerService, encrypted", "test/Api/StartGuards/Key/Resource", "test/Api/StartGuards/Key/Resource"],
    ["AppRunnerService", "test/Api/StartGuards/Image", "test/Api/StartGuards/Image"],
    ["Repository", "test/Images/Resource", "test/Images/LifecyclePolicy"],
    ["Secret, with a value", "test/Database/Resource", "test/Database/Value/Resource"],
    ["PullThroughCache", "test/Cache/Resource", "test/Cache/Region"],
    ["PullThroughCache.fromPrefix", "test/Cache/Resource", "test/Cache/Region"],
    ["Key", "test/Key/Resource", "test/Key/Alias"],
    ["Topic", "test/Topic/Resource", "test/Topic/Emails/team@example.com"],
    ["WebAcl", "test/Firewall/Resource", ""],
    ["VpcConnector", "test/Connector/Resource", "test/Connector/SecurityGroup"],
    ["VpcEndpoint", "test/Endpoint/Resource", "test/Endpoint/Vpc"],
    ["ServiceAlarms", "test/Alarms/cpuUtilization", "test/Alarms/cpuUtilization"],
    ["ServiceEvents", "test/Events/Resource", "test/Events/Target"],
    ["ServiceLogs", "test/Logs/Service", "test/Logs/Service"],
    ["CustomDomain", "test/Domain/Domain/Resource", "test/Domain/Domain/TargetZone"],
    ["CustomDomain", "test/Domain/Domain/TargetZone", "test/Domain/Domain/TargetZone"],
  ])("%s: %s", (name, moved, other) => {
    const { stack } = stackWith();
    EVERYTHING[name]?.(stack);
    const resource = stack.node.findAll().find(({ node }) => node.path === moved) as Block;
    resource.addOverride("provider", "aws.paris");
    const { at, faults } = refusalOf(() => read(stack));
    expect(moved.startsWith(at)).toBe(true);
    expect(faults).toEqual([
      expect.stringMatching(
        /^'provider' must be the same for everything in test\/\w+: .* a stack of its own, /,
      ),
    ]);
    expect(faults[0]).toContain(`'aws.paris' (eu-west-3)`);
    expect(faults[0]).toContain(`${other} uses '`);
  });
});

describe("a second provider of only the service", () => {
  const arn = `arn:aws:apprunner:eu-west-3:${ONE}:autoscalingconfiguration/hello/1/${"0".repeat(32)}`;

  test.each<[string, (service: AppRunnerService, paris: AwsProvider) => void]>([
    ["assigned", ({ resource }, paris) => (resource.provider = paris)],
    [
      "in an override",
      ({ resource }) => {
        resource.addOverride("provider", "aws.paris");
      },
    ],
    [
      "as the argument 'region'",
      ({ resource }) => {
        resource.addOverride("region", "eu-west-3");
      },
    ],
    [
      "from an aspect that skips data sources",
      (service, paris) => {
        Aspects.of(service).add({
          visit: (node) => {
            if (TerraformResource.isTerraformResource(node)) node.provider = paris;
          },
        });
      },
    ],
  ])("is rejected, %s, while its parts have the first", (_how, move) => {
    const { stack, paris } = stackWith();
    const kmsKeyArn = `arn:aws:kms:eu-west-3:${ONE}:key/1234abcd-12ab-34cd-a6ef-1234567890ab`;
    move(addService(stack, { kmsKeyArn }), paris);
    expect(refusalOf(() => read(stack))).toEqual({
      at: "test/Api",
      faults: [
        expect.stringMatching(
          /^'provider' must be the same .* \(eu-west-3\), but .* uses 'aws' \(eu-west-1\)\. /,
        ),
      ],
    });
  });

  test("is right if nothing else of it has a region", () => {
    const { stack, paris } = stackWith();
    addService(stack, { scaling: Scaling.fromArn(stack, "Scaling", arn) }).resource.provider = paris;
    expect(() => read(stack)).not.toThrow();
  });

  test("is rejected if its role would be in another account", () => {
    const { stack, paris } = stackWith(
      { region: "eu-west-3", allowedAccountIds: [OTHER] },
      { region: "eu-west-3", allowedAccountIds: [ONE] },
    );
    addService(stack, { scaling: Scaling.fromArn(stack, "Scaling", arn) }).resource.provider = paris;
    expect(refusalOf(() => read(stack)).faults).toEqual([
      expect.stringMatching(
        /test\/Api\/Resource uses 'aws.paris' \(eu-west-3, account 111122223333\), but test\/Api\/InstanceRole\/Resource uses 'aws' \(eu-west-3, account 444455556666\)/,
      ),
    ]);
  });
});

describe("a second provider is right", () => {
  test.each<[string, (stack: TerraformStack) => [Config, Config]]>([
    [
      "literals",
      () => [{ region: "eu-west-1" }, { region: "eu-west-1", defaultTags: [{ tags: { team: "a" } }] }],
    ],
    ["the environment", () => [{}, { defaultTags: [{ tags: { team: "a" } }] }]],
    [
      "a variable",
      (stack) => {
        const variable = new TerraformVariable(stack, "region", { type: "string" });
        const region = () => variable.stringValue;
        return [{ region: region() }, { region: region(), defaultTags: [{ tags: { team: "a" } }] }];
      },
    ],
  ])("for one part, if the region and account of both are the same, from %s", (_what, settings) => {
    const stack = new TerraformStack(testApp(), "test");
    const [first, second] = settings(stack);
    new AwsProvider(stack, "Aws", first);
    const paris = new AwsProvider(stack, "Paris", { alias: "paris", ...second });
    addService(stack).resource.provider = paris;
    expect(() => read(stack)).not.toThrow();
  });

  test("for a resource of the user below a service, such as a certificate for CloudFront", () => {
    const { stack, paris } = stackWith();
    new AcmCertificate(addService(stack), "Certificate", { domainName: "example.com", provider: paris });
    expect(() => read(stack)).not.toThrow();
  });

  test("that was created below a construct", () => {
    const stack = new TerraformStack(testApp(), "test");
    const network = new Construct(stack, "Network");
    new AwsProvider(network, "Aws", { region: "eu-west-1" });
    new Topic(stack, "Topic", { topicName: "hello" });
    new Topic(stack, "Topic2", { topicName: "hello" });
    expect(refusalOf(() => read(stack)).at).toBe("test/Topic2");
  });
});

describe("after an aspect moved everything to a second provider,", () => {
  const secret = (region: string) => `arn:aws:secretsmanager:${region}:${ONE}:secret:hello-AbCdEf`;
  const images = (region: string, account = ONE) => `arn:aws:ecr:${region}:${account}:repository/hello`;
  const first = { region: "eu-west-1", allowedAccountIds: [OTHER] };
  const second = { region: "eu-west-3", allowedAccountIds: [ONE] };

  test("the guards look up what is in its region and account, and only that", () => {
    const { stack, paris } = stackWith(first, second);
    addService(stack, {
      source: ImageSource.ecr(Repository.fromArn(stack, "Images", images("eu-west-3")), {
        tag: "1",
        autoDeploy: true,
      }),
      secrets: {
        NEAR: Secret.fromArn(stack, "Near", secret("eu-west-3")).wholeValue(),
        FAR: Secret.fromArn(stack, "Far", secret("eu-west-1")).wholeValue(),
      },
    });
    moveAll(stack, paris);
    const json = read(stack);
    expect(json.onlyData("aws_ecr_image")["provider"]).toBe("aws.paris");
    expect(json.onlyData("aws_secretsmanager_secret")["arn"]).toBe(secret("eu-west-3"));
    expect(warningsOf(stack)).toEqual([
      expect.stringMatching(
        /^Not checked: the secret for FAR in eu-west-1, account 111122223333 \(test\/Far\), and /,
      ),
    ]);
  });

  test("an automatic deployment from another account is rejected", () => {
    const { stack, paris } = stackWith(second, { ...second, allowedAccountIds: [OTHER] });
    const repository = Repository.fromArn(stack, "Images", images("eu-west-3"));
    addService(stack, { source: ImageSource.ecr(repository, { tag: "1", autoDeploy: true }) });
    moveAll(stack, paris);
    expect(refusalOf(() => read(stack)).faults).toEqual([
      expect.stringMatching(
        /^'source.autoDeploy' must be false .* account 111122223333 and a service in account 444455556666$/,
      ),
    ]);
  });

  test("a record is routed in its region", () => {
    const { stack, paris } = stackWith();
    const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
    const add = (id: string) => {
      const service = new AppRunnerService(stack, `Api${id}`, { serviceName: `hello${id}`, source: SOURCE });
      return new CustomDomain(stack, `Domain${id}`, {
        service,
        zone,
        domainName: "api.example.com",
        routing: TrafficRouting.latency(),
        createValidationRecords: id === "1",
      });
    };
    add("1");
    moveAll(add("2"), paris);
    moveAll(stack.node.findChild("Api2"), paris);
    const records = Object.values(read(stack).resources("aws_route53_record"));
    expect(
      records.flatMap(({ set_identifier: id, latency_routing_policy: policy }) =>
        policy === undefined ? [] : [[id, policy]],
      ),
    ).toEqual([
      ["eu-west-1", { region: "eu-west-1" }],
      ["eu-west-3", { region: "eu-west-3" }],
    ]);
  });

  test.each<[string, string, (stack: TerraformStack) => unknown]>([
    [
      "replicas",
      "'replicas[0].region' must differ from the region of the secret",
      (stack) => new Secret(stack, "It", { secretName: "hello", replicas: [{ region: "eu-west-3" }] }),
    ],
    [
      "rules",
      "'rules[0].destinations[0]' must be a different registry",
      (stack) =>
        new RegistryReplication(stack, "It", {
          rules: [{ destinations: [{ region: "eu-west-3" }] }],
          adopt: false,
        }),
    ],
    [
      "topic",
      "'topic' must be in region eu-west-3",
      (stack) =>
        new ServiceAlarms(stack, "It", {
          service: addService(stack),
          topic: Topic.fromArn(stack, "Topic", `arn:aws:sns:eu-west-1:${ONE}:alarms`),
        }),
    ],
  ])("'%s' must fit its region", (_prop, message, create) => {
    const { stack, paris } = stackWith();
    create(stack);
    moveAll(stack, paris);
    expect(refusalOf(() => read(stack)).faults).toEqual([expect.stringContaining(message)]);
  });
});

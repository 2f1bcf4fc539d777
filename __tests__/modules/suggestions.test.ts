import { type Construct } from "constructs";
import {
  AppRunnerService,
  CustomDomain,
  ImageSource,
  InstanceSize,
  PullThroughCache,
  ServiceAlarms,
  Topic,
  VpcIngressConnection,
} from "../../modules";
import { refusal } from "../support/synth";

const ACCOUNT = "arn:aws:apprunner:eu-west-1:111122223333";
const ID = "0123456789abcdef0123456789abcdef";
const IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/hello";
const REPOSITORY =
  'Repository.fromArn(this, "Images", "arn:aws:ecr:eu-west-1:111122223333:repository/team/hello")';

/** Returns the end of the message for a service with a wrong prop. */
function advice(prop: string, value: unknown): string {
  const props = {
    serviceName: "hello",
    source: ImageSource.ecrPublic("public.ecr.aws/a/b:1"),
    [prop]: value,
  };
  const { faults } = refusal((stack) => new AppRunnerService(stack, "Api", props));
  expect(faults).toHaveLength(1);
  return String(faults[0]).replace(/^.*?, got .*?: write /s, "");
}

describe("the error for a plain value shows the code to write:", () => {
  test.each<[string, unknown, string]>([
    ["instance", { vcpu: 1, memoryGb: 2 }, "InstanceSize.of({ vcpu: 1, memoryGb: 2 })"],
    ["instance", { vcpu: "2", memoryGb: "6" }, "InstanceSize.of({ vcpu: 2, memoryGb: 6 })"],
    ["instance", { cpu: 1024, memory: 3072 }, "InstanceSize.of({ vcpu: 1, memoryGb: 3 })"],
    ["instance", { cpu: "256", memory: "512" }, "InstanceSize.of({ vcpu: 0.25, memoryGb: 0.5 })"],
    ["instance", { cpu: "4 vCPU", memory: "12 GB" }, "InstanceSize.of({ vcpu: 4, memoryGb: 12 })"],
    ["instance", "1 vCPU", "InstanceSize.of({ vcpu: 1, memoryGb: 2 })"],
    ["instance", "0.25 vcpu", "InstanceSize.of({ vcpu: 0.25, memoryGb: 0.5 })"],
    ["instance", 512, "InstanceSize.of({ vcpu: 0.5, memoryGb: 1 })"],
    ["source", `${IMAGE}:1.2`, `ImageSource.ecr(${REPOSITORY}, { tag: "1.2" })`],
    ["source", IMAGE, `ImageSource.ecr(${REPOSITORY}, { tag: "latest" })`],
    ["source", `${IMAGE}@sha256:abc`, `ImageSource.ecr(${REPOSITORY}, { digest: "sha256:abc" })`],
    ["source", "public.ecr.aws/a/b:1", 'ImageSource.ecrPublic("public.ecr.aws/a/b:1")'],
    [
      "source",
      "https://github.com/acme/hello",
      'CodeSource.repository({ connection, url: "https://github.com/acme/hello", branch: "main", build })',
    ],
    ["healthCheck", "/healthz", 'HealthCheck.http("/healthz")'],
    ["healthCheck", "healthz", 'HealthCheck.http("/healthz")'],
    ["healthCheck", { path: "/up", interval: 5 }, 'HealthCheck.http("/up")'],
    ["healthCheck", { protocol: "TCP", path: "/" }, "HealthCheck.tcp()"],
    ["healthCheck", "tcp", "HealthCheck.tcp()"],
    [
      "instanceRole",
      "arn:aws:iam::111122223333:role/own",
      'Role.fromArn(this, "Role", "arn:aws:iam::111122223333:role/own")',
    ],
    ["instanceRole", "own", 'Role.fromName(this, "Role", "own")'],
    [
      "vpcConnector",
      `${ACCOUNT}:vpcconnector/hello/1/${ID}`,
      `VpcConnector.fromArn(this, "Connector", "${ACCOUNT}:vpcconnector/hello/1/${ID}")`,
    ],
    [
      "scaling",
      `${ACCOUNT}:autoscalingconfiguration/hello/1/${ID}`,
      `Scaling.fromArn(this, "Scaling", "${ACCOUNT}:autoscalingconfiguration/hello/1/${ID}")`,
    ],
    [
      "tracing",
      `${ACCOUNT}:observabilityconfiguration/hello/1/${ID}`,
      `ObservabilityConfiguration.fromArn(this, "Tracing", "${ACCOUNT}:observabilityconfiguration/hello/1/${ID}")`,
    ],
    [
      "webAcl",
      "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/hello/1a2b",
      'WebAcl.fromArn(this, "WebAcl", "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/hello/1a2b")',
    ],
  ])("%s: %j", (prop, value, code) => {
    expect(advice(prop, value)).toBe(code);
  });

  test.each<[string, unknown]>([
    ["instance", "large"],
    ["instance", { vcpu: 3, memoryGb: 2 }],
    ["source", "nginx:1.27"],
    ["vpcConnector", "hello"],
    ["healthCheck", { interval: 5 }],
    ["instanceRole", InstanceSize.DEFAULT],
  ])("%s: %p is not guessed", (prop, value) => {
    expect(advice(prop, value)).toMatch(/ must be .*, such as .*, got /);
  });

  const faultOf = (build: (scope: Construct) => unknown) => String(refusal(build).faults[0]);
  const service = `${ACCOUNT}:service/hello/${ID}`;

  test.each<[string, (scope: Construct) => unknown, string]>([
    ["a service", (scope) => new ServiceAlarms(scope, "A", { service: service as never }), `AppRunnerService.fromAttributes(this, "Service", { serviceArn: "${service}", serviceUrl: … })`], // prettier-ignore
    ["an endpoint", (scope) => new VpcIngressConnection(scope, "A", { vpcEndpoint: "vpce-0a1b2c3d", service: publicService(scope) } as never), 'VpcEndpoint.fromId(this, "Endpoint", "vpce-0a1b2c3d")'], // prettier-ignore
    ["a zone", (scope) => new CustomDomain(scope, "A", { service: publicService(scope), domainName: "a.example.com", zone: "Example.com." as never }), 'HostedZone.lookup(this, "Zone", { domainName: "example.com" })'], // prettier-ignore
    ["the id of a zone", (scope) => new CustomDomain(scope, "A", { service: publicService(scope), domainName: "a.example.com", zone: "Z0123456789ABC" as never }), 'HostedZone.fromId(this, "Zone", { hostedZoneId: "Z0123456789ABC", domainName: … })'], // prettier-ignore
    ["a topic", (scope) => new ServiceAlarms(scope, "A", { service: publicService(scope), topic: "arn:aws:sns:eu-west-1:111122223333:a" as never }), 'Topic.fromArn(this, "Topic", "arn:aws:sns:eu-west-1:111122223333:a")'], // prettier-ignore
    ["a key", (scope) => new Topic(scope, "A", { topicName: "a", key: "alias/hello" as never }), 'Key.fromAlias(this, "Key", "hello")'], // prettier-ignore
    ["a registry", (scope) => new PullThroughCache(scope, "A", { upstreamRegistry: "https://quay.io" as never }), "UpstreamRegistry.QUAY"], // prettier-ignore
  ])("for %s", (_what, build, code) => {
    expect(faultOf(build)).toMatch(new RegExp(`: write ${code.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`));
  });

  test("never prints a value in place of a secret", () => {
    const build = (scope: Construct) =>
      new PullThroughCache(scope, "A", {
        upstreamRegistry: "quay" as never,
        credentials: "hunter2" as never,
      });
    expect(JSON.stringify(refusal(build))).not.toContain("hunter2");
  });
});

function publicService(scope: Construct): AppRunnerService {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:1");
  return new AppRunnerService(scope, "Api", { serviceName: "hello", source });
}

describe("the error for a value of the wrong type says what to write:", () => {
  test.each<[string, unknown, RegExp]>([
    ["port", "8080", /^'port' must be a whole number .*, got '8080': it must be a number, without quotes$/],
    ["isPubliclyAccessible", "false", /, got 'false': write false without quotes$/],
    ["tags", { team: 5 }, /^'tags.team' must be .*, got 5: write it in quotes$/],
    ["tags", { team: true }, /^'tags.team' must be .*, got true: write it in quotes$/],
    [
      "environment",
      { A: 4711 },
      /^'environment.A' must be a string, got a value of type number: .*String\(…\)$/,
    ],
    ["source", undefined, /^'source' is required: it must be an ImageSource/],
    ["source", null, /^'source' is required: it must be an ImageSource.*, got null$/],
    ["kmsKeyArn", null, /^'kmsKeyArn' must be .*, got null: omit it, or use undefined$/],
  ])("%s: %p", (prop, value, fault) => {
    const props = {
      serviceName: "hello",
      source: ImageSource.ecrPublic("public.ecr.aws/a/b:1"),
      [prop]: value,
    };
    const { faults } = refusal((stack) => new AppRunnerService(stack, "Api", props));
    expect(faults).toEqual([expect.stringMatching(fault)]);
  });
});

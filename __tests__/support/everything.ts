import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  CalculatedHealthCheck,
  CodeSource,
  CustomDomain,
  DefaultScaling,
  HostedZone,
  HostedZoneDnssec,
  HostedZoneQueryLog,
  ImageSource,
  Key,
  ObservabilityConfiguration,
  Parameter,
  PullThroughCache,
  RegistryReplication,
  RegistryScanning,
  Repository,
  Role,
  Scaling,
  Secret,
  ServiceAlarms,
  ServiceDashboard,
  ServiceEvents,
  ServiceHealthCheck,
  ServiceLogs,
  SourceConnection,
  Topic,
  TrafficRouting,
  UpstreamRegistry,
  VpcConnector,
  VpcEndpoint,
  VpcIngressConnection,
  WebAcl,
} from "../../modules";

const TOPIC_ARN = "arn:aws:sns:eu-west-1:111122223333:alarms";
const SCALING_ARN = `arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/hello/1/${"0".repeat(32)}`;
const SERVICE_ARN = `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${"0123456789abcdef".repeat(2)}`;
const WEB_ACL_ARN =
  "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/hello/1a2b3c4d-1111-2222-3333-444455556666";

const LAMBDA_PULLS = {
  principals: ["lambda.amazonaws.com"],
  actions: ["ecr:BatchGetImage"],
  conditions: { StringEquals: { "aws:SourceAccount": "111122223333" } },
};

/**
 * One entry for each public construct, and one for each option that creates more resources. The name is the construct's, or
 * starts with it: `Name`, `Name.fromArn` or `Name, with an option`.
 *
 * The tests of golden addresses and of narrow policies synthesize these entries. Each construct here also needs entries in the
 * tests of tokens and of arbitrary inputs.
 */
export const EVERYTHING: Record<string, (stack: TerraformStack) => unknown> = {
  Repository: (stack) =>
    new Repository(stack, "Images", {
      repositoryName: "hello",
      createAccessRole: true,
      pullAccountIds: ["444455556666"],
    }),
  "Repository.fromName": (stack) => Repository.fromName(stack, "Images", "hello"),
  "Repository, with its own policy": (stack) =>
    new Repository(stack, "Images", { repositoryName: "hello", policyStatements: [LAMBDA_PULLS] }),
  RegistryReplication: (stack) =>
    new RegistryReplication(stack, "Replication", {
      rules: [{ destinations: [{ region: "eu-central-1" }], repositoryPrefixes: ["hello"] }],
      adopt: false,
    }),
  RegistryScanning: (stack) =>
    new RegistryScanning(stack, "Scanning", {
      scanType: "ENHANCED",
      rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: ["*"] }],
    }),
  PullThroughCache: (stack) =>
    new PullThroughCache(stack, "Cache", {
      upstreamRegistry: UpstreamRegistry.DOCKER_HUB,
      credentials: new Secret(stack, "Token", { secretName: "ecr-pullthroughcache/docker-hub" }),
    }),
  "PullThroughCache, with tags and a key": (stack) =>
    new PullThroughCache(stack, "Cache", {
      upstreamRegistry: UpstreamRegistry.QUAY,
      kmsKeyArn: Key.fromAlias(stack, "Key", "hello").keyArn,
      pullAccountIds: ["444455556666"],
      tags: { team: "hello" },
    }),
  "PullThroughCache.fromPrefix": (stack) => PullThroughCache.fromPrefix(stack, "Cache", "quay"),
  Secret: (stack) => new Secret(stack, "Database", { secretName: "hello/database" }),
  "Secret.fromName": (stack) => Secret.fromName(stack, "Database", "hello/database"),
  "Secret, with a value": (stack) =>
    new Secret(stack, "Database", {
      secretName: "hello/database",
      value: { variableName: "hello_database", version: 1 },
    }),
  "Secret, replicated, rotated and shared": (stack) => {
    const secret = new Secret(stack, "Database", {
      secretName: "hello/database",
      kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd",
      replicas: [{ region: "eu-central-1" }],
      rotation: {
        lambdaArn: "arn:aws:lambda:eu-west-1:111122223333:function:rotate",
        automaticallyAfterDays: 30,
      },
      readAccountIds: ["444455556666"],
    });
    return secret.replica("eu-central-1");
  },
  Parameter: (stack) =>
    new Parameter(stack, "Token", {
      parameterName: "/hello/token",
      value: { variableName: "hello_token", version: 1 },
    }),
  "Parameter.fromName": (stack) => Parameter.fromName(stack, "Token", "/hello/token"),
  "AppRunnerService, with a parameter": (stack) =>
    new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
      secrets: {
        TOKEN: Parameter.fromArn(
          stack,
          "Token",
          "arn:aws:ssm:eu-west-1:111122223333:parameter/hello/token",
        ).value(),
      },
    }),
  Role: (stack) => {
    const role = new Role(stack, "Role", {
      assumedBy: "tasks.apprunner.amazonaws.com",
      namePrefix: "hello-",
    });
    role.addToPolicy({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::hello/a"] });
  },
  "Role.fromName": (stack) => Role.fromName(stack, "Role", "hello"),
  "Role, with managed policies": (stack) => {
    const role = new Role(stack, "Role", {
      assumedBy: "tasks.apprunner.amazonaws.com",
      namePrefix: "hello-",
    });
    role.addManagedPolicy("arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess");
    role.addManagedPolicy("arn:aws:iam::111122223333:policy/AWSXRayDaemonWriteAccess");
  },
  HostedZone: (stack) => new HostedZone(stack, "Zone", { domainName: "example.com" }),
  "HostedZone.lookup": (stack) => HostedZone.lookup(stack, "Zone", { domainName: "example.com" }),
  HostedZoneQueryLog: (stack) =>
    new HostedZoneQueryLog(stack, "QueryLog", {
      zone: zoneInUsEast1(stack),
      retentionDays: 30,
    }),
  HostedZoneDnssec: (stack) => new HostedZoneDnssec(stack, "Dnssec", { zone: zoneInUsEast1(stack) }),
  ServiceHealthCheck: (stack) =>
    new ServiceHealthCheck(stack, "Health", { service: scaled(stack), path: "/healthz", searchString: "ok" }),
  CalculatedHealthCheck: (stack) => {
    const alarm = ServiceHealthCheck.fromId(stack, "Alarm", "abcdef11-2222-3333-4444-555555fedcba");
    new CalculatedHealthCheck(stack, "Health", { healthChecks: [alarm] });
  },
  Scaling: (stack) => new Scaling(stack, "Scaling", { name: "hello" }),
  DefaultScaling: (stack) =>
    new DefaultScaling(stack, "Default", { scaling: Scaling.fromArn(stack, "Scaling", SCALING_ARN) }),
  ObservabilityConfiguration: (stack) => new ObservabilityConfiguration(stack, "Tracing", { name: "hello" }),
  Key: (stack) => new Key(stack, "Key", { alias: "hello" }),
  "Key, used by services": (stack) => {
    const key = new Key(stack, "Key", { alias: "hello" });
    key.allowService("cloudwatch.amazonaws.com");
    key.allowService("events.amazonaws.com");
  },
  "Key, used by another account": (stack) =>
    new Key(stack, "Key", { alias: "hello", decryptAccountIds: ["444455556666"] }),
  "Key.fromAlias": (stack) => Key.fromAlias(stack, "Key", "hello"),
  VpcConnector: (stack) =>
    new VpcConnector(stack, "Connector", {
      name: "hello",
      vpcId: "vpc-0a1b2c3d",
      subnetIds: ["subnet-0a1b2c3d"],
    }),
  VpcEndpoint: (stack) =>
    new VpcEndpoint(stack, "Endpoint", { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"] }),
  "VpcEndpoint.fromId": (stack) => VpcEndpoint.fromId(stack, "Endpoint", "vpce-0a1b2c3d"),
  VpcIngressConnection: (stack) =>
    new VpcIngressConnection(stack, "Ingress", {
      service: scaled(stack),
      vpcEndpoint: VpcEndpoint.fromId(stack, "Endpoint", "vpce-0a1b2c3d"),
    }),
  WebAcl: (stack) =>
    new WebAcl(stack, "Firewall", {
      name: "hello",
      allowedCidrs: ["192.0.2.0/24", "2001:db8::/32"],
      blockedCidrs: ["198.51.100.0/24"],
      logRetentionDays: 30,
    }),
  "AppRunnerService, with a web ACL": (stack) =>
    new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
      webAcl: WebAcl.fromArn(stack, "Firewall", WEB_ACL_ARN),
    }),
  "AppRunnerService, traced": (stack) =>
    new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
      tracing: true,
    }),
  "AppRunnerService, encrypted": (stack) =>
    new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
      kmsKeyArn: Key.fromAlias(stack, "Key", "hello").keyArn,
    }),
  AppRunnerService: (stack) => {
    const repository = Repository.fromArn(
      stack,
      "Images",
      "arn:aws:ecr:eu-west-1:111122223333:repository/hello",
    );
    const secret = Secret.fromArn(
      stack,
      "Database",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf",
    );
    new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source: ImageSource.ecr(repository, { tag: "1.0", autoDeploy: true }),
      secrets: { DATABASE_URL: secret.wholeValue() },
    });
  },
  "AppRunnerService, through a cache": (stack) => {
    const cache = new PullThroughCache(stack, "Cache", { upstreamRegistry: UpstreamRegistry.QUAY });
    const source = ImageSource.pullThrough(cache, "prometheus/prometheus:v3.5.0");
    new AppRunnerService(stack, "Api", { serviceName: "hello", source });
  },
  SourceConnection: (stack) =>
    new SourceConnection(stack, "GitHub", { connectionName: "github", providerType: "GITHUB" }),
  "AppRunnerService, code": (stack) => {
    const connection = new SourceConnection(stack, "GitHub", {
      connectionName: "github",
      providerType: "GITHUB",
    });
    new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source: CodeSource.repository({
        connection,
        url: "https://github.com/acme/hello",
        branch: "main",
        configurationSource: "REPOSITORY",
      }),
    });
  },
  Topic: (stack) => new Topic(stack, "Topic", { topicName: "hello", emailAddresses: ["team@example.com"] }),
  "Topic, told by services": (stack) => {
    const key = new Key(stack, "Key", { alias: "hello" });
    const topic = new Topic(stack, "Topic", { topicName: "hello", key });
    topic.allowService("cloudwatch.amazonaws.com");
    topic.allowService("events.amazonaws.com");
  },
  ServiceAlarms: (stack) =>
    new ServiceAlarms(stack, "Alarms", {
      service: scaled(stack),
      topic: Topic.fromArn(stack, "Topic", TOPIC_ARN),
      noTrafficMinutes: 60,
      monthlyInstanceHours: 1000,
    }),
  ServiceDashboard: (stack) => new ServiceDashboard(stack, "Dashboard", { service: scaled(stack) }),
  ServiceEvents: (stack) =>
    new ServiceEvents(stack, "Events", {
      service: scaled(stack),
      topic: Topic.fromArn(stack, "Topic", TOPIC_ARN),
    }),
  ServiceLogs: (stack) =>
    new ServiceLogs(stack, "Logs", { service: scaled(stack), retentionDays: 30, adopt: true }),
  CustomDomain: (stack) => {
    domain(stack, true);
  },
  "CustomDomain, www combined": (stack) => {
    domain(stack, "combined");
  },
  "CustomDomain, routed": (stack) => {
    domain(stack, true, TrafficRouting.failover("PRIMARY", { healthCheck: { path: "/healthz" } }));
  },
  "CustomDomain, routed by location": (stack) => {
    domain(stack, true, TrafficRouting.geolocation({ country: "US", subdivision: "CA" }));
  },
};

function zoneInUsEast1(stack: TerraformStack) {
  const provider = new AwsProvider(stack, "UsEast1", { alias: "us-east-1", region: "us-east-1" });
  return HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1", provider });
}

function scaled(stack: TerraformStack) {
  const scaling = Scaling.fromArn(stack, "Scaling", SCALING_ARN, { maxSize: 4, maxConcurrency: 50 });
  return AppRunnerService.fromAttributes(stack, "Api", {
    serviceArn: SERVICE_ARN,
    serviceUrl: "a.eu-west-1.awsapprunner.com",
    scaling,
  });
}

function domain(stack: TerraformStack, www: true | "combined", routing?: TrafficRouting) {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  const service = new AppRunnerService(stack, "Api", { serviceName: "hello", source });
  const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
  new CustomDomain(stack, "Domain", { service, zone, domainName: "api.example.com", www, routing });
}

/**
 * One entry for each `grant…` method of a public construct, with a new role.
 */
export const GRANTS: Record<string, (stack: TerraformStack, role: Role) => void> = {
  "Repository.grantPull": (stack, role) => {
    Repository.fromName(stack, "It", "hello").grantPull(role);
  },
  "Repository.grantPush": (stack, role) => {
    Repository.fromName(stack, "It", "hello").grantPush(role);
  },
  "Secret.grantRead": (stack, role) => {
    const key = new Key(stack, "Key", { alias: "hello" });
    new Secret(stack, "It", { secretName: "hello", kmsKeyArn: key.keyArn }).grantRead(role);
  },
  "Parameter.grantRead": (stack, role) => {
    const { keyArn: kmsKeyArn } = Key.fromAlias(stack, "Key", "hello");
    Parameter.fromName(stack, "It", "hello", { kmsKeyArn }).grantRead(role);
  },
  "Key.grantDecrypt": (stack, role) => {
    new Key(stack, "It", { alias: "hello" }).grantDecrypt(role);
  },
  "Key.grantEncrypt": (stack, role) => {
    Key.fromAlias(stack, "It", "hello").grantEncrypt(role);
  },
  "Key.grantEncryptDecrypt": (stack, role) => {
    new Key(stack, "It", { alias: "hello" }).grantEncryptDecrypt(role);
  },
  "AppRunnerService.grantDeploy": (stack, role) => {
    const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
    new AppRunnerService(stack, "It", { serviceName: "hello", source }).grantDeploy(role);
  },
};

/**
 * The construct of an entry.
 *
 * @param entry such as `Repository.fromName`
 */
export function nameOf(entry: string): string {
  return entry.replace(/[.,].*$/, "");
}

import type { ThingRule } from "./validation";

/** What is read of a `HealthCheck`. */
export const HEALTH_CHECK: ThingRule = {
  kind: "a HealthCheck",
  members: { validate: "function", render: "function" },
};

/** What is read of an `ImageSource` or a `CodeSource`. */
export const SOURCE: ThingRule = {
  kind: "an ImageSource or a CodeSource",
  members: { bind: "function" },
};

/** What is read of an `ISourceConnection`. */
export const SOURCE_CONNECTION: ThingRule = {
  kind: "a SourceConnection",
  members: { node: "object", connectionName: "string", connectionArn: "string" },
};

/** What is read of an `InstanceSize`. */
export const INSTANCE_SIZE: ThingRule = {
  kind: "an InstanceSize",
  members: { validate: "function" },
};

/** What is read of an `IAppRunnerService`. */
export const SERVICE: ThingRule = {
  kind: "an AppRunnerService",
  members: {
    node: "object",
    serviceName: "string",
    serviceArn: "string",
    serviceId: "string",
    serviceUrl: "string",
  },
};

/** What is read of an `IScaling`. */
export const SCALING: ThingRule = {
  kind: "a Scaling",
  members: { node: "object", autoScalingConfigurationArn: "string" },
};

/** What is read of an `IVpcConnector`. */
export const VPC_CONNECTOR: ThingRule = {
  kind: "a VpcConnector",
  members: { node: "object", vpcConnectorArn: "string" },
};

/** What is read of an `IVpcEndpoint`. */
export const VPC_ENDPOINT: ThingRule = {
  kind: "a VpcEndpoint",
  members: { node: "object", vpcEndpointId: "string", vpcId: "string" },
};

/** What is read of an `IWebAcl`. */
export const WEB_ACL: ThingRule = {
  kind: "a WebAcl",
  members: { node: "object", webAclArn: "string" },
};

/** What is read of an `IObservabilityConfiguration`. */
export const OBSERVABILITY_CONFIGURATION: ThingRule = {
  kind: "an ObservabilityConfiguration",
  members: { node: "object", observabilityConfigurationArn: "string" },
};

/** What is read of an `IRepository`. */
export const REPOSITORY: ThingRule = {
  kind: "a Repository",
  members: {
    node: "object",
    repositoryName: "string",
    repositoryArn: "string",
    registryId: "string",
    imageUri: "function",
    grantPull: "function",
  },
};

/** What is read of an `IPullThroughCache`. */
export const PULL_THROUGH_CACHE: ThingRule = {
  kind: "a PullThroughCache",
  members: { node: "object", repositoryPrefix: "string", registryId: "string", registryRegion: "string" },
};

/** What is read of an `UpstreamRegistry`. */
export const UPSTREAM_REGISTRY: ThingRule = {
  kind: "an UpstreamRegistry",
  members: { name: "string", url: "string", validate: "function" },
};

/** What is read of an `IRole`. */
export const ROLE: ThingRule = {
  kind: "a Role",
  members: {
    node: "object",
    roleArn: "string",
    roleName: "string",
    addToPolicy: "function",
    addManagedPolicy: "function",
    permissions: "object",
  },
};

/** What is read of an `IKey`. */
export const KEY: ThingRule = {
  kind: "a Key",
  members: { node: "object", keyArn: "string" },
};

/** What is read of an `ITopic`. */
export const TOPIC: ThingRule = {
  kind: "a Topic",
  members: { node: "object", topicArn: "string", allowService: "function" },
};

/** What is read of `ServiceAlarms`. */
export const SERVICE_ALARMS: ThingRule = {
  kind: "ServiceAlarms",
  members: { node: "object", alarms: "object" },
};

/** What is read of an `IHostedZone`. */
export const HOSTED_ZONE: ThingRule = {
  kind: "a HostedZone",
  members: { node: "object", domainName: "string", hostedZoneId: "string" },
};

/** What is read of a `TrafficRouting`. */
export const TRAFFIC_ROUTING: ThingRule = {
  kind: "a TrafficRouting",
  members: { validate: "function", render: "function", renderHealthCheck: "function" },
};

/** What is read of a provider. */
export const PROVIDER: ThingRule = {
  kind: "an AwsProvider",
  members: { node: "object", fqn: "string", terraformResourceType: "string" },
};

/** What is read of an `ISecret`. */
export const SECRET: ThingRule = {
  kind: "a Secret",
  members: { node: "object", secretName: "string", secretArn: "string", grantRead: "function" },
};

/** What is read of an `IParameter`. */
export const PARAMETER: ThingRule = {
  kind: "a Parameter",
  members: { node: "object", parameterName: "string", parameterArn: "string", grantRead: "function" },
};

/** What is read of a `Backend`. */
export const BACKEND: ThingRule = { kind: "a Backend", members: { bind: "function" } };

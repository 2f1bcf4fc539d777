import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  CalculatedHealthCheck,
  CodeSource,
  type CodeSourceOptions,
  CustomDomain,
  type CustomDomainProps,
  DefaultScaling,
  HealthCheck,
  HostedZone,
  type HostedZoneAttributes,
  HostedZoneDnssec,
  HostedZoneQueryLog,
  ImageSource,
  Key,
  ObservabilityConfiguration,
  Parameter,
  type ParameterProps,
  PullThroughCache,
  type PullThroughCacheProps,
  RegistryReplication,
  RegistryScanning,
  type ReplicationRule,
  Repository,
  type RepositoryProps,
  Role,
  type RoleProps,
  Scaling,
  type ScalingProps,
  Secret,
  type SecretProps,
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

const SERVICE_ARN = "arn:aws:apprunner:eu-west-1:111122223333:service/hello/0123456789abcdef0123456789abcdef";
const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf";
const LAMBDA_ARN = "arn:aws:lambda:eu-west-1:111122223333:function:rotate";
const KMS_KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-a6ef-1234567890ab";
const CONNECTION_ARN = "arn:aws:apprunner:eu-west-1:111122223333:connection/github/0123456789abcdef";
export const PUBLIC = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");

export const repository = (change: Partial<RepositoryProps>) => (stack: Construct) =>
  new Repository(stack, "It", { repositoryName: "hello", createAccessRole: true, ...change });
const cache = (change: Partial<PullThroughCacheProps>) => (stack: Construct) =>
  new PullThroughCache(stack, "Cache", { upstreamRegistry: UpstreamRegistry.QUAY, ...change });
export const secret = (change: Partial<SecretProps>) => (stack: Construct) =>
  new Secret(stack, "It", { secretName: "hello", ...change });
export const parameter = (change: Partial<ParameterProps>) => (stack: Construct) =>
  new Parameter(stack, "It", {
    parameterName: "hello",
    value: { variableName: "hello", version: 1 },
    ...change,
  });
export const scaling = (change: Partial<ScalingProps>) => (stack: Construct) =>
  new Scaling(stack, "It", { name: "hello", ...change });
const connector = (props: { readonly subnetIds: string[]; readonly vpcId: string }) => (stack: Construct) =>
  new VpcConnector(stack, "It", { name: "hello", ...props });
const role = (change: Partial<RoleProps>) => (stack: Construct) =>
  new Role(stack, "It", { assumedBy: "tasks.apprunner.amazonaws.com", namePrefix: "a", ...change });
export const service = (change: Partial<AppRunnerServiceProps>) => (stack: Construct) =>
  new AppRunnerService(stack, "It", { serviceName: "hello", source: PUBLIC, ...change });
export const domain = (change: Partial<CustomDomainProps>) => (stack: Construct) => {
  const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
  const props = { service: service({})(stack), zone, domainName: "a.example.com" };
  new CustomDomain(stack, "Domain", { ...props, ...change });
};
const ecr = (options: { tag: string } | { digest: string }) => (stack: Construct) =>
  service({ source: ImageSource.ecr(new Repository(stack, "Images", { repositoryName: "hello" }), options) })(
    stack,
  );
const code = (change: Partial<CodeSourceOptions>) => (stack: Construct) => {
  const connection = SourceConnection.fromArn(stack, "Connection", CONNECTION_ARN);
  const url = "https://github.com/acme/hello";
  const build = { runtime: "NODEJS_22", buildCommand: "npm ci" } as const;
  const source = CodeSource.repository({ connection, url, branch: "main", build, ...change });
  return service({ source, startCommand: "npm start" })(stack);
};
const allowed = (action: string, resource: string) => (stack: Construct) => {
  service({})(stack).addToRolePolicy({ actions: [action], resources: [resource] });
};

const replicated = (change: Partial<SecretProps>) => (stack: Construct) => {
  const replicas = [{ region: "eu-central-1" }];
  const made = new Secret(stack, "Secret", { secretName: "hello", replicas, ...change });
  service({ secrets: { A: made.replica("eu-central-1").wholeValue() } })(stack);
};
const replication = (rule: ReplicationRule) => (stack: Construct) =>
  new RegistryReplication(stack, "It", { rules: [rule], adopt: false });
const zoneInUsEast1 = (stack: Construct, attributes: HostedZoneAttributes) => {
  const provider = new AwsProvider(stack, "UsEast1", { alias: "us-east-1", region: "us-east-1" });
  return HostedZone.fromId(stack, "Zone", { ...attributes, provider });
};

/** Every prop that accepts text. The name starts with that of the construct. */
export const TEXTS: Record<string, (stack: Construct, text: string) => unknown> = {
  "Repository.repositoryName": (stack, repositoryName) => repository({ repositoryName })(stack),
  "Repository.kmsKeyArn": (stack, kmsKeyArn) => repository({ kmsKeyArn })(stack),
  "Repository.pullAccountIds": (stack, id) => repository({ pullAccountIds: [id] })(stack),
  "Repository.protectedTagPrefixes": (stack, prefix) => repository({ protectedTagPrefixes: [prefix] })(stack),
  "Repository.tags": (stack, value) => repository({ tags: { a: value } })(stack),
  "Repository.fromName": (stack, name) => Repository.fromName(stack, "It", name),
  "Repository.fromArn": (stack, arn) => {
    service({ source: ImageSource.ecr(Repository.fromArn(stack, "Images", arn), { tag: "1" }) })(stack);
  },
  "AppRunnerService.fromAttributes": (stack, serviceArn) => {
    const serviceUrl = "a.eu-west-1.awsapprunner.com";
    const found = AppRunnerService.fromAttributes(stack, "Found", { serviceArn, serviceUrl });
    new ServiceDashboard(stack, "Dashboard", { service: found });
    new ServiceAlarms(stack, "Alarms", { service: found });
  },
  "AppRunnerService.fromAttributes serviceUrl": (stack, serviceUrl) => {
    const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
    const found = AppRunnerService.fromAttributes(stack, "Found", { serviceArn: SERVICE_ARN, serviceUrl });
    new CustomDomain(stack, "Domain", {
      service: found,
      zone,
      domainName: "a.example.com",
      recordType: "CNAME",
    });
  },
  "Scaling.fromArn": (stack, arn) => service({ scaling: Scaling.fromArn(stack, "Other", arn) })(stack),
  "ObservabilityConfiguration.fromArn": (stack, arn) =>
    service({ tracing: ObservabilityConfiguration.fromArn(stack, "Other", arn) })(stack),
  "ObservabilityConfiguration.name": (stack, name) => new ObservabilityConfiguration(stack, "It", { name }),
  "Role.path": (stack, path) => role({ path })(stack),
  "Role.permissionsBoundaryArn": (stack, permissionsBoundaryArn) => role({ permissionsBoundaryArn })(stack),
  "VpcConnector.securityGroupIds": (stack, id) =>
    new VpcConnector(stack, "It", { name: "hello", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: [id] }),
  "VpcEndpoint.subnetIds": (stack, id) =>
    new VpcEndpoint(stack, "It", {
      vpcId: "vpc-0a1b2c3d",
      subnetIds: [id],
      securityGroupIds: ["sg-0a1b2c3d"],
    }),
  "CodeSource.buildCommand": (stack, buildCommand) => {
    const connection = SourceConnection.fromArn(stack, "Connection", CONNECTION_ARN);
    const build = { runtime: "NODEJS_22", buildCommand } as const;
    const url = "https://github.com/acme/hello";
    const source = CodeSource.repository({ connection, url, branch: "main", build });
    service({ source, startCommand: "npm start" })(stack);
  },
  "Repository.adopt": (stack, repositoryName) =>
    repository({ repositoryName, adopt: { lifecyclePolicy: true } })(stack),
  "Secret.adopt": (stack, secretArn) => secret({ adopt: { secretArn } })(stack),
  "Role.adopt": (stack, name) => {
    const arn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";
    const adopt = { roleName: name, policyName: name, managedPolicyArns: [arn] };
    role({ adopt })(stack).addManagedPolicy(arn);
  },
  "Scaling.adopt": (stack, autoScalingConfigurationArn) =>
    scaling({ adopt: { autoScalingConfigurationArn } })(stack),
  "AppRunnerService.adopt": (stack, serviceArn) => service({ adopt: { serviceArn } })(stack),
  "SourceConnection.adopt": (stack, connectionName) =>
    new SourceConnection(stack, "It", { connectionName, providerType: "GITHUB", adopt: true }),
  "CustomDomain.adopt": (stack, domainName) => {
    domain({ domainName, www: true, adopt: { validationRecords: true, trafficRecords: true } })(stack);
  },
  "PullThroughCache.upstreamRegistry": (stack, url) => {
    const credentials = Secret.fromName(stack, "Token", "ecr-pullthroughcache/azure");
    cache({ upstreamRegistry: UpstreamRegistry.azureContainerRegistry(url), credentials })(stack);
  },
  "PullThroughCache.repositoryPrefix": (stack, repositoryPrefix) =>
    cache({ repositoryPrefix, tags: { a: "b" } })(stack),
  "PullThroughCache.kmsKeyArn": (stack, kmsKeyArn) => cache({ kmsKeyArn })(stack),
  "PullThroughCache.pullAccountIds": (stack, id) => cache({ pullAccountIds: [id] })(stack),
  "PullThroughCache.tags": (stack, value) => cache({ tags: { a: value } })(stack),
  "PullThroughCache.fromPrefix": (stack, prefix) => {
    const found = PullThroughCache.fromPrefix(stack, "Cache", prefix);
    service({ source: ImageSource.pullThrough(found, "a/b:1") })(stack);
  },
  "ImageSource.pullThrough tag": (stack, tag) =>
    service({ source: ImageSource.pullThrough(cache({})(stack), `a/b:${tag}`) })(stack),
  "Secret.secretName": (stack, secretName) => secret({ secretName })(stack),
  "Secret.description": (stack, description) => secret({ description })(stack),
  "Secret.kmsKeyArn": (stack, kmsKeyArn) => secret({ kmsKeyArn })(stack),
  "Secret.fromName": (stack, name) => {
    service({ secrets: { A: Secret.fromName(stack, "Secret", name).wholeValue() } })(stack);
  },
  "Secret.fromArn": (stack, arn) => {
    service({ secrets: { A: Secret.fromArn(stack, "Secret", arn).jsonField("url") } })(stack);
  },
  "Secret.fromArn kmsKeyArn": (stack, kmsKeyArn) => {
    service({ secrets: { A: Secret.fromArn(stack, "Secret", SECRET_ARN, { kmsKeyArn }).wholeValue() } })(
      stack,
    );
  },
  "Parameter.parameterName": (stack, parameterName) => parameter({ parameterName })(stack),
  "Parameter.description": (stack, description) => parameter({ description })(stack),
  "Parameter.kmsKeyArn": (stack, kmsKeyArn) => parameter({ kmsKeyArn })(stack),
  "Parameter.fromName": (stack, name) => {
    service({ secrets: { A: Parameter.fromName(stack, "Parameter", name).value() } })(stack);
  },
  "Parameter.fromArn": (stack, arn) => {
    service({ secrets: { A: Parameter.fromArn(stack, "Parameter", arn).value() } })(stack);
  },
  "Parameter.fromName kmsKeyArn": (stack, kmsKeyArn) => {
    service({ secrets: { A: Parameter.fromName(stack, "Parameter", "a", { kmsKeyArn }).value() } })(stack);
  },
  "Role.namePrefix": (stack, namePrefix) => role({ namePrefix })(stack),
  "Role.assumedBy": (stack, assumedBy) => role({ assumedBy })(stack),
  "Role.description": (stack, description) => role({ description })(stack),
  "Role.fromArn": (stack, arn) => service({ instanceRole: Role.fromArn(stack, "Role", arn) })(stack),
  "Role.fromName": (stack, name) => service({ instanceRole: Role.fromName(stack, "Role", name) })(stack),
  "PolicyStatement.conditions": (stack, account) => {
    const conditions = { StringEquals: { "aws:SourceAccount": account } };
    service({})(stack).addToRolePolicy({ actions: ["a:B"], resources: ["*"], conditions });
  },
  "PolicyStatement.actions": (stack, action) => { allowed(action, "*")(stack); }, // prettier-ignore
  "PolicyStatement.resources": (stack, resource) => { allowed("s3:GetObject", resource)(stack); }, // prettier-ignore
  "HostedZone.domainName": (stack, domainName) => new HostedZone(stack, "It", { domainName }),
  "HostedZone.comment": (stack, comment) => new HostedZone(stack, "It", { domainName: "a.b", comment }),
  "HostedZone.lookup": (stack, domainName) => HostedZone.lookup(stack, "It", { domainName }),
  "HostedZone.fromId": (stack, hostedZoneId) => {
    domain({ zone: HostedZone.fromId(stack, "Other", { domainName: "example.com", hostedZoneId }) })(stack);
  },
  "Key.alias": (stack, alias) => new Key(stack, "It", { alias }),
  "Key.description": (stack, description) => new Key(stack, "It", { alias: "a", description }),
  "Key.fromAlias": (stack, alias) => Key.fromAlias(stack, "Key", alias),
  "Key.fromArn": (stack, arn) => service({ kmsKeyArn: Key.fromArn(stack, "Key", arn).keyArn })(stack),
  "VpcConnector.subnetIds": (stack, subnet) =>
    connector({ subnetIds: [subnet], vpcId: "vpc-0a1b2c3d" })(stack),
  "VpcConnector.vpcId": (stack, vpcId) => connector({ subnetIds: ["subnet-0a1b2c3d"], vpcId })(stack),
  "VpcConnector.fromArn": (stack, arn) =>
    service({ vpcConnector: VpcConnector.fromArn(stack, "Other", arn) })(stack),
  "VpcEndpoint.vpcId": (stack, vpcId) =>
    new VpcEndpoint(stack, "It", { vpcId, subnetIds: ["subnet-0a1b2c3d"] }),
  "VpcEndpoint.fromId": (stack, endpoint) => VpcEndpoint.fromId(stack, "It", endpoint),
  "VpcIngressConnection.name": (stack, name) =>
    new VpcIngressConnection(stack, "Ingress", {
      service: service({ isPubliclyAccessible: false })(stack),
      vpcEndpoint: VpcEndpoint.fromId(stack, "Endpoint", "vpce-0a1b2c3d"),
      name,
    }),
  "Topic.topicName": (stack, topicName) => new Topic(stack, "It", { topicName }),
  "Topic.fromArn": (stack, arn) =>
    new ServiceAlarms(stack, "Alarms", {
      service: service({})(stack),
      topic: Topic.fromArn(stack, "Other", arn),
    }),
  "ServiceAlarms.service": (stack, serviceName) =>
    new ServiceAlarms(stack, "Alarms", { service: service({ serviceName })(stack) }),
  "ServiceAlarms.alarmNamePrefix": (stack, alarmNamePrefix) =>
    new ServiceAlarms(stack, "Alarms", { service: service({})(stack), alarmNamePrefix }),
  "ServiceDashboard.dashboardName": (stack, dashboardName) =>
    new ServiceDashboard(stack, "Dashboard", { service: service({})(stack), dashboardName }),
  "ServiceEvents.service": (stack, serviceName) => {
    const topic = new Topic(stack, "Topic", { topicName: "hello" });
    new ServiceEvents(stack, "Events", { service: service({ serviceName })(stack), topic });
  },
  "ServiceLogs.service": (stack, serviceName) => {
    const logs = new ServiceLogs(stack, "Logs", {
      service: service({ serviceName })(stack),
      retentionDays: 30,
    });
    new TerraformOutput(stack, "commands", { value: logs.retentionCommands });
  },
  "WebAcl.tags": (stack, a) => new WebAcl(stack, "It", { name: "hello", tags: { a } }),
  "WebAcl.fromArn": (stack, arn) => service({ webAcl: WebAcl.fromArn(stack, "Other", arn) })(stack),
  "ObservabilityConfiguration.tags": (stack, a) =>
    new ObservabilityConfiguration(stack, "It", { name: "hello", tags: { a } }),
  "Scaling.name": (stack, name) => scaling({ name })(stack),
  "AppRunnerService.serviceName": (stack, serviceName) => service({ serviceName })(stack),
  "AppRunnerService.startCommand": (stack, startCommand) => service({ startCommand })(stack),
  "AppRunnerService.kmsKeyArn": (stack, kmsKeyArn) => service({ kmsKeyArn })(stack),
  "AppRunnerService.environment": (stack, A) => service({ environment: { A } })(stack),
  "AppRunnerService.tags": (stack, a) => service({ tags: { a } })(stack),
  "ImageSource.ecr tag": (stack, tag) => ecr({ tag })(stack),
  "ImageSource.ecr digest": (stack, digest) => ecr({ digest })(stack),
  "ImageSource.ecrPublic": (stack, image) => service({ source: ImageSource.ecrPublic(image) })(stack),
  "SourceConnection.connectionName": (stack, connectionName) => {
    const connection = new SourceConnection(stack, "Other", { connectionName, providerType: "GITHUB" });
    code({ connection })(stack);
  },
  "SourceConnection.fromArn": (stack, arn) => {
    code({ connection: SourceConnection.fromArn(stack, "Other", arn) })(stack);
  },
  "CodeSource.url": (stack, url) => code({ url })(stack),
  "CodeSource.branch": (stack, branch) => code({ branch })(stack),
  "CodeSource.sourceDirectory": (stack, sourceDirectory) => code({ sourceDirectory })(stack),
  "SecretReference.field": (stack, field) => {
    service({ secrets: { A: Secret.fromArn(stack, "Secret", SECRET_ARN).jsonField(field) } })(stack);
  },
  "HealthCheck.path": (stack, path) => service({ healthCheck: HealthCheck.http(path) })(stack),
  "CustomDomain.domainName": (stack, domainName) => { domain({ domainName })(stack); }, // prettier-ignore
  "TrafficRouting.setIdentifier": (stack, setIdentifier) => {
    domain({ routing: TrafficRouting.latency({ setIdentifier }) })(stack);
  },
  "EndpointHealthCheck.path": (stack, path) => {
    domain({ routing: TrafficRouting.latency({ healthCheck: { path } }) })(stack);
  },
  "CustomDomain.domainName, www combined": (stack, domainName) => { domain({ domainName, www: "combined" })(stack); }, // prettier-ignore
  "CustomDomain.domainName, wildcard": (stack, text) => {
    domain({ domainName: `*.${text}`, www: false })(stack);
  },
  "CustomDomain.domainName, without a zone": (stack, domainName) => {
    domain({ domainName, zone: undefined })(stack);
  },
  "CustomDomain.domainName, www": (stack, domainName) => { domain({ domainName, www: true })(stack); }, // prettier-ignore
  "Repository.policyStatements principals": (stack, principal) => {
    repository({ policyStatements: [{ principals: [principal], actions: ["ecr:BatchGetImage"] }] })(stack);
  },
  "Repository.policyStatements service": (stack, principal) => {
    repository({ policyStatements: [{ principals: [principal], actions: ["ecr:BatchGetImage"] }] })(stack);
  },
  "Repository.policyStatements actions": (stack, action) => {
    repository({ policyStatements: [{ principals: ["444455556666"], actions: [action] }] })(stack);
  },
  "Repository.policyStatements conditions": (stack, organization) => {
    const conditions = { StringEquals: { "aws:PrincipalOrgID": organization } };
    repository({ policyStatements: [{ principals: ["*"], actions: ["ecr:BatchGetImage"], conditions }] })(
      stack,
    );
  },
  "RegistryReplication.rules region": (stack, region) => {
    replication({ destinations: [{ region }] })(stack);
  },
  "RegistryReplication.rules accountId": (stack, accountId) => {
    replication({ destinations: [{ region: "eu-central-1", accountId }] })(stack);
  },
  "RegistryReplication.rules repositoryPrefixes": (stack, prefix) => {
    replication({ destinations: [{ region: "eu-central-1" }], repositoryPrefixes: [prefix] })(stack);
  },
  "RegistryScanning.rules": (stack, filter) => {
    const rules = [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [filter] }] as const;
    new RegistryScanning(stack, "It", { scanType: "BASIC", rules });
  },
  "Secret.replicas": (stack, kmsKeyArn) => {
    replicated({ replicas: [{ region: "eu-central-1", kmsKeyArn }] })(stack);
  },
  "Secret.replicas, secretName": (stack, secretName) => {
    replicated({ secretName })(stack);
  },
  "Secret.rotation lambdaArn": (stack, lambdaArn) =>
    secret({ rotation: { lambdaArn, automaticallyAfterDays: 30 } })(stack),
  "Secret.rotation scheduleExpression": (stack, scheduleExpression) =>
    secret({ rotation: { lambdaArn: LAMBDA_ARN, scheduleExpression } })(stack),
  "Secret.rotation rate": (stack, scheduleExpression) =>
    secret({ rotation: { lambdaArn: LAMBDA_ARN, scheduleExpression } })(stack),
  "Secret.readAccountIds": (stack, id) => secret({ kmsKeyArn: KMS_KEY_ARN, readAccountIds: [id] })(stack),
  "Secret.policyStatements": (stack, principal) =>
    secret({ policyStatements: [{ principals: [principal], actions: ["secretsmanager:GetSecretValue"] }] })(
      stack,
    ),
  "Key.decryptAccountIds": (stack, id) => new Key(stack, "It", { alias: "hello", decryptAccountIds: [id] }),
  "EndpointHealthCheck.searchString": (stack, searchString) => {
    domain({ routing: TrafficRouting.latency({ healthCheck: { path: "/", searchString } }) })(stack);
  },
  "EndpointHealthCheck.tags": (stack, value) => {
    const healthCheck = { path: "/", tags: { Name: value } };
    domain({ routing: TrafficRouting.latency({ healthCheck }) })(stack);
  },
  "EndpointHealthCheck.regions": (stack, region) => {
    const regions = ["eu-west-1", "us-east-1", region] as never;
    domain({ routing: TrafficRouting.latency({ healthCheck: { path: "/", regions } }) })(stack);
  },
  "TrafficRouting.geolocation country": (stack, country) => {
    domain({ routing: TrafficRouting.geolocation({ country }) })(stack);
  },
  "TrafficRouting.geolocation subdivision": (stack, subdivision) => {
    domain({ routing: TrafficRouting.geolocation({ country: "US", subdivision }) })(stack);
  },
  "TrafficRouting.geolocation continent": (stack, continent) => {
    domain({ routing: TrafficRouting.geolocation({ continent: continent as "EU" }) })(stack);
  },
  "HostedZoneQueryLog.logGroupArn": (stack, logGroupArn) => {
    const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
    new HostedZoneQueryLog(stack, "QueryLog", { zone, logGroupArn });
  },
  "HostedZoneQueryLog, domain of the zone": (stack, domainName) => {
    const zone = zoneInUsEast1(stack, { domainName, hostedZoneId: "Z1" });
    new HostedZoneQueryLog(stack, "QueryLog", { zone, retentionDays: 30 });
  },
  "HostedZoneQueryLog, id of the zone": (stack, hostedZoneId) => {
    const zone = zoneInUsEast1(stack, { domainName: "example.com", hostedZoneId });
    new HostedZoneQueryLog(stack, "QueryLog", { zone, retentionDays: 30 });
  },
  "HostedZoneQueryLog.tags": (stack, a) => {
    const zone = zoneInUsEast1(stack, { domainName: "example.com", hostedZoneId: "Z1" });
    new HostedZoneQueryLog(stack, "QueryLog", { zone, retentionDays: 30, tags: { a } });
  },
  "HostedZoneDnssec.kmsKeyArn": (stack, kmsKeyArn) => {
    const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
    new HostedZoneDnssec(stack, "Dnssec", { zone, kmsKeyArn });
  },
  "HostedZoneDnssec.keySigningKeyName": (stack, keySigningKeyName) => {
    const zone = zoneInUsEast1(stack, { domainName: "example.com", hostedZoneId: "Z1" });
    new HostedZoneDnssec(stack, "Dnssec", { zone, keySigningKeyName });
  },
  "HostedZoneDnssec, domain of the zone": (stack, domainName) => {
    new HostedZoneDnssec(stack, "Dnssec", { zone: zoneInUsEast1(stack, { domainName, hostedZoneId: "Z1" }) });
  },
  "HostedZoneDnssec, id of the zone": (stack, hostedZoneId) => {
    const zone = zoneInUsEast1(stack, { domainName: "example.com", hostedZoneId });
    new HostedZoneDnssec(stack, "Dnssec", { zone });
  },
  "HostedZoneDnssec.tags": (stack, a) => {
    const zone = zoneInUsEast1(stack, { domainName: "example.com", hostedZoneId: "Z1" });
    new HostedZoneDnssec(stack, "Dnssec", { zone, tags: { a } });
  },
  "DefaultScaling.scaling": (stack, arn) =>
    new DefaultScaling(stack, "Default", { scaling: Scaling.fromArn(stack, "Scaling", arn) }),
  "CalculatedHealthCheck.tags": (stack, value) =>
    new CalculatedHealthCheck(stack, "All", {
      healthChecks: [ServiceHealthCheck.fromId(stack, "Health", "abc")],
      tags: { Name: value },
    }),
  "ServiceHealthCheck.searchString": (stack, searchString) =>
    new ServiceHealthCheck(stack, "Health", { service: service({})(stack), path: "/", searchString }),
  "ServiceHealthCheck.path": (stack, path) =>
    new ServiceHealthCheck(stack, "Health", { service: service({})(stack), path }),
  "ServiceHealthCheck.fromId": (stack, id) =>
    new CalculatedHealthCheck(stack, "All", {
      healthChecks: [ServiceHealthCheck.fromId(stack, "Health", id)],
    }),
};

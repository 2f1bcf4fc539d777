import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  CustomDomain,
  HealthCheck,
  HostedZone,
  ImageSource,
  InstanceSize,
  Key,
  Repository,
  Secret,
  ServiceAlarms,
  ServiceDashboard,
  ServiceEvents,
  Topic,
  VpcConnector,
  WebAcl,
} from "cdktf-app-runner";
import { REPOSITORY_ARN, SUBNET_ID, VPC_ID, ZONE } from "./inputs";

/** Adds what the services of a stack share, and returns a function that adds one service. */
export type PrepareServices = (stack: TerraformStack) => (index: number) => void;

/** Services with roles, scaling, a secret and a custom domain. */
export const prepareServices: PrepareServices = (stack) => {
  const repository = Repository.fromArn(stack, "Images", REPOSITORY_ARN);
  const zone = HostedZone.fromId(stack, "Zone", ZONE);
  return (index) => {
    const name = `service-${index}`;
    const secret = new Secret(stack, `Secret${index}`, { secretName: `${name}/database` });
    const service = new AppRunnerService(stack, `Service${index}`, {
      serviceName: name,
      source: ImageSource.ecr(repository, { tag: "1.0.0" }),
      port: 8000,
      instance: InstanceSize.of({ vcpu: 0.25, memoryGb: 0.5 }),
      environment: { LOG_LEVEL: "info" },
      secrets: { DATABASE_URL: secret.jsonField("url") },
      scaling: { minSize: 1, maxSize: 5, maxConcurrency: 80 },
      healthCheck: HealthCheck.http("/healthz"),
    });
    new CustomDomain(stack, `Domain${index}`, { service, domainName: `${name}.${ZONE.domainName}`, zone });
  };
};

/** Services with everything that this library creates for a service that runs an image. */
export const prepareEverything: PrepareServices = (stack) => {
  const repository = Repository.fromArn(stack, "Images", REPOSITORY_ARN);
  const zone = HostedZone.fromId(stack, "Zone", ZONE);
  return (index) => {
    const name = `service-${index}`;
    const key = new Key(stack, `Key${index}`, { alias: name });
    const secret = new Secret(stack, `Secret${index}`, { secretName: name, kmsKeyArn: key.keyArn });
    const service = new AppRunnerService(stack, `Service${index}`, {
      serviceName: name,
      source: ImageSource.ecr(repository, { tag: "1.0.0" }),
      port: 8000,
      instance: InstanceSize.of({ vcpu: 0.25, memoryGb: 0.5 }),
      environment: { LOG_LEVEL: "info" },
      secrets: { DATABASE_URL: secret.jsonField("url") },
      redeployOnSecretChange: true,
      scaling: { minSize: 1, maxSize: 5, maxConcurrency: 80 },
      healthCheck: HealthCheck.http("/healthz"),
      tracing: true,
      kmsKeyArn: key.keyArn,
      vpcConnector: new VpcConnector(stack, `Connector${index}`, {
        name,
        vpcId: VPC_ID,
        subnetIds: [SUBNET_ID],
      }),
      webAcl: new WebAcl(stack, `Firewall${index}`, { name, logRetentionDays: 30 }),
    });
    const topic = new Topic(stack, `Topic${index}`, { topicName: name, key });
    const alarms = new ServiceAlarms(stack, `Alarms${index}`, { service, topic });
    new ServiceDashboard(stack, `Dashboard${index}`, { service, alarms });
    new ServiceEvents(stack, `Events${index}`, { service, topic });
    const domainName = `${name}.${ZONE.domainName}`;
    new CustomDomain(stack, `Domain${index}`, { service, domainName, zone, www: true });
  };
};

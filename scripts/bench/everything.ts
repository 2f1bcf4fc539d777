import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
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
import { REGION, REPOSITORY_ARN, SUBNET_ID, VPC_ID, ZONE } from "./given";

/**
 * A stack with `count` services that have all that this library makes for a service that runs an image.
 *
 * @param scope the app
 * @param count how many services
 */
export function buildEverythingWithLibrary(scope: Construct, count: number): void {
  const stack = new TerraformStack(scope, "services");
  new AwsProvider(stack, "Aws", { region: REGION });
  const repository = Repository.fromArn(stack, "Images", REPOSITORY_ARN);
  const zone = HostedZone.fromId(stack, "Zone", ZONE);
  for (let index = 0; index < count; index++) {
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
  }
}

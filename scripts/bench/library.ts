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
  Repository,
  Secret,
} from "cdktf-app-runner";
import { REGION, REPOSITORY_ARN, ZONE } from "./given";

/**
 * A stack with `count` services made by this library, each with its roles, scaling, secret and custom domain.
 *
 * @param scope the app
 * @param count how many services
 */
export function buildWithLibrary(scope: Construct, count: number): void {
  const stack = new TerraformStack(scope, "services");
  new AwsProvider(stack, "Aws", { region: REGION });
  const repository = Repository.fromArn(stack, "Images", REPOSITORY_ARN);
  const zone = HostedZone.fromId(stack, "Zone", ZONE);
  for (let index = 0; index < count; index++) {
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
  }
}

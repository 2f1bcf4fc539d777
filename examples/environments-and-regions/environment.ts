import type { App } from "cdktf";
import { type AppRunnerRegion, HealthCheck, ImageSource, TrafficRouting } from "cdktf-app-runner";
import { type BaseStackProps, DomainStack, ServiceStack, type ZoneAccess } from "cdktf-app-runner/stacks";

/** Props of one environment, in addition to those of every stack. */
export interface EnvironmentProps extends Omit<BaseStackProps, "region"> {
  readonly name: "dev" | "stage" | "prod";
  /** One region, or a primary and a secondary region. */
  readonly regions: readonly [AppRunnerRegion, AppRunnerRegion?];
  readonly domainName: string;
  readonly zoneAccess?: ZoneAccess;
}

/** Adds the stacks of an environment: per region one for the service and one for its domain. */
export function addEnvironment(app: App, props: EnvironmentProps): void {
  const { name, regions, domainName, zoneAccess, ...base } = props;
  const [primary, secondary] = regions;
  for (const region of secondary ? [primary, secondary] : [primary]) {
    const id = `hello-${name}-${region}`;
    const shared = { ...base, region, defaultTags: { environment: name } };
    const { service } = new ServiceStack(app, id, {
      ...shared,
      serviceName: `hello-${name}`,
      source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
      port: 8000,
      environment: { STAGE: name },
      scaling: name === "prod" ? { minSize: 2, maxSize: 10 } : { minSize: 1, maxSize: 2 },
      healthCheck: HealthCheck.http("/"),
    });
    const role = region === primary ? "PRIMARY" : "SECONDARY";
    const routing = secondary && TrafficRouting.failover(role, { healthCheck: { path: "/" } });
    new DomainStack(app, `${id}-domain`, {
      ...shared,
      service,
      zoneName: "example.com",
      zoneAccess,
      domains: [{ domainName, routing }],
    });
  }
}

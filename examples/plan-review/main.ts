import { App } from "cdktf";
import { HealthCheck, ImageSource, InstanceSize } from "cdktf-app-runner";
import { DomainStack, FoundationStack, ServiceStack } from "cdktf-app-runner/stacks";

const app = new App();
const region = "eu-west-1";

new ServiceStack(app, "hello-dev", {
  region,
  serviceName: "hello-dev",
  source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
  port: 8000,
  instance: InstanceSize.of({ vcpu: 0.25, memoryGb: 0.5 }),
});

const foundation = new FoundationStack(app, "hello-prod-foundation", {
  region,
  repositories: [{ repositoryName: "hello", keepNewest: 50 }],
  secrets: [{ secretName: "hello/database" }],
});

const production = new ServiceStack(app, "hello-prod-service", {
  region,
  serviceName: "hello-production",
  source: ImageSource.ecr(foundation.repository("hello"), { tag: "1.1.0" }),
  port: 8000,
  secrets: { DATABASE_URL: foundation.secret("hello/database").jsonField("url") },
  scaling: { minSize: 1, maxSize: 25, maxConcurrency: 80 },
  healthCheck: HealthCheck.http("/"),
});

new DomainStack(app, "hello-prod-domain", {
  region,
  service: production.service,
  zoneName: "example.com",
  domains: [{ domainName: "api.example.com" }],
});

app.synth();

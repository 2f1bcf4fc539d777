import { App } from "cdktf";
import { HealthCheck, ImageSource } from "cdktf-app-runner";
import { DomainStack, FoundationStack, ServiceStack } from "cdktf-app-runner/stacks";

const app = new App();
const region = "eu-west-1";

const foundation = new FoundationStack(app, "hello-foundation", {
  region,
  repositories: [{ repositoryName: "hello" }],
  secrets: [{ secretName: "hello/database" }],
});

const { service } = new ServiceStack(app, "hello-service", {
  region,
  serviceName: "hello",
  source: ImageSource.ecr(foundation.repository("hello"), { tag: "1.0.0" }),
  secrets: { DATABASE_URL: foundation.secret("hello/database").jsonField("url") },
  healthCheck: HealthCheck.http("/healthz"),
});

new DomainStack(app, "hello-domain", {
  region,
  service,
  zoneName: "example.com",
  domains: [{ domainName: "api.example.com" }],
});

app.synth();

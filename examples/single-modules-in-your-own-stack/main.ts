import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AppRunnerService, CustomDomain, HostedZone, ImageSource, Repository } from "cdktf-app-runner";
import type { Construct } from "constructs";

/** An existing stack with its own provider and queue. */
class ShopStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "eu-west-1" });
    const queue = new SqsQueue(this, "orders", { name: "orders" });

    const service = new AppRunnerService(this, "Api", {
      serviceName: "shop",
      source: ImageSource.ecr(Repository.fromName(this, "Images", "shop"), { tag: "1.0.0" }),
      environment: { QUEUE_URL: queue.url },
    });
    service.addToRolePolicy({ actions: ["sqs:SendMessage"], resources: [queue.arn] });

    new CustomDomain(this, "Domain", {
      service,
      domainName: "shop.example.com",
      zone: HostedZone.lookup(this, "Zone", { domainName: "example.com" }),
    });
    new TerraformOutput(this, "url", { value: service.serviceUrl });
  }
}

const app = new App();
new ShopStack(app, "shop");
app.synth();

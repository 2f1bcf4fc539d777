import { App, TerraformOutput } from "cdktf";
import {
  AppRunnerService,
  ImageSource,
  VpcConnector,
  VpcEndpoint,
  VpcIngressConnection,
} from "cdktf-app-runner";
import { BaseStack } from "cdktf-app-runner/stacks";

const app = new App();
const stack = new BaseStack(app, "hello", { region: "eu-west-1" });

const vpcId = "vpc-0a1b2c3d";
const subnetIds = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"];

const service = new AppRunnerService(stack, "Api", {
  serviceName: "hello",
  source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
  port: 8000,
  isPubliclyAccessible: false,
  vpcConnector: new VpcConnector(stack, "Connector", { name: "hello", vpcId, subnetIds }),
});

const ingress = new VpcIngressConnection(stack, "Ingress", {
  service,
  vpcEndpoint: new VpcEndpoint(stack, "Endpoint", { vpcId, subnetIds }),
});

new TerraformOutput(stack, "url", { value: `https://${ingress.domainName}` });

app.synth();

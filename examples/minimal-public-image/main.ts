import { App } from "cdktf";
import { ImageSource } from "cdktf-app-runner";
import { ServiceStack } from "cdktf-app-runner/stacks";

const app = new App();

new ServiceStack(app, "hello", {
  region: "eu-west-1",
  serviceName: "hello",
  source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
  port: 8000,
});

app.synth();

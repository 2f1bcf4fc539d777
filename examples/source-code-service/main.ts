import { App } from "cdktf";
import { AppRunnerService, CodeSource, SourceConnection } from "cdktf-app-runner";
import { BaseStack } from "cdktf-app-runner/stacks";

const app = new App();
const stack = new BaseStack(app, "hello", { region: "eu-west-1" });

const connection = new SourceConnection(stack, "GitHub", {
  connectionName: "github",
  providerType: "GITHUB",
});

new AppRunnerService(stack, "Api", {
  serviceName: "hello",
  source: CodeSource.repository({
    connection,
    url: "https://github.com/example/hello",
    branch: "main",
    build: { runtime: "NODEJS_22", buildCommand: "npm ci" },
  }),
  startCommand: "npm start",
  port: 3000,
});

app.synth();

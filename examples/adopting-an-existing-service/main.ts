import { App, TerraformOutput } from "cdktf";
import {
  AppRunnerService,
  ImageSource,
  InstanceSize,
  PlanReview,
  Repository,
  Role,
  Secret,
} from "cdktf-app-runner";
import { BaseStack } from "cdktf-app-runner/stacks";

const app = new App();
const stack = new BaseStack(app, "hello", { region: "eu-west-1" });

const images = new Repository(stack, "Images", {
  repositoryName: "hello",
  imageTagMutability: "MUTABLE",
  adopt: { lifecyclePolicy: false },
});

const database = new Secret(stack, "Database", {
  secretName: "hello/database",
  adopt: { secretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello/database-AbCdEf" },
});

const service = new AppRunnerService(stack, "Api", {
  serviceName: "hello",
  source: ImageSource.ecr(images, { tag: "latest", autoDeploy: true }),
  // The console's role is shared by services, so it is not adopted.
  accessRole: Role.fromName(stack, "AccessRole", "AppRunnerECRAccessRole", { mutable: false }),
  instance: InstanceSize.of({ vcpu: 1, memoryGb: 2 }),
  port: 8000,
  secrets: { DATABASE_URL: database.jsonField("url") },
  adopt: {
    serviceArn: "arn:aws:apprunner:eu-west-1:111122223333:service/hello/0123456789abcdef0123456789abcdef",
  },
});
PlanReview.of(stack).accept("mutable-tag", "the pipeline pushes 'latest', as before the adoption");

new TerraformOutput(stack, "url", { value: service.serviceUrl });

app.synth();

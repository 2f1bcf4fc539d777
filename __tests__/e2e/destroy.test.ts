import { DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { ImageSource } from "../../modules";
import { FoundationStack, ServiceStack } from "../../stacks";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

describeEndToEnd("a destroy", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    synth(true);
    await deployment.apply("foundation");
    await world.pushImage("hello", "1.0.0");
    await world.putSecretValue("hello/database", { url: "postgres://db" });
    await deployment.apply("service");
  });

  afterAll(() => world.stop());

  function synth(protect: boolean): void {
    const repository = protect ? {} : { preventDestroy: false, forceDelete: true };
    const secret = protect ? {} : { preventDestroy: false, recoveryWindowInDays: 0 };
    deployment.synth((app, base) => {
      const foundation = new FoundationStack(app, "foundation", {
        ...base,
        repositories: [{ repositoryName: "hello", ...repository }],
        secrets: [{ secretName: "hello/database", ...secret }],
      });
      new ServiceStack(app, "service", {
        ...base,
        serviceName: "hello",
        source: ImageSource.ecr(foundation.repository("hello"), { tag: "1.0.0" }),
        secrets: { DATABASE_URL: foundation.secret("hello/database").jsonField("url") },
      });
    });
  }

  test("of the foundation fails and destroys nothing while the repository and secret are protected", async () => {
    const result = await (await deployment.stack("foundation")).destroy();
    expect(result.exitCode).toBe(1);
    const output = flat(result.output);
    expect(output).toContain("Instance cannot be destroyed");
    expect(output).toContain("aws_ecr_repository.Repositories_hello_");
    expect(output).toContain("aws_secretsmanager_secret.Secrets_hello--database_");
    const { repositories } = await world.aws.ecr.send(new DescribeRepositoriesCommand({}));
    expect(repositories?.map(({ repositoryName }) => repositoryName)).toEqual(["hello"]);
  });

  test("without the protection leaves nothing behind", async () => {
    synth(false);
    await deployment.apply("foundation");
    expectSuccess(await (await deployment.stack("service")).destroy());
    expectSuccess(await (await deployment.stack("foundation")).destroy());

    expect(world.appRunner.isEmpty).toBe(true);
    const { repositories } = await world.aws.ecr.send(new DescribeRepositoriesCommand({}));
    const { SecretList } = await world.aws.secretsManager.send(
      new ListSecretsCommand({ IncludePlannedDeletion: true }),
    );
    const { Roles } = await world.aws.iam.send(new ListRolesCommand({}));
    expect([repositories, SecretList, Roles]).toEqual([[], [], []]);
  });
});

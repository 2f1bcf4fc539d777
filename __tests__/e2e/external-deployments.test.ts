import { BatchDeleteImageCommand } from "@aws-sdk/client-ecr";
import { AppRunnerClient, UpdateServiceCommand } from "@aws-sdk/client-apprunner";
import { AppRunnerService, ImageSource, InstanceSize, Repository } from "../../modules";
import { BaseStack } from "../../stacks";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { createRepository } from "../support/existing";
import { startWorld, type World } from "../support/world";

interface Props {
  readonly memoryGb?: 2 | 3 | 4;
  readonly port?: number;
}

/** `docs/operations.md#a-pipeline-deploys-the-image`. */
describeEndToEnd("a service whose images a pipeline deploys", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await createRepository(world, "hello");
  });

  afterAll(() => world.stop());

  function synth({ memoryGb = 2, port = 8080 }: Props = {}): void {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "service", base);
      const repository = Repository.fromName(stack, "Images", "hello");
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecr(repository, { tag: "1.0.0", externalDeployments: true }),
        instance: InstanceSize.of({ vcpu: 1, memoryGb }),
        port,
      });
    });
  }

  const service = () => world.appRunner.describe("hello")?.service;
  const runningImage = () =>
    service()?.SourceConfiguration?.ImageRepository?.ImageIdentifier?.split("/").at(-1);

  /** What a pipeline does with the AWS SDK: it changes only the image. */
  async function deployFromPipeline(tag: string): Promise<void> {
    const { endpoint } = world.appRunner;
    const client = new AppRunnerClient({ endpoint, region: world.region, credentials: TEST_CREDENTIALS });
    const { ServiceArn, SourceConfiguration } = service() ?? {};
    const image = SourceConfiguration?.ImageRepository;
    const ImageIdentifier = image?.ImageIdentifier?.replace(/:[^:]+$/, `:${tag}`);
    await client.send(
      new UpdateServiceCommand({
        ServiceArn,
        SourceConfiguration: {
          ...SourceConfiguration,
          ImageRepository: {
            ImageIdentifier,
            ImageRepositoryType: image?.ImageRepositoryType,
            ImageConfiguration: image?.ImageConfiguration,
          },
        },
      }),
    );
    client.destroy();
    while (service()?.Status !== "RUNNING") await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runningImage()).toBe(`hello:${tag}`);
  }

  test("is not created while the repository has no image", async () => {
    synth();
    const { exitCode, output } = await (await deployment.stack("service")).apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain(
      "an image in the repository of service/Api; if it has no image: docker push",
    );
    expect(world.appRunner.calls.of("CreateService")).toEqual([]);
  });

  test("is created with the first image", async () => {
    for (const tag of ["1.0.0", "2.0.0"]) await world.pushImage("hello", tag);
    await deployment.apply("service");
    expect(runningImage()).toBe("hello:1.0.0");
    await deployment.expectEmptyPlan("service");
  });

  test("keeps the image of the pipeline when an apply changes the service", async () => {
    await deployFromPipeline("2.0.0");
    await deployment.expectEmptyPlan("service");
    synth({ memoryGb: 3 });
    await deployment.apply("service");
    expect(service()?.InstanceConfiguration?.Memory).toBe("3072");
    expect(runningImage()).toBe("hello:2.0.0");
    await deployment.expectEmptyPlan("service");
  });

  test("can still be changed after the first image was deleted", async () => {
    const imageIds = [{ imageTag: "1.0.0" }];
    await world.aws.ecr.send(new BatchDeleteImageCommand({ repositoryName: "hello", imageIds }));
    synth({ memoryGb: 4 });
    await deployment.apply("service");
    expect(service()?.InstanceConfiguration?.Memory).toBe("4096");
    expect(runningImage()).toBe("hello:2.0.0");
  });

  test("still reports an update that App Runner rolled back", async () => {
    world.appRunner.crashWhen(() => "the container exited");
    synth({ memoryGb: 4, port: 9000 });
    const { exitCode, output } = await (await deployment.stack("service")).apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain("The running service service/Api does not have the planned port");
    expect(flat(output)).toContain(`/aws/apprunner/hello/${service()?.ServiceId}/service`);
    expect(flat(output)).not.toContain("the planned image");
    expect(runningImage()).toBe("hello:2.0.0");
  });
});

import { DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { TerraformResource } from "cdktf";
import { AppRunnerService, ImageSource, Repository } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

type Version = { readonly tag: string } | { readonly digest: string };

interface Changes {
  readonly changeService?: (service: AppRunnerService) => void;
  readonly images?: (stack: BaseStack) => void;
}

function addImages(stack: BaseStack): void {
  new Repository(stack, "Images", { repositoryName: "hello" });
}

/** Addresses of the resources of a service, by path below the service. */
function addressesOf(service: AppRunnerService): Map<string, string> {
  const resources = service.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
  return new Map(
    resources.map((resource) => [
      resource.node.path.replace(service.node.path, ""),
      `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
    ]),
  );
}

/** Procedures of `docs/operations.md` with one service and its repository. */
describeEndToEnd("a service in operation", () => {
  let world: World;
  let deployment: Deployment;
  const digests: Record<string, string> = {};

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    synth("Api", { tag: "1.0.0" });
    await deployment.apply("images");
    for (const tag of ["1.0.0", "1.1.0"]) digests[tag] = await world.pushImage("hello", tag);
    await deployment.apply("service");
  });

  afterAll(() => world.stop());

  function synth(id: string, version: Version, { changeService, images = addImages }: Changes = {}): void {
    deployment.synth((app, base) => {
      images(new BaseStack(app, "images", base));
      const stack = new BaseStack(app, "service", base);
      const source = ImageSource.ecr(Repository.fromName(stack, "Images", "hello"), version);
      const service = new AppRunnerService(stack, id, { serviceName: "hello", source });
      changeService?.(service);
    });
  }

  function runningImage(): string | undefined {
    const { service } = world.appRunner.describe("hello") ?? {};
    return service?.SourceConfiguration?.ImageRepository?.ImageIdentifier?.split("/").at(-1);
  }

  test("is updated to a new version, and rolled back by tag", async () => {
    for (const tag of ["1.1.0", "1.0.0"]) {
      synth("Api", { tag });
      const changes = Object.entries(await deployment.plannedChanges("service"));
      expect(changes).toEqual([[expect.stringMatching(/^aws_apprunner_service\.Api_/), "update"]]);
      await deployment.apply("service");
      expect(runningImage()).toBe(`hello:${tag}`);
      await deployment.expectEmptyPlan("service");
    }
  });

  test("is updated to a digest", async () => {
    synth("Api", { digest: String(digests["1.1.0"]) });
    await deployment.apply("service");
    expect(runningImage()).toBe(`hello@${digests["1.1.0"]}`);
    await deployment.expectEmptyPlan("service");
  });

  test("changes its construct id without creating or destroying anything", async () => {
    const version = { digest: String(digests["1.1.0"]) };
    let before = new Map<string, string>();
    synth("Api", version, { changeService: (service) => (before = addressesOf(service)) });
    synth("Web", version, {
      changeService: (service) => {
        for (const node of service.node.findAll()) {
          const address = before.get(node.node.path.replace(service.node.path, ""));
          if (TerraformResource.isTerraformResource(node) && address) node.moveFromId(address);
        }
      },
    });
    expect(before.size).toBeGreaterThan(4);
    expect(await deployment.plannedChanges("service")).toEqual({});
    const { output } = await (await deployment.stack("service")).plan();
    expect(output.match(/ has moved to /g)).toHaveLength(before.size);
    await deployment.apply("service");

    synth("Web", version);
    await deployment.expectEmptyPlan("service");
    expect(world.appRunner.calls.of("DeleteService")).toEqual([]);
  });

  test("is destroyed, and a 'removed' block keeps its repository", async () => {
    const version = { digest: String(digests["1.1.0"]) };
    const run = await deployment.stack("images");
    const managed = (await run.state()).filter(({ mode }) => mode === "managed");
    expect(managed.map(({ type }) => type).sort()).toEqual([
      "aws_ecr_lifecycle_policy",
      "aws_ecr_repository",
    ]);
    const addresses = managed.map(({ address }) => address);

    // Removing the construct from the code also removes its protection.
    synth("Web", version, { images: () => undefined });
    const destroyed = await deployment.plannedChanges("images");
    expect(destroyed).toEqual(Object.fromEntries(addresses.map((address) => [address, "delete"])));

    const removed = addresses.map((from) => ({ from, lifecycle: { destroy: false } }));
    synth("Web", version, {
      images: (stack) => {
        stack.addOverride("removed", removed);
      },
    });
    const plan = await run.plan();
    expect(flat(plan.output)).toContain("will no longer be managed by Terraform, but will not be destroyed");
    await deployment.apply("images");
    expect(await run.state()).toEqual([]);
    const { repositories } = await world.aws.ecr.send(new DescribeRepositoriesCommand({}));
    expect(repositories?.map(({ repositoryName }) => repositoryName)).toEqual(["hello"]);
  });
});

import {
  DeletePullThroughCacheRuleCommand,
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  ListTagsForResourceCommand,
  type Repository as EcrRepository,
} from "@aws-sdk/client-ecr";
import { AppRunnerService, ImageSource, Key, PullThroughCache, Role, UpstreamRegistry } from "../../modules";
import { buildAddress } from "../../modules/core/terraform";
import { BaseStack, FoundationStack, ServiceStack } from "../../stacks";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

const IMAGE = "prometheus/prometheus:v3.5.0";
const REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

describeEndToEnd("a pull-through cache", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  async function repositoryOf(name: string): Promise<EcrRepository | undefined> {
    const { repositories = [] } = await world.aws.ecr.send(new DescribeRepositoriesCommand({}));
    return repositories.find(({ repositoryName }) => repositoryName === name);
  }

  async function applyThatStops(id: string): Promise<string> {
    const result = await (await deployment.stack(id)).apply();
    expect(result.exitCode).toBe(1);
    return flat(result.output);
  }

  describe("for a registry without credentials", () => {
    const synth = (image: string, changed = false) => {
      deployment.synth((app, base) => {
        const stack = new BaseStack(app, "quay", base);
        const { keyArn: kmsKeyArn } = new Key(stack, "Key", { alias: "cache", preventDestroy: false });
        const change = { imageTagMutability: "IMMUTABLE", kmsKeyArn, tags: { stack: "quay" } } as const;
        const cache = new PullThroughCache(stack, "Quay", {
          upstreamRegistry: UpstreamRegistry.QUAY,
          ...(changed && change),
        });
        const source = ImageSource.pullThrough(cache, image);
        new AppRunnerService(stack, "Api", { serviceName: "prometheus", source, port: 9090 });
      });
    };

    test("is created in one apply with a service that uses its image", async () => {
      synth(IMAGE);
      await deployment.apply("quay");
      await deployment.expectEmptyPlan("quay");
      const { service } = world.appRunner.describe("prometheus") ?? {};
      expect(service?.Status).toBe("RUNNING");
      expect(service?.SourceConfiguration).toMatchObject({
        AutoDeploymentsEnabled: false,
        ImageRepository: { ImageIdentifier: `${REGISTRY}/quay/${IMAGE}`, ImageRepositoryType: "ECR" },
      });
    });

    test("creates the repository with its template", async () => {
      const repositoryName = "quay/prometheus/prometheus";
      expect(await repositoryOf(repositoryName)).toMatchObject({
        imageTagMutability: "MUTABLE",
        encryptionConfiguration: { encryptionType: "AES256" },
      });
      const policy = await world.aws.ecr.send(new GetLifecyclePolicyCommand({ repositoryName }));
      expect(policy.lifecyclePolicyText).toContain("expire images without a tag");
    });

    test("changes its template in place, for repositories created later", async () => {
      synth("coreos/etcd:v3.6.4", true);
      const changes = Object.entries(await deployment.plannedChanges("quay"));
      const kept = changes.map(([address, action]) => [address.split(".")[0], action]);
      expect(kept.toSorted()).toEqual([
        ["aws_apprunner_service", "update"],
        ["aws_ecr_repository_creation_template", "update"],
        ["aws_iam_role", "create"],
        ["aws_iam_role_policy", "create"],
        ["aws_iam_role_policy", "update"],
      ]);
      await deployment.apply("quay");
      await deployment.expectEmptyPlan("quay");
      expect(await repositoryOf("quay/prometheus/prometheus")).toMatchObject({
        imageTagMutability: "MUTABLE",
      });
      const made = await repositoryOf("quay/coreos/etcd");
      expect(made).toMatchObject({
        imageTagMutability: "IMMUTABLE",
        encryptionConfiguration: { encryptionType: "KMS" },
      });
      const list = new ListTagsForResourceCommand({ resourceArn: made?.repositoryArn });
      expect((await world.aws.ecr.send(list)).tags).toEqual([{ Key: "stack", Value: "quay" }]);
    });

    test("is looked up by prefix, and fails a service whose role cannot import images", async () => {
      deployment.synth((app, base) => {
        const stack = new BaseStack(app, "narrow", base);
        const cache = PullThroughCache.fromPrefix(stack, "Quay", "quay");
        const role = new Role(stack, "Role", { assumedBy: "build.apprunner.amazonaws.com", namePrefix: "n" });
        role.addToPolicy({ actions: ["ecr:GetAuthorizationToken"], resources: ["*"] });
        role.addToPolicy({
          actions: ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ecr:DescribeImages"],
          resources: [
            `arn:aws:ecr:${cache.registryRegion}:${cache.registryId}:repository/quay/argoproj/argocd`,
          ],
        });
        new AppRunnerService(stack, "Api", {
          serviceName: "narrow",
          source: ImageSource.pullThrough(cache, "argoproj/argocd:v3.1.0"),
          accessRole: Role.fromArn(stack, "Frozen", role.roleArn, { mutable: false }),
        }).resource.dependsOn = role.permissions.map(buildAddress);
      });
      expect(await applyThatStops("narrow")).toContain("CREATE_FAILED");
      expect(world.appRunner.describe("narrow")?.events.join()).toContain(
        "does not allow ecr:BatchImportUpstreamImage",
      );
      expect(await repositoryOf("quay/argoproj/argocd")).toBeUndefined();
    });

    test("stops the plan of a service if it is missing", async () => {
      deployment.synth((app, base) => {
        const stack = new BaseStack(app, "missing", base);
        const source = ImageSource.pullThrough(PullThroughCache.fromPrefix(stack, "Hub", "hub"), "a/b:1");
        new AppRunnerService(stack, "Api", { serviceName: "missing", source });
      });
      expect(await applyThatStops("missing")).toContain(
        "the pull-through cache rule 'hub' (missing/Hub); if it is missing: aws ecr create-pull-through-cache-rule " +
          "--ecr-repository-prefix hub",
      );
      expect(world.appRunner.describe("missing")).toBeUndefined();
    });

    test("is destroyed, but its cached images stay", async () => {
      for (const id of ["narrow", "quay"]) {
        expectSuccess(await (await deployment.stack(id)).destroy());
      }
      expect(world.ecr.rules.isEmpty).toBe(true);
      expect(world.ecr.templates.isEmpty).toBe(true);
      expect(world.appRunner.isEmpty).toBe(true);
      expect(await repositoryOf("quay/coreos/etcd")).toBeDefined();
    });
  });

  describe("for a registry with credentials", () => {
    const secretName = "ecr-pullthroughcache/docker-hub";
    const synth = (image = "library/nginx:1.27") => {
      deployment.synth((app, base) => {
        const foundation = new FoundationStack(app, "foundation", {
          ...base,
          secrets: [{ secretName, recoveryWindowInDays: 0, preventDestroy: false }],
          pullThroughCaches: [{ upstreamRegistry: UpstreamRegistry.DOCKER_HUB, credentials: secretName }],
        });
        const source = ImageSource.pullThrough(foundation.pullThroughCache("docker-hub"), image);
        new ServiceStack(app, "service", { ...base, serviceName: "nginx", source, port: 80 });
      });
    };

    test("is not created before its secret has a value, and the error names the secret", async () => {
      synth();
      const message =
        `The secret '${secretName}' (foundation/Secrets/ecr-pullthroughcache--docker-hub) has no value, so ECR cannot ` +
        'pull images for foundation/PullThroughCaches/docker-hub. Write {"username": "<name>", "accessToken": "<token>"} to the file ' +
        `value.json and set it: aws secretsmanager put-secret-value --secret-id ${secretName} ` +
        "--region us-east-1 --secret-string file://value.json. Then apply again.";
      expect(await applyThatStops("foundation")).toContain(message);
      const plan = await (await deployment.stack("foundation")).plan();
      expect(plan.exitCode).toBe(1);
      expect(flat(plan.output)).toContain(message);
      expect(world.ecr.rules.isEmpty).toBe(true);
    });

    test("is created when its secret has a value, and is used by a service of a different stack", async () => {
      await world.putSecretValue(secretName, { username: "acme", accessToken: "t0p-s3cret" });
      await deployment.apply("foundation");
      await deployment.expectEmptyPlan("foundation");
      await deployment.apply("service");
      await deployment.expectEmptyPlan("service");
      expect(world.appRunner.describe("nginx")?.service.SourceConfiguration?.ImageRepository).toMatchObject({
        ImageIdentifier: `${REGISTRY}/docker-hub/library/nginx:1.27`,
      });
      const outputs = await (await deployment.stack("foundation")).outputs();
      expect(outputs["pull_through_cache_uris"]).toEqual({ "docker-hub": `${REGISTRY}/docker-hub` });
    });

    test("keeps the credentials out of the state and the plan", async () => {
      const shown = await (await deployment.stack("foundation")).run("show", "-json");
      expect(shown.output).toContain(secretName);
      expect(shown.output).not.toContain("t0p-s3cret");
    });

    test("rolls back an update to an image that its registry does not have", async () => {
      world.ecr.missingUpstream.add("registry-1.docker.io/library/nginx:9.99");
      synth("library/nginx:9.99");
      expect(await applyThatStops("service")).toContain("does not have the planned image");
      expect(world.appRunner.describe("nginx")?.events.join()).toContain("nginx:9.99 does not exist");
    });

    test("stops the plan of the service if its rule was deleted", async () => {
      await world.aws.ecr.send(new DeletePullThroughCacheRuleCommand({ ecrRepositoryPrefix: "docker-hub" }));
      synth();
      expect(await applyThatStops("service")).toContain(
        "the pull-through cache rule 'docker-hub' (foundation/PullThroughCaches/docker-hub); if it is missing: apply the " +
          "stack 'foundation' again",
      );
      await deployment.apply("foundation");
      await deployment.apply("service");
    });

    test("is destroyed with its secret", async () => {
      for (const id of ["service", "foundation"]) {
        expectSuccess(await (await deployment.stack(id)).destroy());
      }
      expect(world.ecr.rules.isEmpty).toBe(true);
      expect(world.ecr.templates.isEmpty).toBe(true);
    });
  });
});

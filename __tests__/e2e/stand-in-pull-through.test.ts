import {
  BatchGetImageCommand,
  CreatePullThroughCacheRuleCommand,
  type CreatePullThroughCacheRuleRequest,
  CreateRepositoryCreationTemplateCommand,
  DescribePullThroughCacheRulesCommand,
  UpdatePullThroughCacheRuleCommand,
  ValidatePullThroughCacheRuleCommand,
} from "@aws-sdk/client-ecr";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

describeEndToEnd("the ECR of the tests", () => {
  let world: World;
  let credentialArn: string;

  beforeAll(async () => {
    world = await startWorld();
    credentialArn = await createSecret("ecr-pullthroughcache/hub", '{"username": "a", "accessToken": "b"}');
  });

  afterAll(() => world.stop());

  async function createSecret(Name: string, SecretString?: string): Promise<string> {
    const { ARN = "" } = await world.aws.secretsManager.send(new CreateSecretCommand({ Name, SecretString }));
    return ARN;
  }

  const create = (request: Partial<CreatePullThroughCacheRuleRequest>) =>
    world.aws.ecr.send(
      new CreatePullThroughCacheRuleCommand({
        ecrRepositoryPrefix: "hub",
        upstreamRegistryUrl: "registry-1.docker.io",
        ...request,
      }),
    );

  test.each([
    ["an unknown registry", { upstreamRegistryUrl: "example.com" }, "UnsupportedUpstreamRegistryException"],
    ["no credentials for a registry that requires them", {}, "InvalidParameterException"],
    ["an invalid prefix", { ecrRepositoryPrefix: "A" }, "InvalidParameterException"],
  ])("rejects a rule with %s", async (_, request, name) => {
    await expect(create(request)).rejects.toMatchObject({ name });
  });

  test.each([
    ["a wrong name", "hub", "{}", "InvalidParameterException"],
    ["no value", "ecr-pullthroughcache/empty", undefined, "UnableToAccessSecretException"],
    [
      "a value without a token",
      "ecr-pullthroughcache/a",
      '{"username": "a"}',
      "UnableToAccessSecretException",
    ],
    ["a value that is not JSON", "ecr-pullthroughcache/b", "token", "UnableToAccessSecretException"],
  ])("rejects a rule whose secret has %s", async (_, secretName, value, name) => {
    await expect(create({ credentialArn: await createSecret(secretName, value) })).rejects.toMatchObject({
      name,
    });
  });

  test("rejects a rule whose secret does not exist", async () => {
    const missing = credentialArn.replace("/hub", "/nothing");
    await expect(create({ credentialArn: missing })).rejects.toMatchObject({
      name: "SecretNotFoundException",
    });
  });

  test("accepts one rule per prefix, and validates it", async () => {
    await create({ credentialArn });
    await expect(create({ credentialArn })).rejects.toMatchObject({
      name: "PullThroughCacheRuleAlreadyExistsException",
    });
    const rule = { ecrRepositoryPrefix: "hub" };
    const { isValid } = await world.aws.ecr.send(new ValidatePullThroughCacheRuleCommand(rule));
    expect(isValid).toBe(true);
    await world.aws.ecr.send(new UpdatePullThroughCacheRuleCommand({ ...rule, credentialArn }));
    const { pullThroughCacheRules } = await world.aws.ecr.send(new DescribePullThroughCacheRulesCommand({}));
    expect(pullThroughCacheRules).toMatchObject([{ ...rule, upstreamRegistry: "docker-hub", credentialArn }]);
  });

  test("rejects a template with tags and without a role", async () => {
    const request = { prefix: "hub", appliedFor: ["PULL_THROUGH_CACHE" as const], resourceTags: [{ Key: "a", Value: "b" }] }; // prettier-ignore
    await expect(
      world.aws.ecr.send(new CreateRepositoryCreationTemplateCommand(request)),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  test("fetches an image at the first pull if its registry has it and the credentials are valid", async () => {
    const pull = (imageTag: string) =>
      world.aws.ecr.send(
        new BatchGetImageCommand({ repositoryName: "hub/library/nginx", imageIds: [{ imageTag }] }),
      );
    world.ecr.missingUpstream.add("registry-1.docker.io/library/nginx:2");
    expect((await pull("1")).images).toHaveLength(1);
    await expect(pull("2")).rejects.toMatchObject({ name: "UnableToGetUpstreamImageException" });
    await world.putSecretValue(credentialArn, "expired");
    await expect(pull("3")).rejects.toMatchObject({ name: "UnableToGetUpstreamImageException" });
    expect((await pull("1")).images).toHaveLength(1);
  });
});

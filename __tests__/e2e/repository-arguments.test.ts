import {
  DescribeRegistryCommand,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
  PutRegistryScanningConfigurationCommand,
  PutReplicationConfigurationCommand,
  SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import {
  RegistryReplication,
  type RegistryReplicationProps,
  RegistryScanning,
  type RegistryScanningProps,
  Repository,
  type RepositoryProps,
} from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { createRepository } from "../support/existing";
import { startWorld, type World } from "../support/world";

const LAMBDA_PULLS = {
  principals: ["lambda.amazonaws.com"],
  actions: ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
  conditions: { StringEquals: { "aws:SourceAccount": "123456789012" } },
};

describeEndToEnd("policies, replication and scanning of a registry", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  async function apply(stackId: string, define: (stack: BaseStack) => void): Promise<void> {
    deployment.synth((app, base) => {
      define(new BaseStack(app, stackId, base));
    });
    await deployment.apply(stackId);
    await deployment.expectEmptyPlan(stackId);
  }

  describe("the policy of a repository", () => {
    const repository = (props: Partial<RepositoryProps>) => (stack: BaseStack) => {
      new Repository(stack, "Images", { repositoryName: "hello", preventDestroy: false, ...props });
    };
    const policy = async () => {
      const get = new GetRepositoryPolicyCommand({ repositoryName: "hello" });
      const { policyText = "" } = await world.aws.ecr.send(get);
      return (JSON.parse(policyText) as { Statement: unknown[] }).Statement;
    };

    test("has the statements of both props, which change and are removed", async () => {
      await apply(
        "images",
        repository({ pullAccountIds: ["444455556666"], policyStatements: [LAMBDA_PULLS] }),
      );
      expect(await policy()).toMatchObject([
        { Sid: "CrossAccountPull" },
        { Principal: { Service: expect.anything() as unknown } },
      ]);
      const org = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
      const everyone = { principals: ["*"], actions: ["ecr:BatchGetImage"], conditions: org };
      await apply("images", repository({ policyStatements: [everyone] }));
      expect(await policy()).toMatchObject([{ Principal: "*", Condition: org }]);
      await apply("images", repository({}));
      await expect(policy()).rejects.toThrow("Repository policy does not exist");
      expectSuccess(await (await deployment.stack("images")).destroy());
    });

    test("of an existing repository is adopted, and the plan shows what changes", async () => {
      await createRepository(world, "hello");
      const policyText = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { AWS: ["arn:aws:iam::444455556666:root"] }, Action: "ecr:GetImage" },
        ],
      });
      await world.aws.ecr.send(new SetRepositoryPolicyCommand({ repositoryName: "hello", policyText }));
      const adopt = { lifecyclePolicy: false, policy: true };
      const same = repository({
        adopt,
        policyStatements: [{ principals: ["444455556666"], actions: ["ecr:GetImage"] }],
      });
      deployment.synth((app, base) => {
        same(new BaseStack(app, "adopted", base));
      });
      const { actions } = await deployment.plannedActions("adopted");
      expect(actions["import no-op"]).toContain("aws_ecr_repository_policy");
      await apply("adopted", same);
    });
  });

  describe("replication", () => {
    const replication = (props: Partial<RegistryReplicationProps>) => (stack: BaseStack) => {
      new RegistryReplication(stack, "Replication", {
        rules: [{ destinations: [{ region: "us-west-2" }], repositoryPrefixes: ["hello"] }],
        adopt: false,
        ...props,
      });
    };
    const rules = async () =>
      (await world.aws.ecr.send(new DescribeRegistryCommand({}))).replicationConfiguration?.rules;

    test("is created, changed, protected and removed", async () => {
      await apply("replication", replication({}));
      expect(await rules()).toEqual([
        {
          destinations: [{ region: "us-west-2", registryId: world.accountId }],
          repositoryFilters: [{ filter: "hello", filterType: "PREFIX_MATCH" }],
        },
      ]);
      const protectedRun = await (await deployment.stack("replication")).destroy();
      expect(flat(protectedRun.output)).toContain("Instance cannot be destroyed");
      const destinations = [{ region: "us-west-2", accountId: "444455556666" }, { region: "eu-central-1" }];
      await apply("replication", replication({ rules: [{ destinations }], preventDestroy: false }));
      expect((await rules())?.[0]?.destinations).toEqual([
        { region: "us-west-2", registryId: "444455556666" },
        { region: "eu-central-1", registryId: world.accountId },
      ]);
      expect((await rules())?.[0]?.repositoryFilters ?? []).toEqual([]);
      expectSuccess(await (await deployment.stack("replication")).destroy());
      expect(await rules()).toEqual([]);
    });

    test("that does not exist cannot be adopted", async () => {
      deployment.synth((app, base) => {
        replication({ adopt: true })(new BaseStack(app, "replication", base));
      });
      const { exitCode, output } = await (await deployment.stack("replication")).plan();
      expect(exitCode).toBe(1);
      expect(flat(output)).toContain("Cannot import non-existent remote object");
    });

    test("that exists is adopted, and the plan shows what changes", async () => {
      const replicationConfiguration = {
        rules: [{ destinations: [{ region: "eu-west-1", registryId: world.accountId }] }],
      };
      await world.aws.ecr.send(new PutReplicationConfigurationCommand({ replicationConfiguration }));
      deployment.synth((app, base) => {
        replication({ adopt: true })(new BaseStack(app, "replication", base));
      });
      expect(await deployment.plannedActions("replication")).toEqual({
        actions: { "import update": ["aws_ecr_replication_configuration"] },
        updated: ["aws_ecr_replication_configuration.replication_configuration"],
      });
      await apply("replication", replication({ adopt: true }));
    });
  });

  describe("scanning", () => {
    const scanning = (props: Partial<RegistryScanningProps>) => (stack: BaseStack) => {
      new RegistryScanning(stack, "Scanning", {
        scanType: "BASIC",
        rules: [],
        preventDestroy: false,
        ...props,
      });
    };
    const configuration = async () =>
      (await world.aws.ecr.send(new GetRegistryScanningConfigurationCommand({}))).scanningConfiguration;

    test("is imported, so that the plan shows what changes, then changed and reset", async () => {
      const rules = [
        { scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "old", filterType: "WILDCARD" }] },
      ] as const;
      const put = {
        scanType: "BASIC",
        rules: rules.map((rule) => ({ ...rule, repositoryFilters: [...rule.repositoryFilters] })),
      } as const;
      await world.aws.ecr.send(new PutRegistryScanningConfigurationCommand(put));
      const enhanced = scanning({
        scanType: "ENHANCED",
        rules: [
          { scanFrequency: "SCAN_ON_PUSH", repositoryFilters: ["*"] },
          { scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: ["prod*", "hello"] },
        ],
      });
      deployment.synth((app, base) => {
        enhanced(new BaseStack(app, "scanning", base));
      });
      expect(await deployment.plannedActions("scanning")).toEqual({
        actions: { "import update": ["aws_ecr_registry_scanning_configuration"] },
        updated: [
          "aws_ecr_registry_scanning_configuration.rule",
          "aws_ecr_registry_scanning_configuration.scan_type",
        ],
      });
      await apply("scanning", enhanced);
      expect(await configuration()).toMatchObject({ scanType: "ENHANCED", rules: [{}, {}] });
      await apply("scanning", scanning({}));
      expect(await configuration()).toEqual({ scanType: "BASIC", rules: [] });
      await apply("scanning", enhanced);
      expectSuccess(await (await deployment.stack("scanning")).destroy());
      expect(await configuration()).toEqual({ scanType: "BASIC", rules: [] });
    });
  });
});

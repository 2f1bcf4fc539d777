import {
  CreatePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import type { App } from "cdktf";
import { AppRunnerService, ImageSource, type IRole, Role, RoleDefaults, Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { createSecret } from "../support/existing";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

const SECRET = "hello/database";

/** A service that reads a secret, with its own role or a given one. */
function addService(stack: BaseStack, instanceRole?: IRole): AppRunnerService {
  return new AppRunnerService(stack, "Api", {
    serviceName: stack.node.id,
    source: ImageSource.ecrPublic(PUBLIC_IMAGE),
    secrets: { DATABASE_URL: Secret.fromName(stack, "Database", SECRET).wholeValue() },
    instanceRole,
  });
}

describeEndToEnd("the roles of a service", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await createSecret(world, SECRET, "postgres://db");
    await createPolicy("narrow", "s3:GetObject");
    await createPolicy("boundary", "secretsmanager:GetSecretValue");
    await createPolicy("AWSXRayDaemonWriteAccess", "s3:GetObject");
  });

  afterAll(() => world.stop());

  const arnOf = (policy: string) => `arn:aws:iam::${world.accountId}:policy/${policy}`;

  async function createPolicy(PolicyName: string, Action: string): Promise<void> {
    const Statement = { Effect: "Allow", Action, Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await world.aws.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  }

  async function instanceRole(serviceName: string) {
    const arn = world.appRunner.describe(serviceName)?.service.InstanceConfiguration?.InstanceRoleArn ?? "";
    const RoleName = arn.slice(arn.lastIndexOf("/") + 1);
    return (await world.aws.iam.send(new GetRoleCommand({ RoleName }))).Role;
  }

  describe("with defaults for the whole app", () => {
    const synth = (boundary: string) => {
      deployment.synth((app: App, base) => {
        const defaults = { path: "/app/", permissionsBoundaryArn: arnOf(boundary) };
        RoleDefaults.of(app).apply(defaults);
        const service = addService(new BaseStack(app, "bounded", base));
        service.instanceRole.addManagedPolicy("arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess");
        service.instanceRole.addManagedPolicy(arnOf("AWSXRayDaemonWriteAccess"));
      });
    };

    test("cannot read a secret outside of their boundary", async () => {
      synth("narrow");
      const run = await deployment.stack("bounded");
      const { exitCode, output } = await run.apply();
      expect(exitCode).toBe(1);
      expect(flat(output)).toContain("CREATE_FAILED");
      expect(world.appRunner.describe("bounded")?.events.join()).toContain(
        "does not allow secretsmanager:GetSecretValue",
      );
    });

    test("can read a secret inside it, and have the path, the boundary and both managed policies", async () => {
      synth("boundary");
      await deployment.apply("bounded");
      await deployment.expectEmptyPlan("bounded");
      expect(world.appRunner.describe("bounded")?.service.Status).toBe("RUNNING");
      const role = await instanceRole("bounded");
      expect(role).toMatchObject({
        Path: "/app/",
        PermissionsBoundary: { PermissionsBoundaryArn: arnOf("boundary") },
      });
      const { AttachedPolicies = [] } = await world.aws.iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName: role?.RoleName }),
      );
      expect(AttachedPolicies.map(({ PolicyArn }) => PolicyArn).sort()).toEqual([
        arnOf("AWSXRayDaemonWriteAccess"),
        "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
      ]);
    });
  });

  describe("that exist", () => {
    const policies = async () => {
      const { PolicyNames } = await world.aws.iam.send(new ListRolePoliciesCommand({ RoleName: "worker" }));
      return PolicyNames?.length;
    };

    beforeAll(async () => {
      const Statement = {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "tasks.apprunner.amazonaws.com" },
      };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      await world.aws.iam.send(
        new CreateRoleCommand({ RoleName: "worker", Path: "/team/", AssumeRolePolicyDocument }),
      );
      deployment.synth((app, base) => {
        const stack = new BaseStack(app, "existing", { ...base, rolePath: "/app/" });
        addService(stack, Role.fromName(stack, "Worker", "worker"));
      });
    });

    test("are looked up by name, get the required permissions and are not replaced", async () => {
      await deployment.apply("existing");
      await deployment.expectEmptyPlan("existing");
      expect(world.appRunner.describe("existing")?.service).toMatchObject({
        Status: "RUNNING",
        InstanceConfiguration: { InstanceRoleArn: `arn:aws:iam::${world.accountId}:role/team/worker` },
      });
      expect(await policies()).toBe(1);
    });

    test("stay without the added permissions when the service is destroyed", async () => {
      const run = await deployment.stack("existing");
      expectSuccess(await run.destroy());
      expect(await policies()).toBe(0);
    });

    test("that do not exist are named in the error of the plan", async () => {
      deployment.synth((app, base) => {
        const stack = new BaseStack(app, "missing", base);
        addService(stack, Role.fromName(stack, "Worker", "nobody"));
      });
      const { exitCode, output } = await (await deployment.stack("missing")).plan();
      expect(exitCode).toBe(1);
      expect(flat(output)).toContain(
        "the role 'nobody' (missing/Worker); if it is missing: create it or fix the name",
      );
    });
  });
});

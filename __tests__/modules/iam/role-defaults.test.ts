import type { TerraformStack } from "cdktf";
import { Role, RoleDefaults, type RoleDefaultsOptions, type RoleProps } from "../../../modules";
import { BaseStack } from "../../../stacks";
import { read, refusal, synth, testApp } from "../../support/synth";

const BOUNDARY = "arn:aws:iam::111122223333:policy/boundary";
const MANAGED = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";

function addRole(scope: TerraformStack, props: Partial<RoleProps> = {}): Role {
  return new Role(scope, "Worker", {
    assumedBy: "tasks.apprunner.amazonaws.com",
    namePrefix: "worker-",
    ...props,
  });
}

describe("RoleDefaults", () => {
  const defaults = { path: "/app/", permissionsBoundaryArn: BOUNDARY };

  test.each(["before", "after"])("reach a role that was made %s they were applied", (when) => {
    const result = synth((stack) => {
      if (when === "before") addRole(stack);
      RoleDefaults.of(stack).apply(defaults);
      if (when === "after") addRole(stack);
    });
    expect(result.only("aws_iam_role")).toMatchObject({ path: "/app/", permissions_boundary: BOUNDARY });
  });

  test("leave alone what a role says itself", () => {
    const own = { path: "/own/", permissionsBoundaryArn: BOUNDARY.replace("boundary", "own") };
    const result = synth((stack) => {
      addRole(stack, own);
      RoleDefaults.of(stack).apply(defaults);
    });
    expect(result.only("aws_iam_role")).toMatchObject({
      path: "/own/",
      permissions_boundary: own.permissionsBoundaryArn,
    });
  });

  test("come from the props of a stack", () => {
    const stack = new BaseStack(testApp(), "test", {
      region: "eu-west-1",
      rolePath: "/app/",
      permissionsBoundaryArn: BOUNDARY,
    });
    addRole(stack);
    expect(read(stack).only("aws_iam_role")).toMatchObject({ path: "/app/", permissions_boundary: BOUNDARY });
  });

  test.each<[RoleDefaultsOptions, RegExp]>([
    [{ path: "app" }, /^'path' must be names between slashes, such as '\/app\/', got 'app'$/],
    [{ permissionsBoundaryArn: "boundary" }, /^'permissionsBoundaryArn' must be the ARN of an IAM policy/],
    [null as never, /^'role defaults' must be an object, got null$/],
  ])("refuse %j", (options, fault) => {
    expect(
      refusal((stack) => {
        RoleDefaults.of(stack).apply(options);
      }).faults,
    ).toEqual([expect.stringMatching(fault)]);
  });
});

describe("a managed policy", () => {
  test("is attached once, and leaves room for the inline one", () => {
    const result = synth((stack) => {
      const role = addRole(stack);
      role.addManagedPolicy(MANAGED);
      role.addManagedPolicy(MANAGED);
      role.addToPolicy({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/b"] });
      role.addToPolicy({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/c"] });
      expect(role.permissions).toHaveLength(2);
    });
    expect(result.only("aws_iam_role_policy_attachment")["policy_arn"]).toBe(MANAGED);
    result.only("aws_iam_role_policy");
  });

  test("is not attached to a role whose permissions are not ours", () => {
    const result = synth((stack) => {
      const options = { mutable: false };
      Role.fromArn(stack, "Own", "arn:aws:iam::111122223333:role/own", options).addManagedPolicy(MANAGED);
    });
    expect(result.addresses).toEqual([]);
  });

  test("has to be the ARN of a policy", () => {
    expect(
      refusal((stack) => {
        addRole(stack).addManagedPolicy("AWSXRayDaemonWriteAccess");
      }).faults,
    ).toEqual([expect.stringMatching(/^'policyArn' must be the ARN of an IAM policy/)]);
  });
});

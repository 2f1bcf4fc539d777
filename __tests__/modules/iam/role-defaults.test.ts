import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Role, RoleDefaults, type RoleDefaultsOptions, type RoleProps } from "../../../modules";
import { BaseStack } from "../../../stacks";
import { read, refusal, synth, Synthesized, testApp } from "../../support/synth";

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

  test.each(["before", "after"])("apply to a role created %s the call", (when) => {
    const result = synth((stack) => {
      if (when === "before") addRole(stack);
      RoleDefaults.of(stack).apply(defaults);
      if (when === "after") addRole(stack);
    });
    expect(result.only("aws_iam_role")).toMatchObject({ path: "/app/", permissions_boundary: BOUNDARY });
  });

  test("do not override a role's own settings", () => {
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

  test.each(["outer first", "inner first"])("of the nearest scope win: %s", (order) => {
    const result = synth((stack) => {
      const inner = new Construct(stack, "Inner");
      new Role(inner, "Worker", { assumedBy: "a.amazonaws.com", namePrefix: "a" });
      const applications = [
        () => { RoleDefaults.of(stack).apply(defaults); },
        () => { RoleDefaults.of(inner).apply({ path: "/inner/" }); },
      ]; // prettier-ignore
      (order === "outer first" ? applications : applications.reverse()).forEach((apply) => {
        apply();
      });
    });
    expect(result.only("aws_iam_role")).toMatchObject({ path: "/inner/", permissions_boundary: BOUNDARY });
  });

  test("of a later call win for the options it sets", () => {
    const result = synth((stack) => {
      addRole(stack);
      RoleDefaults.of(stack).apply(defaults);
      RoleDefaults.of(stack).apply({ path: "/later/" });
    });
    expect(result.only("aws_iam_role")).toMatchObject({ path: "/later/", permissions_boundary: BOUNDARY });
  });

  test("apply only to roles below their scope", () => {
    const result = synth((stack) => {
      addRole(stack);
      RoleDefaults.of(new Construct(stack, "Other")).apply(defaults);
    });
    expect(result.only("aws_iam_role")).not.toHaveProperty("path");
    expect(result.only("aws_iam_role")).not.toHaveProperty("permissions_boundary");
  });

  describe("of an app", () => {
    const own = (stack: TerraformStack) => new IamRole(stack, "Own", { assumeRolePolicy: "{}" });

    test.each(["before", "after"])("apply to the roles of stacks created %s the call", (when) => {
      const app = testApp();
      if (when === "after") RoleDefaults.of(app).apply(defaults);
      const stack = new TerraformStack(app, "test");
      new AwsProvider(stack, "Aws", { region: "eu-west-1" });
      addRole(stack);
      if (when === "before") RoleDefaults.of(app).apply(defaults);
      expect(read(stack).only("aws_iam_role")).toMatchObject({
        path: "/app/",
        permissions_boundary: BOUNDARY,
      });
    });

    test.each(["before", "after"])("apply to roles of the provider in stacks created %s the call", (when) => {
      const outdir = mkdtempSync(path.join(tmpdir(), "role-defaults-"));
      const app = testApp({}, outdir);
      // Unlike a real app, a CDK Terrain test app rejects constructs that contain stacks.
      app.node.setContext("failOnConstructsOutsideOfStacks", false);
      RoleDefaults.of(app).apply({ path: "/other/" });
      if (when === "after") RoleDefaults.of(app).apply(defaults);
      const stack = new TerraformStack(new Construct(app, "Team"), "test");
      new AwsProvider(stack, "Aws", { region: "eu-west-1" });
      own(stack);
      if (when === "before") RoleDefaults.of(app).apply(defaults);
      app.synth();
      const file = path.join(outdir, app.manifest.stacks[stack.node.id]?.synthesizedStackPath ?? "");
      const roles = new Synthesized(readFileSync(file, "utf8"));
      rmSync(outdir, { recursive: true });
      expect(roles.only("aws_iam_role")).toMatchObject({ path: "/app/", permissions_boundary: BOUNDARY });
    });

    test("apply to roles of the provider in a stack that is synthesized without the app", () => {
      const app = testApp();
      const stack = new TerraformStack(app, "test");
      new AwsProvider(stack, "Aws", { region: "eu-west-1" });
      own(stack);
      RoleDefaults.of(app).apply(defaults);
      expect(read(stack).only("aws_iam_role")).toMatchObject({
        path: "/app/",
        permissions_boundary: BOUNDARY,
      });
    });

    test("are overridden by those of a stack", () => {
      const app = testApp();
      RoleDefaults.of(app).apply(defaults);
      const stack = new BaseStack(app, "test", { region: "eu-west-1", rolePath: "/stack/" });
      addRole(stack);
      expect(read(stack).only("aws_iam_role")).toMatchObject({
        path: "/stack/",
        permissions_boundary: BOUNDARY,
      });
    });
  });

  test("are set by the props of a stack", () => {
    const stack = new BaseStack(testApp(), "test", {
      region: "eu-west-1",
      rolePath: "/app/",
      permissionsBoundaryArn: BOUNDARY,
    });
    addRole(stack);
    expect(read(stack).only("aws_iam_role")).toMatchObject({ path: "/app/", permissions_boundary: BOUNDARY });
  });

  test.each<[RoleDefaultsOptions, RegExp]>([
    [
      { path: "app" },
      /^'path' must be a path of at most 512 characters that starts and ends with '\/', such as '\/app\/', got 'app'$/,
    ],
    [
      { permissionsBoundaryArn: "boundary" },
      /^'permissionsBoundaryArn' must be the ARN of an IAM policy with a name of 1 to 128 characters/,
    ],
    [null as never, /^'options' is required: it must be an object, got null$/],
  ])("reject %j", (options, fault) => {
    expect(
      refusal((stack) => {
        RoleDefaults.of(stack).apply(options);
      }).faults,
    ).toEqual([expect.stringMatching(fault)]);
  });
});

describe("a managed policy", () => {
  test("is attached once, in addition to the inline policy", () => {
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

  test("can share its name with a different policy or a child of the role", () => {
    const names = [
      "aws:policy/A",
      "aws:policy/service-role/A",
      "111122223333:policy/A",
      "444455556666:policy/A",
    ];
    const own = [
      "111122223333:policy/Policy",
      "111122223333:policy/Resource",
      "111122223333:policy/constructor",
    ];
    const arns = [...names, ...own].map((name) => `arn:aws:iam::${name}`);
    const result = synth((stack) => {
      const role = addRole(stack);
      role.addToPolicy({ actions: ["a:B"], resources: ["*"] });
      for (const arn of [...arns, ...arns]) role.addManagedPolicy(arn);
    });
    const attached = Object.values(result.resources("aws_iam_role_policy_attachment"));
    expect(attached.map((one) => one["policy_arn"]).sort()).toEqual([...arns].sort());
  });

  test("keeps its address regardless of the order of attachment", () => {
    const [one, two] = ["arn:aws:iam::111122223333:policy/A", "arn:aws:iam::444455556666:policy/A"] as const;
    const addresses = (...arns: string[]) =>
      synth((stack) => {
        const role = addRole(stack);
        arns.forEach((arn) => {
          role.addManagedPolicy(arn);
        });
      }).addresses;
    expect(addresses(one, two)).toEqual(addresses(two, one));
  });

  test("is not attached to a role with mutable: false", () => {
    const result = synth((stack) => {
      const options = { mutable: false };
      Role.fromArn(stack, "Own", "arn:aws:iam::111122223333:role/own", options).addManagedPolicy(MANAGED);
    });
    expect(result.addresses).toEqual([]);
  });

  test("must be the ARN of a policy", () => {
    expect(
      refusal((stack) => {
        addRole(stack).addManagedPolicy("AWSXRayDaemonWriteAccess");
      }).faults,
    ).toEqual([
      expect.stringMatching(
        /^'policyArn' must be the ARN of an IAM policy with a name of 1 to 128 characters/,
      ),
    ]);
  });
});

import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { type IRole, type PolicyStatement, Role, type RoleProps } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const props: RoleProps = { assumedBy: "tasks.apprunner.amazonaws.com", namePrefix: "hello-" };
const ARN = "arn:aws:iam::111122223333:role/path/to/worker";

/** Returns the policy of a role after adding `statements`. */
function policyOf(create: (stack: TerraformStack) => IRole, ...statements: PolicyStatement[]) {
  const result = synth((stack) => {
    const role = create(stack);
    statements.forEach((statement) => {
      role.addToPolicy(statement);
    });
  });
  return result.only("aws_iam_role_policy");
}

describe("Role", () => {
  const create = (stack: TerraformStack) => new Role(stack, "Worker", props);

  test("is trusted by one service", () => {
    const role = synth(
      (stack) => new Role(stack, "Worker", { ...props, description: "works", tags: { a: "b" } }),
    ).only("aws_iam_role");
    expect(role).toMatchObject({ name_prefix: "hello-", description: "works", tags: { a: "b" } });
    expect(JSON.parse(role["assume_role_policy"] as string)).toMatchObject({
      Statement: [{ Principal: { Service: "tasks.apprunner.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
  });

  test("has no policy without statements", () => {
    expect(synth(create).resources("aws_iam_role_policy")).toEqual({});
  });

  test("collects all statements in one policy", () => {
    const policy = policyOf(
      create,
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/$${aws:username}/*"] },
      { actions: ["s3:*"], resources: ["*"] },
    );
    expect(policy["role"]).toBe("${aws_iam_role.Worker_11F36D0F.name}");
    expect(JSON.parse(policy["policy"] as string)).toMatchObject({
      Statement: [
        { Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/$${aws:username}/*"] },
        { Action: ["s3:*"], Resource: ["*"] },
      ],
    });
  });

  test("keeps tokens in each statement", () => {
    const result = synth((stack) => {
      const bucket = new TerraformVariable(stack, "bucket", {});
      const role = create(stack);
      for (const action of ["s3:GetObject", "s3:PutObject"]) {
        role.addToPolicy({
          actions: [action],
          resources: [`${bucket.stringValue}/*`, bucket.value as string],
        });
      }
    });
    const { Statement: statements } = JSON.parse(result.only("aws_iam_role_policy")["policy"] as string) as {
      Statement: unknown[];
    };
    expect(statements).toMatchObject([
      { Action: ["s3:GetObject"], Resource: ["${var.bucket}/*", "${var.bucket}"] },
      { Action: ["s3:PutObject"], Resource: ["${var.bucket}/*", "${var.bucket}"] },
    ]);
  });

  test("shortens a long name prefix", () => {
    const role = synth((stack) => new Role(stack, "Worker", { ...props, namePrefix: "x".repeat(39) }));
    expect(role.only("aws_iam_role")["name_prefix"]).toHaveLength(38);
  });

  test.each<[Partial<Record<keyof RoleProps, unknown>>, string]>([
    [
      { assumedBy: "App Runner" },
      "'assumedBy' must be the name of an AWS service, such as 'tasks.apprunner.amazonaws.com', got 'App Runner'",
    ],
    [
      { namePrefix: "a b" },
      "'namePrefix' must be 1 or more letters, digits and '+=,.@-_' (shortened to 38 characters), got 'a b'",
    ],
    [{ description: "${x}" }, "'description' contains '${' or '%{', which Terraform reads as an expression: use a token for an expression, or write '$${' or '%%{' for the literal characters"], // prettier-ignore
    [{ description: "„" }, "'description' must be at most 1000 Latin-1 characters, got '„'"],
    [{ tags: 5 }, "'tags' must be a map, got a value of type number"],
  ])("rejects %j", (change, fault) => {
    expect(refusal((stack) => new Role(stack, "Worker", { ...props, ...change } as RoleProps))).toEqual({
      at: "test/Worker",
      faults: [fault],
    });
  });

  test.each<[unknown, string]>([
    [null, "'statement' is required: it must be an object, got null"],
    [{ actions: [], resources: ["*"] }, "'actions' must be a list of at least one item, got a list"],
    [{ actions: ["s3:GetObject"] }, "'resources' is required: it must be a list of at least one item"],
    [
      { actions: ["get"], resources: ["*"] },
      "'actions[0]' must be an action, such as 's3:GetObject', got 'get'",
    ],
    [
      { actions: ["s3:Get"], resources: [5] },
      "'resources[0]' must be a string, got a value of type number: write it in quotes, or use String(…)",
    ],
    [
      { actions: ["s3:Get"], resources: ["*"], conditions: { Bool: "x" } },
      "'conditions.Bool' must be an object, got 'x'",
    ],
    [
      { actions: ["s3:Get"], resources: ["*"], conditions: { Bool: { "aws:a": [true] } } },
      "'conditions.Bool.aws:a[0]' must be a string, got a value of type boolean: write it in quotes, or use String(…)",
    ],
  ])("rejects the statement %j", (statement, fault) => {
    expect(
      refusal((stack) => {
        create(stack).addToPolicy(statement as PolicyStatement);
      }),
    ).toEqual({ at: "test/Worker", faults: [fault] });
  });
});

describe("Role.fromArn", () => {
  const statement = { actions: ["s3:GetObject"], resources: ["*"] };

  test("adds an inline policy to the role by name", () => {
    const create = (stack: TerraformStack) => Role.fromArn(stack, "Worker", ARN);
    expect(policyOf(create, statement)).toMatchObject({ role: "worker" });
  });

  test("adds no policy with mutable: false", () => {
    const result = synth((stack) => {
      Role.fromArn(stack, "Worker", ARN, { mutable: false }).addToPolicy(statement);
    });
    expect(result.addresses).toEqual([]);
  });

  test("reads the name from a token with a Terraform function", () => {
    const { outputs } = synth((stack) => {
      const { stringValue } = new TerraformVariable(stack, "arn", {});
      new TerraformOutput(stack, "name", { value: Role.fromArn(stack, "Worker", stringValue).roleName });
    });
    expect(outputs["name"]).toEqual({ value: "${basename(var.arn)}" });
  });

  test.each([
    "worker",
    "arn:aws:iam::1:role/worker",
    "arn:aws:iam::111122223333:user/worker",
    "",
    `${ARN}\n`,
  ])("rejects %j", (arn) => {
    expect(refusal((stack) => Role.fromArn(stack, "Worker", arn))).toEqual({
      at: "test/Worker",
      faults: [
        expect.stringMatching(
          /^'roleArn' must be the ARN of an IAM role with a name of 1 to 64 characters, such as 'arn:aws:iam::111122223333:role\/name', got '/,
        ),
      ],
    });
  });
});

describe("Role.fromName", () => {
  test("looks up the ARN of the role", () => {
    const result = synth((stack) => {
      const role = Role.fromName(stack, "Worker", "worker");
      role.addToPolicy({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/b"] });
      new TerraformOutput(stack, "arn", { value: role.roleArn });
    });
    expect(result.onlyData("aws_iam_role")).toMatchObject({
      name: "worker",
      for_each: { "the role 'worker' (test/Worker); if it is missing: create it or fix the name": "" },
    });
    expect(result.outputs["arn"]?.["value"]).toMatch(
      /^\$\{one\(values\(data\.aws_iam_role\.Worker_\w+\)\)\.arn\}$/,
    );
    expect(result.only("aws_iam_role_policy")["role"]).toBe("worker");
  });

  test("adds no policy with mutable: false", () => {
    const result = synth((stack) => {
      Role.fromName(stack, "Worker", "worker", { mutable: false }).addToPolicy({
        actions: ["a:B"],
        resources: ["*"],
      });
    });
    expect(result.resources("aws_iam_role_policy")).toEqual({});
  });

  test.each(["", "path/worker", "x".repeat(65), ARN])("rejects %j", (name) => {
    expect(refusal((stack) => Role.fromName(stack, "Worker", name)).faults).toEqual([
      expect.stringMatching(
        /^'roleName' must be 1 to 64 letters, digits and '\+=,\.@-_', without a path, got '/,
      ),
    ]);
  });
});

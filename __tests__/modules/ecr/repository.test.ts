import { TerraformOutput, TerraformVariable } from "cdktf";
import { type IRole, Repository, type RepositoryProps, Role } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const ARN = "arn:aws:ecr:eu-west-1:111122223333:repository/team/hello";

function create(props: Partial<Record<keyof RepositoryProps, unknown>> = {}) {
  return synth(
    (stack) => new Repository(stack, "Images", { repositoryName: "hello", ...props } as RepositoryProps),
  );
}

function refused(props: unknown) {
  return refusal((stack) => new Repository(stack, "Images", props as RepositoryProps));
}

function refusedProps(props: Partial<Record<keyof RepositoryProps, unknown>>) {
  return refused({ repositoryName: "hello", ...props });
}

describe("Repository", () => {
  test("has immutable tags, scans on push and is protected by default", () => {
    expect(create().only("aws_ecr_repository")).toEqual({
      name: "hello",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "AES256" }],
      force_delete: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("passes its props to the resource", () => {
    const repository = create({
      imageTagMutability: "MUTABLE",
      scanOnPush: false,
      kmsKeyArn: KEY,
      forceDelete: true,
      preventDestroy: false,
      tags: { team: "web" },
    });
    expect(repository.only("aws_ecr_repository")).toMatchObject({
      image_tag_mutability: "MUTABLE",
      image_scanning_configuration: { scan_on_push: false },
      encryption_configuration: [{ encryption_type: "KMS", kms_key: KEY }],
      force_delete: true,
      lifecycle: { prevent_destroy: false },
      tags: { team: "web" },
    });
  });

  test("has a lifecycle policy", () => {
    const policy = create({ keepNewest: 3 }).only("aws_ecr_lifecycle_policy");
    expect(policy["repository"]).toBe("${aws_ecr_repository.Images_2D38C313.name}");
    expect(policy["policy"]).toContain('"countNumber":3');
  });

  test("allows other accounts to pull with pullAccountIds only", () => {
    expect(create({ pullAccountIds: [] }).resources("aws_ecr_repository_policy")).toEqual({});
    expect(
      create({ pullAccountIds: ["444455556666"] }).only("aws_ecr_repository_policy")["policy"],
    ).toContain("arn:aws:iam::444455556666:root");
  });

  test("has one policy with the statements of pullAccountIds and policyStatements", () => {
    expect(create({ policyStatements: [] }).resources("aws_ecr_repository_policy")).toEqual({});
    const org = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
    const policyStatements = [
      { principals: ["*"], actions: ["ecr:BatchGetImage"], conditions: org },
      { effect: "Deny", principals: ["444455556666", "lambda.amazonaws.com"], actions: ["ecr:*"] },
    ];
    const policy = create({ pullAccountIds: ["444455556666"], policyStatements }).only(
      "aws_ecr_repository_policy",
    );
    expect(JSON.parse(policy["policy"] as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        expect.objectContaining({ Sid: "CrossAccountPull" }),
        { Effect: "Allow", Principal: "*", Action: ["ecr:BatchGetImage"], Condition: org },
        {
          Effect: "Deny",
          Principal: { AWS: ["444455556666"], Service: ["lambda.amazonaws.com"] },
          Action: ["ecr:*"],
        },
      ],
    });
  });

  test("imports the existing policy for policyStatements too", () => {
    const policyStatements = [{ principals: ["444455556666"], actions: ["ecr:BatchGetImage"] }];
    const result = create({ policyStatements, adopt: { lifecyclePolicy: false, policy: true } });
    expect(JSON.stringify(result.json["import"])).toContain("aws_ecr_repository_policy");
  });

  test("creates the access role with createAccessRole only", () => {
    expect(create().resources("aws_iam_role")).toEqual({});
    const result = create({ createAccessRole: true });
    expect(result.only("aws_iam_role")).toMatchObject({ name_prefix: "hello-pull-" });
    expect(result.only("aws_iam_role")["assume_role_policy"]).toContain("build.apprunner.amazonaws.com");
    expect(JSON.parse(result.only("aws_iam_role_policy")["policy"] as string)).toMatchObject({
      Statement: [
        { Resource: ["${aws_ecr_repository.Images_2D38C313.arn}"] },
        { Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      ],
    });
  });

  test("shortens the name of the access role of a repository with a long name", () => {
    const role = create({ repositoryName: `team/${"x".repeat(200)}`, createAccessRole: true }).only(
      "aws_iam_role",
    );
    expect(role["name_prefix"]).toMatch(/^team-x+-[0-9a-f]{6}-pull-$/);
    expect((role["name_prefix"] as string).length).toBeLessThanOrEqual(38);
  });

  test("returns the URI of an image by tag or digest", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const { outputs } = synth((stack) => {
      const repository = new Repository(stack, "Images", { repositoryName: "hello" });
      new TerraformOutput(stack, "tag", { value: repository.imageUri("1.0") });
      new TerraformOutput(stack, "digest", { value: repository.imageUri(digest) });
      new TerraformOutput(stack, "both", { value: repository.imageUri(`1.4.2@${digest}`) });
    });
    const uri = "${aws_ecr_repository.Images_2D38C313.repository_url}";
    expect(outputs).toMatchObject({
      tag: { value: `${uri}:1.0` },
      digest: { value: `${uri}@${digest}` },
      both: { value: `${uri}:1.4.2@${digest}` },
    });
  });

  test.each<[unknown, RegExp]>([
    ["-x", /^'tagOrDigest' must be 1 to 128 letters.* got '-x'$/],
    [
      "1.0@sha256:1",
      /^the digest in 'tagOrDigest' must be 'sha256:' followed by 64 hexadecimal digits, got 'sha256:1'$/,
    ],
    [`-x@sha256:${"0".repeat(64)}`, /^the tag in 'tagOrDigest' must be 1 to 128 letters.* got '-x'$/],
    ["1@2@3", /^'tagOrDigest' must be 1 to 128 letters.* got '1@2@3'$/],
    ["sha256:1", /^'tagOrDigest' must be 'sha256:' followed by 64 hexadecimal digits, got 'sha256:1'$/],
    [undefined, /^'tagOrDigest' is required: it must be /],
  ])("rejects the tag or digest %j", (image, fault) => {
    const build = () =>
      refusal((stack) =>
        new Repository(stack, "Images", { repositoryName: "hello" }).imageUri(image as string),
      );
    expect(build()).toEqual({ at: "test/Images", faults: [expect.stringMatching(fault)] });
  });

  test("rejects a grant to something that is not a role", () => {
    expect(
      refusal((stack) => {
        new Repository(stack, "Images", { repositoryName: "hello" }).grantPull({} as IRole);
      }),
    ).toEqual({
      at: "test/Images",
      faults: ["'role' must be a Role, such as Role.fromArn(…), got a value of type object"],
    });
  });

  test.each(["ab", "a1", "x".repeat(256), "a.b-c_d/e", "0/1"])("accepts the name %j", (repositoryName) => {
    expect(create({ repositoryName }).only("aws_ecr_repository")["name"]).toBe(repositoryName);
  });

  test.each(["", "a", "x".repeat(257), "Hello", "a b", "-a", "a-", "a..b", "/a", "a/", "a//b", "ä1", "a1\n"])(
    "rejects the name %j",
    (repositoryName) => {
      expect(refused({ repositoryName })).toEqual({
        at: "test/Images",
        faults: [
          expect.stringMatching(
            /^'repositoryName' must be 2 to 256 lowercase letters and digits, separated by single '.', '_', '-' or '\/', got '/,
          ),
        ],
      });
    },
  );

  test.each([
    ["expireUntaggedAfterDays", 1, 36_500],
    ["keepNewest", 1, 100_000],
  ])("accepts %s from %i to %i only", (prop, min, max) => {
    for (const value of [min, max]) {
      expect(create({ [prop]: value }).only("aws_ecr_lifecycle_policy")["policy"]).toContain(
        `"countNumber":${value}`,
      );
    }
    for (const value of [min - 1, max + 1, 1.5]) {
      expect(refusedProps({ [prop]: value })).toEqual({
        at: "test/Images",
        faults: [`'${prop}' must be a whole number between ${min} and ${max}, got ${value}`],
      });
    }
  });

  test.each<[Partial<Record<keyof RepositoryProps, unknown>>, RegExp]>([
    [{ imageTagMutability: "immutable" }, /must be 'IMMUTABLE' or 'MUTABLE', got 'immutable'$/],
    [{ kmsKeyArn: "alias/key" }, /^'kmsKeyArn' must be the ARN of a KMS key, .* got 'alias\/key'$/],
    [{ pullAccountIds: ["1"] }, /^'pullAccountIds\[0\]' must be a 12-digit AWS account id, got '1'$/],
    [{ pullAccountIds: "1" }, /^'pullAccountIds' must be a list, got a value of type string$/],
    [{ policyStatements: {} }, /^'policyStatements' must be a list, got a value of type object$/],
    [
      { policyStatements: [{ actions: ["ecr:GetImage"] }] },
      /^'policyStatements\[0\]\.principals' is required: it must be a list of at least one item/,
    ],
    [
      { policyStatements: [{ principals: ["*"], actions: ["ecr:GetImage"] }] },
      /^'policyStatements\[0\]\.conditions' is required if 'principals' is '\*': it must limit the callers, such as/,
    ],
    [
      { policyStatements: [{ principals: ["*"], actions: ["ecr:GetImage"], conditions: { Null: {} } }] },
      /^'policyStatements\[0\]\.conditions' is required if 'principals' is '\*'/,
    ],
    [
      {
        policyStatements: [{ effect: "Deny", principals: ["*", "444455556666"], actions: ["ecr:GetImage"] }],
      },
      /^'policyStatements\[0\]\.principals' must be only '\*' or not contain it, got 2 principals$/,
    ],
    [
      { policyStatements: [{ principals: ["hello"], actions: ["ecr:GetImage"] }] },
      /^'policyStatements\[0\]\.principals\[0\]' must be a 12-digit account id, .* got 'hello'$/,
    ],
    [
      { policyStatements: [{ principals: ["444455556666"], actions: ["pull"] }] },
      /^'policyStatements\[0\]\.actions\[0\]' must be an action, such as 's3:GetObject', got 'pull'$/,
    ],
    [
      {
        policyStatements: [{ principals: ["444455556666"], actions: ["ecr:A"], conditions: { Equals: {} } }],
      },
      /^a key of 'policyStatements\[0\]\.conditions' must be a condition operator/,
    ],
    [
      { policyStatements: [{ effect: "allow", principals: ["444455556666"], actions: ["ecr:A"] }] },
      /^'policyStatements\[0\]\.effect' must be 'Allow' or 'Deny', got 'allow'$/,
    ],
    [
      { policyStatements: [{ principals: ["444455556666"], actions: ["ecr:A"], resources: ["*"] }] },
      /^unknown prop 'policyStatements\[0\]\.resources'/,
    ],
    [{ protectedTagPrefixes: ["v", "-"] }, /^'protectedTagPrefixes\[1\]' must be 1 to 128 letters/],
    [{ protectedTagPrefixes: ["x".repeat(129)] }, /^'protectedTagPrefixes\[0\]' must be 1 to 128 letters/],
    [{ scanOnPush: "yes" }, /^'scanOnPush' must be true or false, got 'yes'$/],
    [
      { preventDestroy: null },
      /^'preventDestroy' must be true or false, got null: omit it, or use undefined$/,
    ],
  ])("rejects %j", (props, fault) => {
    expect(refusedProps(props)).toEqual({ at: "test/Images", faults: [expect.stringMatching(fault)] });
  });

  test("reports all faults at once", () => {
    expect(refused({ repositoryName: "A", keepNewest: 0, tags: 1 }).faults).toHaveLength(3);
  });

  test("can be created twice in one stack", () => {
    const result = synth((stack) => {
      for (const name of ["one", "two"])
        new Repository(stack, name, { repositoryName: name, createAccessRole: true });
    });
    expect(Object.keys(result.resources("aws_ecr_repository"))).toHaveLength(2);
    expect(Object.keys(result.resources("aws_iam_role"))).toHaveLength(2);
  });
});

describe("Repository.fromName", () => {
  test("looks up the repository, and explains how to create a missing one", () => {
    const result = synth((stack) => {
      const repository = Repository.fromName(stack, "Images", "hello");
      new TerraformOutput(stack, "uri", { value: repository.imageUri("1.0") });
    });
    const data = result.onlyData("aws_ecr_repository");
    const [explanation] = Object.keys(data["for_each"] as object);
    expect(data["name"]).toBe("hello");
    expect(explanation).toContain("'hello' (test/Images)");
    expect(explanation).toContain("aws ecr create-repository --repository-name hello");
    expect(result.outputs["uri"]).toEqual({
      value: "${one(values(data.aws_ecr_repository.Images_2D38C313)).repository_url}:1.0",
    });
  });

  test("rejects an invalid name", () => {
    expect(refusal((stack) => Repository.fromName(stack, "Images", "Hello"))).toMatchObject({
      at: "test/Images",
    });
  });
});

describe("Repository.fromArn", () => {
  test("reads the parts of the ARN without a lookup", () => {
    const result = synth((stack) => {
      expect(Repository.fromArn(stack, "Images", ARN)).toMatchObject({
        repositoryName: "team/hello",
        repositoryUri: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/hello",
        registryId: "111122223333",
        repositoryArn: ARN,
      });
    });
    expect(result.addresses).toEqual([]);
  });

  test("splits a token with Terraform functions", () => {
    const { outputs } = synth((stack) => {
      const { stringValue } = new TerraformVariable(stack, "arn", {});
      const repository = Repository.fromArn(stack, "Images", stringValue);
      new TerraformOutput(stack, "uri", { value: repository.repositoryUri });
    });
    expect(outputs["uri"]).toEqual({
      value:
        '${element(split(":", var.arn), 4)}.dkr.ecr.${element(split(":", var.arn), 3)}.amazonaws.com/' +
        '${trimprefix(element(split(":", var.arn), 5), "repository/")}',
    });
  });

  test.each([
    "hello",
    "arn:aws:ecr:eu-west-1:1:repository/hello",
    "arn:aws:ecr:eu-west-1:111122223333:hello",
    "",
  ])("rejects %j", (arn) => {
    expect(refusal((stack) => Repository.fromArn(stack, "Images", arn))).toEqual({
      at: "test/Images",
      faults: [
        `'repositoryArn' must be the ARN of a repository, 'arn:aws:ecr:<region>:<account>:repository/<name>', got '${arn}'`,
      ],
    });
  });

  test("grants pulling to an imported role", () => {
    const result = synth((stack) => {
      const role = Role.fromArn(stack, "Role", "arn:aws:iam::111122223333:role/puller");
      Repository.fromArn(stack, "Images", ARN).grantPull(role);
    });
    expect(result.only("aws_iam_role_policy")["policy"]).toContain(`"Resource":["${ARN}"]`);
  });
});

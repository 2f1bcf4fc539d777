import {
  crossAccountPullPolicy,
  importStatement,
  pullStatements,
  pushStatements,
  templateStatements,
} from "../../../modules/ecr/pull-permissions";

describe("pullStatements", () => {
  test("allow pulling from one repository, with * only for the token", () => {
    expect(pullStatements("arn:repository")).toEqual([
      {
        actions: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:DescribeImages",
          "ecr:GetDownloadUrlForLayer",
        ],
        resources: ["arn:repository"],
      },
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    ]);
  });
});

describe("pushStatements", () => {
  test("allow pushing to one repository, but not deleting", () => {
    expect(pushStatements("arn:repository")).toEqual([
      {
        actions: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        resources: ["arn:repository"],
      },
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    ]);
  });
});

describe("crossAccountPullPolicy", () => {
  test("allows other accounts to pull only", () => {
    const policy = crossAccountPullPolicy(["111122223333", "444455556666"]);
    expect(policy["Statement"]).toEqual([
      expect.objectContaining({
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root"] },
        Action: expect.not.arrayContaining(["ecr:PutImage", "ecr:*"]) as unknown,
      }),
    ]);
  });
});

describe("importStatement", () => {
  test("allows importing one image and creating its repository", () => {
    expect(importStatement("arn:repository")).toEqual({
      actions: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
      resources: ["arn:repository"],
    });
  });
});

describe("templateStatements", () => {
  test("include tagging and key permissions only with tags and a key", () => {
    expect(templateStatements("arn:repository/a/*", {})).toEqual([
      { actions: ["ecr:CreateRepository"], resources: ["arn:repository/a/*"] },
    ]);
    expect(templateStatements("arn:repository/a/*", { tags: { a: "b" }, kmsKeyArn: "arn:key" })).toEqual([
      { actions: ["ecr:CreateRepository", "ecr:TagResource"], resources: ["arn:repository/a/*"] },
      { actions: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], resources: ["arn:key"] },
    ]);
  });
});

import {
  crossAccountPullPolicy,
  importStatement,
  pullStatements,
  pushStatements,
  templateStatements,
} from "../../../modules/ecr/pull-permissions";

describe("pullStatements", () => {
  test("allow one repository; only the token has no resource", () => {
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
  test("allow one repository to be pushed to, and nothing to be deleted", () => {
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
  test("lets other accounts pull and nothing else", () => {
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
  test("allows ECR to fetch one image and to keep it", () => {
    expect(importStatement("arn:repository")).toEqual({
      actions: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
      resources: ["arn:repository"],
    });
  });
});

describe("templateStatements", () => {
  test("allow tags and a key only where there are some", () => {
    expect(templateStatements("arn:repository/a/*", {})).toEqual([
      { actions: ["ecr:CreateRepository"], resources: ["arn:repository/a/*"] },
    ]);
    expect(templateStatements("arn:repository/a/*", { tags: { a: "b" }, kmsKeyArn: "arn:key" })).toEqual([
      { actions: ["ecr:CreateRepository", "ecr:TagResource"], resources: ["arn:repository/a/*"] },
      { actions: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], resources: ["arn:key"] },
    ]);
  });
});

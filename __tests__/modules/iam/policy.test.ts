import { policyDocument } from "../../../modules";
import { trustPolicy } from "../../../modules/iam/policy";

describe("policyDocument", () => {
  const read = { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*"] };

  test("allows each statement", () => {
    const conditions = { StringEquals: { "aws:SourceAccount": "111122223333", "aws:Tag/a": ["b", "c"] } };
    expect(
      policyDocument([read, { actions: ["s3:PutObject"], resources: ["arn:aws:s3:::b"], conditions }]),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*"] },
        { Effect: "Allow", Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::b"], Condition: conditions },
      ],
    });
  });

  test("writes identical statements once", () => {
    expect(policyDocument([read, { ...read }]).Statement).toHaveLength(1);
    expect(policyDocument([read, { ...read, resources: ["arn:aws:s3:::b"] }]).Statement).toHaveLength(2);
  });

  test("is empty without statements", () => {
    expect(policyDocument([]).Statement).toEqual([]);
  });
});

describe("trustPolicy", () => {
  test("allows one service to assume the role", () => {
    expect(trustPolicy("tasks.apprunner.amazonaws.com").Statement).toEqual([
      { Effect: "Allow", Principal: { Service: "tasks.apprunner.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });
});

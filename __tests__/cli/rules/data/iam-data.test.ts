import { readFileSync } from "node:fs";
import path from "node:path";
import { IAM_ACTIONS } from "../../../../cli/rules/data/iam-actions";
import { MANAGED_POLICY_DOCUMENTS } from "../../../../cli/rules/data/managed-policy-documents";
import { parsePolicy } from "../../../../cli/rules/policies";

const DATA = path.resolve(__dirname, "../../../../cli/rules/data");

function actionsOf(service: string): string[] {
  const line = IAM_ACTIONS.split("\n").find((text) => text.startsWith(`${service} `));
  return (line ?? "").split(" ").slice(1);
}

describe("the data about IAM", () => {
  test.each(["iam-actions.ts", "managed-policy-documents.ts"])("says in %s where it is from", (file) => {
    const head = readFileSync(path.join(DATA, file), "utf8").split("\n", 1)[0];
    expect(head).toMatch(
      /^\/\* Written by scripts\/update-iam-data\.ts on \d{4}-\d\d-\d\d from @?[\w/-]+@[\d.]+\. Do not edit it\. \*\/$/,
    );
  });

  test("has a line of actions for each service", () => {
    const lines = IAM_ACTIONS.trim().split("\n");
    expect(lines.length).toBeGreaterThan(300);
    for (const line of lines) expect(line).toMatch(/^[a-z][a-z\d-]*( [A-Za-z][\w-]*[*+]?)+$/);
    const services = lines.map((line) => line.slice(0, line.indexOf(" ")));
    expect(new Set(services).size).toBe(services.length);
  });

  test.each([
    ["ecr", "GetAuthorizationToken", "BatchGetImage"],
    ["s3", "ListAllMyBuckets", "GetObject"],
    ["s3", "ListAllMyBuckets", "ListBucket"],
    ["xray", "PutTraceSegments", "CreateGroup"],
    ["cloudwatch", "PutMetricData", "DeleteAlarms"],
    ["rds", "DescribeDBInstances", "DeleteDBInstance"],
    ["es", "ListDomainNames", "ESHttpGet"],
  ])("says that of %s the action %s is only for '*', but not %s", (service, without, withResources) => {
    expect(actionsOf(service)).toContain(`${without}*`);
    expect(actionsOf(service)).toContainEqual(expect.stringMatching(`^${withResources}\\+?$`));
  });

  test("has the statements of policies of AWS", () => {
    for (const document of Object.values(MANAGED_POLICY_DOCUMENTS))
      expect(parsePolicy(document)).not.toHaveLength(0);
    expect(MANAGED_POLICY_DOCUMENTS["AdministratorAccess"]).toContain('"Action":"*"');
  });
});

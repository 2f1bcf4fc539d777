import { TerraformOutput, TerraformVariable } from "cdktf";
import { accountOfArn, arnCheck, literalPlace, parseArn, regionOfArn } from "../../../modules/core/arn";
import { synth } from "../../support/synth";

const ID = "111122223333";

/** ARNs of repositories with a token, their parts without it, and what Terraform gets as region and account. */
const ARNS: readonly (readonly [
  write: (v: string) => string,
  region: string,
  account: string,
  name?: string,
])[] = [
  [() => `arn:aws:ecr:eu-west-1:${ID}:repository/team/hello`, "eu-west-1", ID, "team/hello"],
  [(v) => `arn:aws:ecr:eu-west-1:${v}:repository/hello`, "eu-west-1", "${var.v}", "hello"],
  [(v) => `arn:${v}:ecr:eu-west-1:${ID}:repository/hello`, "eu-west-1", ID, "hello"],
  [(v) => `arn:aws:ecr:${v}:${ID}:repository/hello`, "${var.v}", ID, "hello"],
  [(v) => `arn:aws:ecr:eu-${v}-1:${ID}:repository/hello`, "eu-${var.v}-1", ID, "hello"],
  [(v) => `arn:aws:ecr:${v}:${v}:repository/${v}`, "${var.v}", "${var.v}", "${var.v}"],
  [(v) => `arn:aws:ecr:eu-west-1:${ID}:repository/team/${v}`, "eu-west-1", ID, "team/${var.v}"],
  [(v) => v, '${element(split(":", var.v), 3)}', '${element(split(":", var.v), 4)}'],
  [
    (v) => `${v}:${ID}:repository/hello`,
    `\${element(split(":", "\${var.v}:${ID}:repository/hello"), 3)}`,
    ID,
    "hello",
  ],
  [(v) => `${v}:eu-west-1:${ID}:repository/hello`, "eu-west-1", ID, "hello"],
  [
    (v) => `arn:aws:ecr:eu-west-1:${v}`,
    "eu-west-1",
    '${element(split(":", "arn:aws:ecr:eu-west-1:${var.v}"), 4)}',
  ],
  [
    (v) => `arn:aws:${v}:repository/hello`,
    '${element(split(":", "arn:aws:${var.v}:repository/hello"), 3)}',
    '${element(split(":", "arn:aws:${var.v}:repository/hello"), 4)}',
    "hello",
  ],
  [(v) => `arn:aws:ecr:eu-west-1:${ID}:${v}`, "eu-west-1", ID],
];

test.each(ARNS.map(([write, ...parts]) => ({ write, parts })))("the parts of $write", ({ write, parts }) => {
  const [region, account, name = "unknown"] = parts;
  const { outputs } = synth((stack) => {
    const arn = write(new TerraformVariable(stack, "v", {}).stringValue);
    const { resource } = parseArn(arn, "repository/");
    new TerraformOutput(stack, "region", { value: regionOfArn(arn, "repository/") });
    new TerraformOutput(stack, "account", { value: accountOfArn(arn, "repository/") });
    new TerraformOutput(stack, "name", { value: resource ?? "unknown" });
  });
  const values = Object.fromEntries(Object.entries(outputs).map(([id, { value }]) => [id, value]));
  expect(values).toEqual({ region, account, name });
});

test("an ARN without a type has its resource after the account", () => {
  synth((stack) => {
    const v = new TerraformVariable(stack, "v", {}).stringValue;
    expect(parseArn(`arn:aws:sns:eu-west-1:${v}:alarms`, "")).toMatchObject({
      region: "eu-west-1",
      resource: "alarms",
    });
    expect(parseArn(`arn:aws:sns:eu-west-1:${v}`, "")).toMatchObject({
      region: "eu-west-1",
      resource: undefined,
    });
  });
});

/** ARNs of repositories whose literal parts can be valid. */
const POSSIBLE: readonly ((v: string) => string)[] = ARNS.slice(1).map(([write]) => write);
/** ARNs of repositories whose literal parts are wrong, whatever the token is. */
const IMPOSSIBLE: readonly ((v: string) => string)[] = [
  (v) => `arn:aws:ecs:eu-west-1:${v}:repository/hello`,
  (v) => `arn:aws:ecr:eu-west-1:1234:repository/${v}`,
  (v) => `arn:aws:ecr:EU:${v}:repository/hello`,
  (v) => `arn:google:ecr:${v}:${ID}:repository/hello`,
  (v) => `arn:aws:ecr:eu-west-1:${ID}:image/${v}`,
  (v) => `arn:aws:ecr:eu-west-1:${v}:repository/hello world`,
  (v) => `hello${v}:x:y`,
  (v) => `${v}:12:repository/hello`,
];

test.each<readonly [write: (v: string) => string, possible: boolean]>([
  ...POSSIBLE.map((write) => [write, true] as const),
  ...IMPOSSIBLE.map((write) => [write, false] as const),
])("the literal parts of %s are checked: %s", (write, possible) => {
  synth((stack) => {
    const arn = write(new TerraformVariable(stack, "v", {}).stringValue);
    expect(arnCheck("ecr", "repository/")(arn)).toBe(possible);
  });
});

test.each([
  ["arn:aws:lambda:eu-west-1:111122223333:function:rotate", "lambda", "function:"],
  ["arn:aws:lambda:eu-west-1:111122223333:function:rotate:live", "lambda", "function:"],
  ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf", "secretsmanager", "secret:"],
  ["arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.com", "logs", "log-group:"],
  ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd", "kms", "key/"],
  ["arn:aws:ssm:eu-west-1:111122223333:parameter/hello/url", "ssm", "parameter/"],
])("any part of %s can be a token", (arn, service, type) => {
  synth((stack) => {
    const token = new TerraformVariable(stack, "v", {}).stringValue;
    const check = arnCheck(service, type);
    const refused: string[] = [];
    for (let start = 0; start < arn.length; start += 1) {
      for (let end = start + 1; end <= arn.length; end += 1) {
        const mixed = arn.slice(0, start) + token + arn.slice(end);
        if (!check(mixed)) refused.push(`${arn.slice(0, start)}<token>${arn.slice(end)}`);
      }
    }
    expect(refused).toEqual([]);
  });
});

test.each<readonly [(v: string) => string, string | undefined, string | undefined]>([
  [() => "arn:aws:kms:eu-west-1:111122223333:key/a", "eu-west-1", "111122223333"],
  [(v) => `arn:aws:kms:eu-west-1:111122223333:${v}`, "eu-west-1", "111122223333"],
  [(v) => `arn:aws:kms:eu-west-1:${v}:key/a`, "eu-west-1", undefined],
  [(v) => `arn:aws:kms:eu-west-1${v}:111122223333:key/a`, undefined, undefined],
  [(v) => `arn:${v}:eu-west-1:111122223333:function:a:b`, undefined, undefined],
  [(v) => v, undefined, undefined],
])("the region and account before the first token of %s", (write, region, accountId) => {
  synth((stack) => {
    const arn = write(new TerraformVariable(stack, "v", {}).stringValue);
    expect(literalPlace(arn)).toEqual({ region, accountId });
  });
});

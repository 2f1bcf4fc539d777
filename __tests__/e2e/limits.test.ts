import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import {
  ACCOUNT_ID,
  appRunnerName,
  DOMAIN_NAME,
  HOST_NAME,
  IMAGE_TAG,
  KMS_KEY_ARN,
  REPOSITORY_NAME,
  ROLE_ARN,
  ROLE_NAME,
  ROLE_PATH,
  SINGLE_REGION_KMS_KEY_ARN,
} from "../../modules/core/patterns";
import { type StringRule, TAG_KEY, TAG_VALUE } from "../../modules/core/rules";
import { PREFIX } from "../../modules/ecr/pull-through-cache-base";
import { SECRET_NAME } from "../../modules/secretsmanager/imported-secret";
import { describeEndToEnd } from "../support/end-to-end";

/** A string or number in an API model. */
interface Shape {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

const LONG = (length: number, character = "a") => character.repeat(length);
const UUID = "1234abcd-12ab-34cd-a6ef-1234567890ab";

/** Our rule, the shape that it follows, samples at the limits, and what we reject although the model allows it, with the reason. */
// prettier-ignore
const RULES: readonly (readonly [
  name: string,
  rule: StringRule,
  shape: string,
  samples: readonly string[],
  stricter: Readonly<Record<string, string>>,
])[] = [
  ["service", appRunnerName(40), "apprunner.ServiceName", ["abc", "abcd", "-abc", LONG(40), LONG(41), "a_-9", "a.bc", "äbcd"], {}],
  ["connection", appRunnerName(32), "apprunner.ConnectionName", ["abc", "abcd", LONG(32), LONG(33), "_abc"], {}],
  ["account", ACCOUNT_ID, "apprunner.CustomerAccountId", ["111122223333", "11112222333", "1111222233334", "a11122223333"], {}],
  ["domain", DOMAIN_NAME, "apprunner.DomainName", ["a.example.com", "*.example.com", "a_b.example.com", "A.example.com", `${LONG(64)}.com`, ""], {
    "A.example.com": "Route 53 returns lowercase names",
    [`${LONG(64)}.com`]: "a label has at most 63 characters",
  }],
  ["host", HOST_NAME, "apprunner.DomainName", ["a.example.com", "xn--bcher-kva.example", "a b.example.com"], {}],
  ["service key", SINGLE_REGION_KMS_KEY_ARN, "apprunner.KmsKeyArn", [
    `arn:aws:kms:eu-west-1:111122223333:key/${UUID}`,
    `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${UUID}`,
    "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    "arn:aws:kms:eu-west-1:111122223333:alias/hello",
    `arn:aws:kms:eu-west-1:111122223333:key/${UUID.toUpperCase()}`,
    `arn:aws:kms:eu-west-10:111122223333:key/${UUID}`,
  ], {}],
  ["key", KMS_KEY_ARN, "ecr.KmsKeyForRepositoryCreationTemplate", [
    `arn:aws:kms:eu-west-1:111122223333:key/${UUID}`,
    "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    `arn:aws:kms:eu-west-1:111122223333:key/${UUID.toUpperCase()}`,
    "arn:aws:kms:eu-west-1:111122223333:alias/hello",
    "",
  ], { "": "an empty value means no key" }],
  ["role ARN", ROLE_ARN, "apprunner.RoleArn", [
    "arn:aws:iam::111122223333:role/own",
    "arn:aws:iam::111122223333:role/service-role/own",
    `arn:aws:iam::111122223333:role/${LONG(64)}`,
    `arn:aws:iam::111122223333:role/${LONG(510)}/${LONG(64)}`,
    `arn:aws:iam::111122223333:role/${LONG(65)}`,
    "arn:aws-cn:iam::111122223333:role/own",
    "arn:aws-other:iam::111122223333:role/own",
    "arn:aws:iam::111122223333:role/a:b",
    "arn:aws:iam::111122223333:user/own",
  ], { [`arn:aws:iam::111122223333:role/${LONG(65)}`]: "the name of a role has at most 64 characters" }],
  ["role", ROLE_NAME, "iam.roleNameType", ["a", "", LONG(64), LONG(65), "a+=,.@-_", "a/b", "a b"], {}],
  ["role path", ROLE_PATH, "iam.pathType", ["/", "/a/", "/a/b/", "/a", "a/", "", "/a:b/", `/${LONG(510)}/`, `/${LONG(511)}/`], {
    "/a:b/": "App Runner does not accept the ARN of such a role",
  }],
  ["repository", REPOSITORY_NAME, "ecr.RepositoryName", ["a", "ab", LONG(256), LONG(257), "a/b", "a//b", "A", "a_b", "a__b", "a--b", "a-"], {
    a__b: "App Runner does not accept such an image",
    "a--b": "App Runner does not accept such an image",
  }],
  ["prefix", PREFIX, "ecr.PullThroughCacheRuleRepositoryPrefix", ["a", "ab", LONG(30), LONG(31), "a/b", "ROOT", "a__b", "ab/"], {
    ROOT: "it has no prefix",
    a__b: "App Runner does not accept such an image",
    "ab/": "the slash is added",
  }],
  ["tag", IMAGE_TAG, "ecr.ImageTag", ["a", LONG(128), LONG(129), "-a", "a b", ""], {
    [LONG(129)]: "the registry protocol allows 128 characters",
    "-a": "the registry protocol does not allow it",
    "a b": "the registry protocol does not allow it",
  }],
  ["secret", SECRET_NAME, "secretsmanager.NameType", ["a", "", LONG(512), LONG(513), "a/_+=.@-b", "a b"], {
    "a b": "the documentation of CreateSecret does not allow it",
  }],
  ["tag key", TAG_KEY, "iam.tagKeyType", ["a", "", LONG(128), LONG(129), "a b", "é:/=+-@_.", "a#b", "aws:a", "AWS:a"], {
    "aws:a": "reserved by AWS",
    "AWS:a": "reserved by AWS",
  }],
  ["tag value", TAG_VALUE, "iam.tagValueType", ["", "a", LONG(256), LONG(257), "a b", "a#b"], {}],
];

/** Folder of the API models of Python's botocore, on which moto depends. */
function findModels(): string | undefined {
  const script = "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))";
  const { status, stdout } = spawnSync("python3", ["-c", script], { encoding: "utf8", timeout: 60_000 });
  return status === 0 ? stdout.trim() : undefined;
}

function readShape(models: string, name: string): Shape {
  const [service = "", shape = ""] = name.split(".");
  const folder = path.join(models, service);
  const file = path.join(folder, readdirSync(folder).sort().at(-1) ?? "", "service-2.json.gz");
  const { shapes } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
    shapes: Record<string, Shape>;
  };
  const found = shapes[shape];
  if (found === undefined) throw new Error(`the model of ${service} has no ${shape}`);
  return found;
}

/** Whether the API accepts `value`: a pattern must match the whole string. */
function accepts({ min = 0, max = Infinity, pattern = ".*" }: Shape, value: string): boolean {
  const whole = new RegExp(`^(?:${pattern})$`, /\\p\{/.test(pattern) ? "su" : "s");
  return value.length >= min && value.length <= max && whole.test(value);
}

describeEndToEnd("our limits and those of the API models", () => {
  const models = findModels();

  test("the models are next to moto", () => {
    expect(models).toBeDefined();
  });

  test.each(RULES)("agree for the %s", (_name, { pattern }, shape, samples, stricter) => {
    const model = readShape(String(models), shape);
    for (const value of samples) {
      const expected = accepts(model, value) && !Object.hasOwn(stricter, value);
      expect([value, pattern.test(value)]).toEqual([value, expected]);
    }
    // A reason for a value that the model rejects too would be wrong.
    for (const value of Object.keys(stricter)) expect([value, accepts(model, value)]).toEqual([value, true]);
  });

  test.each<[string, number | undefined, number | undefined]>([
    ["apprunner.ASConfigMinSize", 1, 25],
    ["apprunner.ASConfigMaxSize", 1, undefined],
    ["apprunner.ASConfigMaxConcurrency", 1, 200],
    ["apprunner.HealthCheckPath", 1, undefined],
    ["apprunner.HealthCheckInterval", 1, 20],
    ["apprunner.HealthCheckTimeout", 1, 20],
    ["apprunner.HealthCheckHealthyThreshold", 1, 20],
    ["apprunner.HealthCheckUnhealthyThreshold", 1, 20],
    ["apprunner.RuntimeEnvironmentVariablesKey", 1, 51_200],
    ["apprunner.RuntimeEnvironmentVariablesValue", 0, 51_200],
    ["apprunner.RuntimeEnvironmentSecretsName", 1, 2048],
    ["apprunner.RuntimeEnvironmentSecretsValue", 1, 2048],
    ["apprunner.SourceDirectory", 1, 4096],
    ["ecr.LifecyclePolicyText", 100, 30_720],
    ["secretsmanager.DescriptionType", undefined, 2048],
    ["secretsmanager.SecretVersionStageType", 1, 256],
    ["secretsmanager.SecretVersionIdType", 32, 64],
    ["iam.roleDescriptionType", undefined, 1000],
    ["kms.AliasNameType", 1, 256],
    ["kms.DescriptionType", 0, 8192],
    ["kms.RotationPeriodInDaysType", 90, 2560],
    ["route53.ResourceDescription", undefined, 256],
    ["route53.ResourceRecordSetIdentifier", 1, 128],
    ["route53.ResourcePath", undefined, 255],
    ["route53.FailureThreshold", 1, 10],
    ["ssm.ParameterDescription", 0, 1024],
    ["wafv2.EntityName", 1, 128],
    ["wafv2.RateLimit", 10, 2_000_000_000],
    ["cloudwatch.AlarmName", 1, 255],
    ["events.RuleName", 1, 64],
  ])("%s is still from %p to %p", (shape, min, max) => {
    const { min: least, max: most } = readShape(String(models), shape);
    expect([least, most]).toEqual([min, max]);
  });
});

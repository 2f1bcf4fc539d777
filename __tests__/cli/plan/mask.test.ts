import { mask } from "../../../cli/plan/mask";
import { isSecretName, isSecretValue } from "../../../cli/plan/secrets";
import { Hidden, Unknown } from "../../../cli/model";

describe("mask", () => {
  test("hides a value that Terraform marks as sensitive, in part or whole", () => {
    const value = { a: "x", b: ["y", "z"], c: { d: 1 } };
    const sensitive = { b: [false, true], c: true };
    expect(mask(value, { sensitive })).toEqual({ a: "x", b: ["y", Hidden.SENSITIVE], c: Hidden.SENSITIVE });
    expect(mask(value, { sensitive: true })).toBe(Hidden.SENSITIVE);
  });

  test("marks values known after the apply, including ones missing from the plan", () => {
    const value = { a: [{}], b: null };
    const unknown = { a: [{ id: true }], arn: true };
    expect(mask(value, { unknown })).toEqual({
      a: [{ id: Unknown.AFTER_APPLY }],
      b: null,
      arn: Unknown.AFTER_APPLY,
    });
  });

  test("hides environment variables by name at any depth", () => {
    const runtime_environment_variables = { API_TOKEN: "abc", LOG_LEVEL: "info" };
    expect(mask([{ image: [{ runtime_environment_variables }] }], {})).toEqual([
      { image: [{ runtime_environment_variables: { API_TOKEN: Hidden.SECRET_LIKE, LOG_LEVEL: "info" } }] },
    ]);
  });

  test("shows other values with such names, which only refer to a secret", () => {
    const value = { runtime_environment_secrets: { API_TOKEN: "arn:aws:x" }, secret_id: "s", token: "t" };
    expect(mask(value, {})).toEqual(value);
  });

  test("keeps keys that every object inherits", () => {
    const value = JSON.parse('{"constructor":"a","toString":{"b":1}}') as unknown;
    expect(mask(value, { sensitive: {}, unknown: {} })).toEqual(value);
  });
});

describe("isSecretName", () => {
  test.each([
    "API_TOKEN",
    "dbPassword",
    "SECRET",
    "stripe-api-key",
    "DB_PASSWD",
    "apiKey",
    "PRIVATE_KEY",
    "SENTRY_DSN",
  ])("accepts the name %s", (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each([
    "LOG_LEVEL",
    "SECRET_ARN",
    "secret_arns",
    "TOKEN_TTL",
    "PASSWORD_FILE",
    "MONKEY",
    "KEYBOARD",
    "TOKENIZER",
    "SECRETARY",
  ])("rejects the name %s", (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe("isSecretValue", () => {
  // Concatenated so that secret scanners do not report this test.
  test.each([
    "postgres://app:hunter22@db/hello",
    `AKIA${"A".repeat(16)}`,
    ["-----BEGIN RSA", "PRIVATE KEY-----"].join(" "),
    `ghp_${"a".repeat(36)}`,
    `xoxb-${"1".repeat(20)}`,
    `eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.${"c".repeat(20)}`,
    `{"url":"redis://:${"p".repeat(12)}@cache:6379"}`,
  ])("accepts %s", (value) => {
    expect(isSecretValue(value)).toBe(true);
  });

  test.each([
    "https://example.com/a:b@c",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf:url::",
    "postgres://db/hello",
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com/hello@sha256:abc",
    "",
  ])("rejects %j", (value) => {
    expect(isSecretValue(value)).toBe(false);
  });

  test.each(["a.", "a://b:", "eyJa", "AKIA "])("finishes quickly for a long text of %j", (part) => {
    expect(isSecretValue(part.repeat(100_000))).toBe(false);
  });
});

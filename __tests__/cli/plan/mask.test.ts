import { mask } from "../../../cli/plan/mask";
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

  test("hides a value before that is marked as sensitive only after the change", () => {
    const sensitiveLater = { a: true, c: true };
    expect(mask({ a: "x", b: "y", c: null }, { sensitiveLater })).toEqual({
      a: Hidden.SENSITIVE,
      b: "y",
      c: null,
    });
  });

  test("hides the value of a variable whose name is in a member", () => {
    const environment = [
      { name: "DB_PASSWORD", value: "hunter2" },
      { name: "LOG_LEVEL", value: "info" },
    ];
    expect(mask({ environment }, {})).toEqual({
      environment: [{ name: "DB_PASSWORD", value: Hidden.SECRET_LIKE }, environment[1]],
    });
  });

  test.each(["custom_header", "data", "input", "setting", "set", "triggers"])(
    "hides by name within %s",
    (argument) => {
      const shown = { [argument]: { DB_PASSWORD: Hidden.SECRET_LIKE, DB_HOST: "db" } };
      expect(mask({ [argument]: { DB_PASSWORD: "hunter2", DB_HOST: "db" } }, {})).toEqual(shown);
    },
  );

  test("hides the value of a member whose name is in its key", () => {
    const header = [{ key: "X-Api-Key", value: "hunter2", is_value_secret: true }];
    expect(mask({ header }, {})).toEqual({ header: [{ ...header[0], value: Hidden.SECRET_LIKE }] });
  });

  test("shows variables with such names whose value is a switch, an ARN, a path or nothing", () => {
    const variables = {
      USER_PASSWORD: "true",
      DB_SECRET: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf",
      GOOGLE_APPLICATION_CREDENTIALS: "/etc/google/credentials.json",
      API_TOKEN: "",
      TOKEN: null,
    };
    expect(mask({ variables }, {})).toEqual({ variables });
  });

  test("hides arguments by name in a plan without marks, but not references to secrets", () => {
    const value = {
      password: "hunter2",
      manage_master_user_password: true,
      secret_arn: "arn:aws:x",
      block: [{ auth_token: "abc", runtime_environment_secrets: { API_TOKEN: "/app/token" } }],
    };
    expect(mask(value, {}, "", true)).toEqual({
      ...value,
      password: Hidden.SECRET_LIKE,
      block: [{ ...value.block[0], auth_token: Hidden.SECRET_LIKE }],
    });
  });

  test("keeps keys that every object inherits", () => {
    const value = JSON.parse('{"constructor":"a","toString":{"b":1}}') as unknown;
    expect(mask(value, { sensitive: {}, unknown: {} })).toEqual(value);
  });
});

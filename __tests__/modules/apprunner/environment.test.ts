import { type TerraformStack, TerraformVariable, Token } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  ImageSource,
  Parameter,
  Secret,
  SecretReference,
} from "../../../modules";
import { refusal, synth } from "../../support/synth";

const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf";

type Changes = Partial<Record<"environment" | "secrets", unknown>>;

function build(changes: Changes) {
  return {
    serviceName: "hello",
    source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
    ...changes,
  } as AppRunnerServiceProps;
}

function imageConfiguration(props: AppRunnerServiceProps) {
  return (stack: ConstructorParameters<typeof AppRunnerService>[0]) =>
    new AppRunnerService(stack, "Api", props);
}

function variables(environment: unknown) {
  const service = synth(imageConfiguration(build({ environment }))).only("aws_apprunner_service");
  const source = service["source_configuration"] as { image_repository: { image_configuration: unknown } };
  return source.image_repository.image_configuration;
}

function refused(changes: Changes) {
  return refusal(imageConfiguration(build(changes)));
}

/** Returns the error of a service with the secret `hello` under `name`. */
function refusedSecret(name: string, field?: unknown, environment = {}) {
  return refusal((stack) => {
    const secret = Secret.fromArn(stack, "Secret", SECRET_ARN);
    const reference = new SecretReference(secret, field as string);
    new AppRunnerService(stack, "Api", build({ environment, secrets: { [name]: reference } }));
  });
}

describe("environment variables", () => {
  test("passes variables to the container unchanged", () => {
    const environment = { A: "1", "b.c-d/e": 'say "hi"\\\n', constructor: "é😀", toString: "$${x}" };
    expect(variables(environment)).toMatchObject({ runtime_environment_variables: environment });
  });

  test("accepts names and values up to App Runner's maximum length", () => {
    const [longest, longer] = ["x".repeat(51_200), "x".repeat(51_201)];
    expect(variables({ A: longest, [longest]: "a" })).toMatchObject({
      runtime_environment_variables: { A: longest, [longest]: "a" },
    });
    expect(refused({ environment: { A: longer } })).toEqual({
      at: "test/Api",
      faults: ["'environment.A' must be at most 51200 characters long, got 51201"],
    });
    expect(refused({ environment: { [longer]: "a" } }).faults).toEqual([
      `the name '${"x".repeat(80)}…' in 'environment' must be at most 51200 characters long, got 51201`,
    ]);
  });

  test("accepts a map that only Terraform knows", () => {
    const { only } = bound(
      synth((stack) => {
        const variable = new TerraformVariable(stack, "environment", { type: "map(string)" });
        const environment = Token.asStringMap(variable.value) as Record<string, string>;
        new AppRunnerService(stack, "Api", build({ environment }));
      }),
    );
    expect(JSON.stringify(only("aws_apprunner_service"))).toContain(
      '"runtime_environment_variables":"${var.environment}"',
    );
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ "": "a" }, /^a name in 'environment' must be a name without '=', tabs or line breaks, got ''$/],
    [
      { "A\tB": "a" },
      /^a name in 'environment' must be a name without '=', tabs or line breaks, got 'A\\tB'$/,
    ],
    [{ "A\n": "a" }, /^a name in 'environment' must be a name without '=', tabs or line breaks, got 'A\\n'$/],
    [{ "A=": "a" }, /^a name in 'environment' must be a name without '=', tabs or line breaks, got 'A='$/],
    [{ PORT: "1" }, /^'environment.PORT' is set by App Runner: use the prop 'port'$/],
    [{ AWSAPPRUNNER: "1" }, /^'environment' names must not start with 'AWSAPPRUNNER', got 'AWSAPPRUNNER'$/],
    [
      { AWSAPPRUNNER_X: "1" },
      /^'environment' names must not start with 'AWSAPPRUNNER', got 'AWSAPPRUNNER_X'$/,
    ],
    [{ ["__proto__"]: "a" }, /^'environment' must not have the key '__proto__'$/],
    [
      { A: 5 },
      /^'environment.A' must be a string, got a value of type number: write it in quotes, or use String\(…\)$/,
    ],
    [
      { A: true },
      /^'environment.A' must be a string, got a value of type boolean: write it in quotes, or use String\(…\)$/,
    ],
    [{ A: undefined }, /^'environment.A' is required: it must be a string$/],
    [{ A: "${x}" }, /^'environment.A' contains '\$\{' or '%\{'/],
    [{ "${x}": "a" }, /^the name '\$\{x\}' in 'environment' contains '\$\{' or '%\{'/],
  ])("rejects the variables %j", (environment, fault) => {
    expect(refused({ environment })).toEqual({ at: "test/Api", faults: [expect.stringMatching(fault)] });
  });

  test.each([[[]], ["A=1"], [null], [5], [new Map()]])("rejects %p in place of a map", (environment) => {
    expect(refused({ environment }).faults).toEqual([
      expect.stringMatching(/^'environment' .*must be a map/),
    ]);
    expect(refused({ secrets: environment }).faults).toEqual([
      expect.stringMatching(/^'secrets' .*must be a map/),
    ]);
  });

  test("never prints the values of variables", () => {
    const { faults } = refused({ environment: { PORT: "hunter2", A: "${hunter2}", B: "hunter2\u0000" } });
    expect(faults).toHaveLength(3);
    expect(faults.join()).not.toContain("hunter2");
  });

  /** Property lookups as plain functions. */
  function bound(result: ReturnType<typeof synth>) {
    return { only: (type: string) => result.only(type) };
  }
});

describe("secrets in the environment", () => {
  test.each(["url", "a-b.c/d", "x".repeat(255)])("accepts the field %j", (field) => {
    expect(() =>
      synth((stack) => {
        const secret = Secret.fromArn(stack, "Secret", SECRET_ARN).jsonField(field);
        new AppRunnerService(stack, "Api", build({ secrets: { A: secret } }));
      }),
    ).not.toThrow();
  });

  test.each(["", "a b", "a:b", 'a"b', "a\\b", "${x}", "x".repeat(256), 5, null])(
    "rejects the field %j",
    (field) => {
      expect(refusedSecret("A", field)).toEqual({
        at: "test/Api",
        faults: [
          expect.stringMatching(
            /^'secrets.A.field' must be the key of a JSON field: 1 to 255 characters without whitespace, '"' or any of ':\$\{\}\\', got /,
          ),
        ],
      });
    },
  );

  test.each([
    ["PORT", "'secrets.PORT' is set by App Runner: use the prop 'port'"],
    ["AWSAPPRUNNER_X", "'secrets' names must not start with 'AWSAPPRUNNER', got 'AWSAPPRUNNER_X'"],
    ["A\tB", "a name in 'secrets' must be a name without '=', tabs or line breaks, got 'A\\tB'"],
    [
      "x".repeat(2049),
      `the name '${"x".repeat(80)}…' in 'secrets' must be at most 2048 characters long, got 2049`,
    ],
  ])("rejects the name %j", (name, fault) => {
    expect(refusedSecret(name)).toEqual({ at: "test/Api", faults: [fault] });
  });

  test("rejects a name that is also in environment", () => {
    expect(refusedSecret("A", undefined, { A: "1" })).toEqual({
      at: "test/Api",
      faults: ["'A' must be in either 'environment' or 'secrets', got both"],
    });
  });

  test("accepts names that every JavaScript object has", () => {
    expect(() =>
      synth((stack) => {
        const secret = Secret.fromArn(stack, "Secret", SECRET_ARN).wholeValue();
        new AppRunnerService(stack, "Api", build({ environment: { toString: "a" }, secrets: { A: secret } }));
      }),
    ).not.toThrow();
  });

  test("rejects names that are not known at synth", () => {
    const { faults } = refusal((stack) => {
      const name = new TerraformVariable(stack, "name", {}).stringValue;
      const secret = Secret.fromArn(stack, "Secret", SECRET_ARN).wholeValue();
      new AppRunnerService(stack, "Api", build({ secrets: { [name]: secret } }));
    });
    expect(faults).toEqual([
      "a name in 'secrets' must be known at synth, got a token (known only to Terraform)",
    ]);
  });

  test.each<[unknown, string]>([
    ["hunter2", "a string: store the value in a Secret"],
    [4711, "a value of type number"],
    [{ valueFrom: "hunter2", secret: {} }, "a value of type object"],
    [{ valueFrom: "hunter2", parameter: {} }, "a value of type object"],
    [{ parameter: "hunter2" }, "a value of type object"],
  ])("rejects %j without printing the value", (value, type) => {
    expect(refused({ secrets: { A: value } })).toEqual({
      at: "test/Api",
      faults: [`'secrets.A' must be a secret, secret.jsonField(name) or a parameter, got ${type}`],
    });
  });

  test.each([null, undefined])("requires a reference: %p", (value) => {
    expect(refused({ secrets: { A: value } }).faults).toEqual([
      expect.stringMatching(/^'secrets.A' is required: it must be a secret, /),
    ]);
  });

  test("reads the whole value of a secret, and the value of a parameter", () => {
    const secretsOf = (create: (stack: TerraformStack) => Record<string, unknown>) =>
      synth((stack) => {
        new AppRunnerService(stack, "Api", build({ secrets: create(stack) }));
      }).text;
    const values = (stack: TerraformStack) => ({
      A: Secret.fromArn(stack, "Secret", SECRET_ARN),
      B: Parameter.fromName(stack, "Parameter", "/hello/url"),
    });
    const references = (stack: TerraformStack) => {
      const { A, B } = values(stack);
      return { A: A.wholeValue(), B: B.value() };
    };
    expect(secretsOf(values)).toBe(secretsOf(references));
  });

  test("rejects a token in place of a secret", () => {
    const define = (stack: TerraformStack) => {
      const token = Secret.fromName(stack, "Secret", "hello").secretArn;
      new AppRunnerService(stack, "Api", build({ secrets: { A: token } }));
    };
    expect(refusal(define).faults).toEqual([
      "'secrets.A' must be a secret, secret.jsonField(name) or a parameter, got a token (known only to Terraform)",
    ]);
  });

  test.each<[string, (variable: TerraformVariable) => unknown]>([
    ["value", ({ value }) => value as unknown],
    ["string", ({ stringValue }) => stringValue],
    ["map", ({ value }) => Token.asStringMap(value)],
  ])("rejects a map that only Terraform knows: its %s", (_, tokenOf) => {
    const { faults } = refusal((stack) => {
      const variable = new TerraformVariable(stack, "secrets", { type: "map(string)" });
      new AppRunnerService(stack, "Api", build({ secrets: tokenOf(variable) }));
    });
    expect(faults).toEqual([
      "'secrets' must be a map whose names and secrets are known at synth, such as { URL: secret.wholeValue() }, because the " +
        "role gets access to each secret and the plan checks it, got a token (known only to Terraform)",
    ]);
  });

  test.each<[string, (variable: TerraformVariable) => unknown]>([
    ["list", ({ listValue }) => listValue],
    ["number", ({ numberValue }) => numberValue],
  ])("rejects a %s that only Terraform knows as environment", (_, tokenOf) => {
    const { faults } = refusal((stack) => {
      new AppRunnerService(
        stack,
        "Api",
        build({ environment: tokenOf(new TerraformVariable(stack, "x", {})) }),
      );
    });
    expect(faults).toEqual(["'environment' must be a map, got a token (known only to Terraform)"]);
  });

  test.each<[keyof Changes, string, unknown, string]>([
    ["environment", "a text", "postgres://user:password@host", "a string"],
    ["secrets", "a text", "postgres://user:password@host", "a string"],
  ])("rejects %s that is %s, without printing it", (prop, _, value, got) => {
    const { faults } = refusal((stack) => {
      new AppRunnerService(stack, "Api", build({ [prop]: value }));
    });
    expect(faults).toEqual([`'${prop}' must be a map, got ${got}`]);
  });

  test.each(["environment", "secrets"] as const)("rejects %s that is a secret", (prop) => {
    const { faults } = refusal((stack) => {
      const secret = Secret.fromArn(stack, "Secret", SECRET_ARN);
      new AppRunnerService(stack, "Api", build({ [prop]: secret }));
    });
    expect(faults).toEqual([`'${prop}' must be a map, got an ImportedSecretByArn`]);
  });

  test("accepts any combination of valid names", () => {
    const result = synth((stack) => {
      const names = ["Image", "Account", "a/b", "a--b", "A.B", "AB"];
      const secrets = names.map((name, index) => [
        name,
        Secret.fromArn(stack, `Secret${index}`, SECRET_ARN.replace("hello", `s${index}`)).wholeValue(),
      ]);
      new AppRunnerService(stack, "Api", build({ secrets: Object.fromEntries(secrets) as unknown }));
    });
    expect(Object.keys(result.data("aws_secretsmanager_secret"))).toHaveLength(6);
  });
});

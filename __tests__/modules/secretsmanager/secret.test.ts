import { TerraformOutput, TerraformVariable } from "cdktf";
import {
  type IRole,
  type ISecret,
  Role,
  Secret,
  type SecretImportOptions,
  type SecretProps,
} from "../../../modules";
import { refusal, synth } from "../../support/synth";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello/database-AbCdEf";

type Changes = Partial<Record<keyof SecretProps, unknown>>;

function create(changes: Changes = {}) {
  return synth(
    (stack) => new Secret(stack, "Database", { secretName: "hello/database", ...changes } as SecretProps),
  );
}

function refused(changes: Changes) {
  return refusal(
    (stack) => new Secret(stack, "Database", { secretName: "hello/database", ...changes } as SecretProps),
  );
}

describe("Secret", () => {
  test("can be restored for 30 days and is protected by default", () => {
    expect(create().only("aws_secretsmanager_secret")).toEqual({
      name: "hello/database",
      recovery_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("passes its props to the resource", () => {
    const changes = { description: "of hello", kmsKeyArn: KEY, preventDestroy: false, tags: { team: "web" } };
    expect(create(changes).only("aws_secretsmanager_secret")).toMatchObject({
      description: "of hello",
      kms_key_id: KEY,
      lifecycle: { prevent_destroy: false },
      tags: { team: "web" },
    });
  });

  test("creates no resource with a value by default", () => {
    expect(create().addresses).toEqual(["aws_secretsmanager_secret.Database_B269D8BB"]);
  });

  test("gets its value from an ephemeral variable", () => {
    const result = create({ value: { variableName: "hello_database", version: 3 } });
    expect(result.only("aws_secretsmanager_secret_version")).toEqual({
      secret_id: "${aws_secretsmanager_secret.Database_B269D8BB.arn}",
      secret_string_wo: "${var.hello_database}",
      secret_string_wo_version: 3,
    });
    expect(result.json["variable"]).toMatchObject({ hello_database: { ephemeral: true, sensitive: true } });
  });

  test.each([0, 7, 30])("accepts a recovery window of %i days", (recoveryWindowInDays) => {
    expect(
      create({ recoveryWindowInDays }).only("aws_secretsmanager_secret")["recovery_window_in_days"],
    ).toBe(recoveryWindowInDays);
  });

  test.each([-1, 1, 6, 31, 7.5])("rejects a recovery window of %j days", (recoveryWindowInDays) => {
    expect(refused({ recoveryWindowInDays })).toEqual({
      at: "test/Database",
      faults: [
        `'recoveryWindowInDays' must be a whole number between 7 and 30, or 0, got ${recoveryWindowInDays}`,
      ],
    });
  });

  test.each(["a", "x".repeat(512), "Az0/_+=.@-"])("accepts the name %j", (secretName) => {
    expect(create({ secretName }).only("aws_secretsmanager_secret")["name"]).toBe(secretName);
  });

  test.each(["", "x".repeat(513), "a b", "a:b", "ä", "a\n"])("rejects the name %j", (secretName) => {
    expect(refused({ secretName })).toEqual({
      at: "test/Database",
      faults: [
        expect.stringMatching(/^'secretName' must be 1 to 512 letters, digits and '\/_\+=\.@-', got '/),
      ],
    });
  });

  test.each<[Changes, string]>([
    [{ description: "x".repeat(2049) }, "'description' must be at most 2048 characters long, got 2049"],
    [
      { kmsKeyArn: "1234abcd" },
      "'kmsKeyArn' must be the ARN of a KMS key, such as 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd', got '1234abcd'",
    ],
    [{ preventDestroy: 1 }, "'preventDestroy' must be true or false, got 1"],
    [{ tags: "team" }, "'tags' must be a map, got a value of type string"],
  ])("rejects %p", (changes, fault) => {
    expect(refused(changes)).toEqual({ at: "test/Database", faults: [fault] });
  });

  test("returns references to the whole value and to a JSON field", () => {
    const { outputs } = synth((stack) => {
      const secret = new Secret(stack, "Database", { secretName: "hello/database" });
      new TerraformOutput(stack, "whole", { value: secret.wholeValue().valueFrom });
      new TerraformOutput(stack, "field", { value: secret.jsonField("url").valueFrom });
    });
    const arn = "${aws_secretsmanager_secret.Database_B269D8BB.arn}";
    expect(outputs).toMatchObject({ whole: { value: arn }, field: { value: `${arn}:url::` } });
  });

  test("grants a role reading this secret, and decrypting with its key only", () => {
    const policy = (options: SecretImportOptions) => {
      const result = synth((stack) => {
        const role = Role.fromArn(stack, "Role", "arn:aws:iam::111122223333:role/reader");
        Secret.fromArn(stack, "Database", ARN, options).grantRead(role);
      });
      return JSON.parse(result.only("aws_iam_role_policy")["policy"] as string) as { Statement: unknown[] };
    };
    const read = { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [ARN] };
    expect(policy({}).Statement).toEqual([read]);
    expect(policy({ kmsKeyArn: KEY }).Statement).toEqual([
      read,
      { Effect: "Allow", Action: ["kms:Decrypt"], Resource: [KEY] },
    ]);
  });

  test("rejects a grant to something that is not a role", () => {
    expect(
      refusal((stack) => {
        new Secret(stack, "Database", { secretName: "hello" }).grantRead(null as unknown as IRole);
      }),
    ).toEqual({
      at: "test/Database",
      faults: ["'role' is required: it must be a Role, such as Role.fromArn(…), got null"],
    });
  });

  test("can be created twice in one stack", () => {
    const result = synth((stack) => {
      for (const name of ["one", "two"]) new Secret(stack, name, { secretName: name });
    });
    expect(Object.keys(result.resources("aws_secretsmanager_secret"))).toHaveLength(2);
  });
});

describe("Secret.fromName", () => {
  test("looks up the secret, and explains what to do if it is missing or being deleted", () => {
    const result = synth((stack) => {
      const secret = Secret.fromName(stack, "Database", "hello/database");
      new TerraformOutput(stack, "arn", { value: secret.secretArn });
    });
    const data = result.onlyData("aws_secretsmanager_secret");
    const [explanation] = Object.keys(data["for_each"] as object);
    expect(data["name"]).toBe("hello/database");
    expect(explanation).toContain("'hello/database' (test/Database)");
    expect(explanation).toContain("aws secretsmanager create-secret --name hello/database");
    expect(explanation).toContain("restore-secret --secret-id hello/database");
    expect(result.outputs["arn"]).toEqual({
      value: "${one(values(data.aws_secretsmanager_secret.Database_B269D8BB)).arn}",
    });
  });

  test("uses a placeholder for a token in the explanation", () => {
    const result = synth((stack) => {
      Secret.fromName(stack, "Database", new TerraformVariable(stack, "name", {}).stringValue);
    });
    const [key] = Object.keys(result.onlyData("aws_secretsmanager_secret")["for_each"] as object);
    expect(key).toContain("the secret '<name>' (test/Database)");
  });
});

describe("Secret.fromArn", () => {
  test.each<[string, (secret: ISecret) => string, string]>([
    ["name", (secret) => secret.secretName, "hello/database"],
    ["ARN", (secret) => secret.secretArn, ARN],
  ])("reads the %s from the ARN without a lookup", (_, read, expected) => {
    const result = synth((stack) => {
      expect(read(Secret.fromArn(stack, "Database", ARN))).toBe(expected);
    });
    expect(result.addresses).toEqual([]);
  });

  test.each([ARN.slice(0, -7), "hello/database", "", ARN.replace("secretsmanager", "ssm"), `${ARN}:url::`])(
    "rejects %j",
    (arn) => {
      expect(refusal((stack) => Secret.fromArn(stack, "Database", arn))).toEqual({
        at: "test/Database",
        faults: [
          expect.stringMatching(
            /^'secretArn' must be the complete ARN of a secret, including the six characters after the name, got '/,
          ),
        ],
      });
    },
  );

  test.each<[string, (options: SecretImportOptions) => unknown]>([
    ["fromArn", (options) => refusal((stack) => Secret.fromArn(stack, "Database", ARN, options))],
    ["fromName", (options) => refusal((stack) => Secret.fromName(stack, "Database", "hello", options))],
  ])("rejects an invalid KMS key ARN: %s", (_, refused) => {
    expect(refused({ kmsKeyArn: "alias/key" })).toMatchObject({
      at: "test/Database",
      faults: [expect.stringMatching(/^'kmsKeyArn' must be the ARN of a KMS key.*got 'alias\/key'$/)],
    });
  });
});

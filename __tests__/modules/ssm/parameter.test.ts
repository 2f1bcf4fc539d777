import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Testing, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  ImageSource,
  type IParameter,
  type IRole,
  Parameter,
  type ParameterImportOptions,
  type ParameterProps,
  ParameterReference,
  Role,
} from "../../../modules";
import { type Block, refusal, refusalOf, synth, testApp } from "../../support/synth";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const ARN = "arn:aws:ssm:eu-west-1:111122223333:parameter/hello/token";
const VALUE = { variableName: "hello_token", version: 1 };

type Changes = Partial<Record<keyof ParameterProps, unknown>>;

function build(changes: Changes) {
  const props = { parameterName: "/hello/token", value: VALUE, ...changes } as ParameterProps;
  return (stack: TerraformStack) => new Parameter(stack, "Token", props);
}

const create = (changes: Changes = {}) => synth(build(changes)).only("aws_ssm_parameter");
const refused = (changes: Changes) => refusal(build(changes));

/** Creates a service that reads the parameter. */
function serve(stack: TerraformStack, parameter: IParameter) {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  return new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source,
    secrets: { TOKEN: parameter.value() },
  });
}

describe("Parameter", () => {
  test("is encrypted and protected by default, and gets its value from an ephemeral variable", () => {
    const result = synth(build({}));
    expect(result.only("aws_ssm_parameter")).toEqual({
      name: "/hello/token",
      type: "SecureString",
      value_wo: "${var.hello_token}",
      value_wo_version: 1,
      lifecycle: { prevent_destroy: true },
    });
    expect(result.json["variable"]).toMatchObject({ hello_token: { ephemeral: true, sensitive: true } });
    expect(result.json["terraform"]).toMatchObject({ required_version: ">= 1.11.0" });
  });

  test("passes its props to the resource", () => {
    const changes = { kmsKeyArn: KEY, description: "of hello", preventDestroy: false, tags: { team: "web" } };
    expect(create(changes)).toMatchObject({
      key_id: KEY,
      description: "of hello",
      lifecycle: { prevent_destroy: false },
      tags: { team: "web" },
    });
    expect(create({ type: "String" })["type"]).toBe("String");
  });

  test.each(["a", "/a", "Az0_.-", "/a/b", `/${Array(15).fill("a").join("/")}`, "x".repeat(966), "log-aws"])(
    "accepts the name %j",
    (parameterName) => {
      expect(create({ parameterName })["name"]).toBe(parameterName);
    },
  );

  test.each([
    "",
    "/",
    "a/b",
    "/a/",
    "//a",
    "a b",
    "a:b",
    "ä",
    "a\n",
    "aws",
    "AWS-x",
    "/aws/x",
    "/ssm/x",
    "SsmX",
    `/${Array(16).fill("a").join("/")}`,
    "x".repeat(967),
    5,
  ])("rejects the name %j", (parameterName) => {
    expect(refused({ parameterName })).toEqual({
      at: "test/Token",
      faults: [
        expect.stringMatching(
          /^'parameterName' must be a name such as 'url' or '\/hello\/url': letters, digits, '_', '\.' and '-', at most 15 levels and 966 characters, not starting with 'aws' or 'ssm', got /,
        ),
      ],
    });
  });

  test.each<[Changes, string]>([
    [
      { value: undefined },
      "'value' is required: it must be { variableName, version }: the name of a Terraform variable and a number",
    ],
    [{ type: "StringList" }, "'type' must be 'String' or 'SecureString', got 'StringList'"],
    [{ type: "String", kmsKeyArn: KEY }, "'type' must be 'SecureString' with 'kmsKeyArn', got 'String'"],
    [
      { kmsKeyArn: "alias/a" },
      "'kmsKeyArn' must be the ARN of a KMS key, such as 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd', got 'alias/a'",
    ],
    [{ preventDestroy: 1 }, "'preventDestroy' must be true or false, got 1"],
    [{ description: "x".repeat(1025) }, "'description' must be at most 1024 characters long, got 1025"],
    [{ tags: "team" }, "'tags' must be a map, got a value of type string"],
  ])("rejects %p", (changes, fault) => {
    expect(refused(changes)).toEqual({ at: "test/Token", faults: [fault] });
  });

  test("grants a role reading this parameter, and decrypting with its key only", () => {
    const policy = (options: ParameterImportOptions) => {
      const result = synth((stack) => {
        const role = Role.fromArn(stack, "Role", "arn:aws:iam::111122223333:role/reader");
        Parameter.fromArn(stack, "Token", ARN, options).grantRead(role);
      });
      return JSON.parse(result.only("aws_iam_role_policy")["policy"] as string) as { Statement: unknown[] };
    };
    const read = { Effect: "Allow", Action: ["ssm:GetParameters"], Resource: [ARN] };
    expect(policy({}).Statement).toEqual([read]);
    expect(policy({ kmsKeyArn: KEY }).Statement).toEqual([
      read,
      { Effect: "Allow", Action: ["kms:Decrypt"], Resource: [KEY] },
    ]);
  });

  test("rejects a grant to something that is not a role", () => {
    expect(
      refusal((stack) => {
        Parameter.fromArn(stack, "Token", ARN).grantRead({} as IRole);
      }),
    ).toEqual({
      at: "test/Token",
      faults: ["'role' must be a Role, such as Role.fromArn(…), got a value of type object"],
    });
  });

  test("can be created twice in one stack", () => {
    const result = synth((stack) => {
      for (const name of ["one", "two"]) {
        new Parameter(stack, name, { parameterName: name, value: { variableName: name, version: 1 } });
      }
    });
    expect(Object.keys(result.resources("aws_ssm_parameter"))).toHaveLength(2);
    expect(Object.keys(result.json["variable"] as object)).toEqual(["one", "two"]);
  });
});

describe("Parameter.fromName", () => {
  test.each(["/hello/token", "token", "/token"])("builds the ARN of %j without reading the value", (name) => {
    const result = synth((stack) => {
      new TerraformOutput(stack, "arn", { value: Parameter.fromName(stack, "Token", name).parameterArn });
    });
    const path = name.replace(/^\//, "");
    expect(result.outputs["arn"]?.["value"]).toMatch(
      new RegExp(
        `^arn:\\$\\{data.aws_partition\\..*\\.partition\\}:ssm:\\$\\{data.aws_region\\..*\\.id\\}:\\$\\{data.aws_caller_identity\\..*\\.account_id\\}:parameter/${path}$`,
      ),
    );
    expect(result.addresses.map((address) => address.split(".")[1]?.replace("aws_", ""))).toEqual([
      "caller_identity",
      "partition",
      "region",
    ]);
  });

  test("accepts a token as name", () => {
    const result = synth((stack) => {
      const name = new TerraformVariable(stack, "name", {}).stringValue;
      new TerraformOutput(stack, "arn", { value: Parameter.fromName(stack, "Token", name).parameterArn });
    });
    expect(result.outputs["arn"]?.["value"]).toContain(':parameter/${trimprefix(var.name, "/")}');
  });
});

describe("Parameter.fromArn", () => {
  test.each([
    [ARN, "/hello/token"],
    ["arn:aws-cn:ssm:cn-north-1:111122223333:parameter/token", "token"],
  ])("reads the name from %s without a lookup", (arn, name) => {
    const result = synth((stack) => {
      const parameter = Parameter.fromArn(stack, "Token", arn);
      expect([parameter.parameterName, parameter.parameterArn]).toEqual([name, arn]);
      expect(parameter.value()).toBeInstanceOf(ParameterReference);
      expect(parameter.value().valueFrom).toBe(arn);
    });
    expect(result.addresses).toEqual([]);
  });

  test.each([
    "",
    "/hello/token",
    ARN.replace("ssm", "secretsmanager"),
    `${ARN}/`,
    ARN.replace("1111", ""),
    5,
  ])("rejects %j", (arn) => {
    expect(refusal((stack) => Parameter.fromArn(stack, "Token", arn as string))).toEqual({
      at: "test/Token",
      faults: [
        expect.stringMatching(
          /^'parameterArn' must be the ARN of a parameter, 'arn:aws:ssm:<region>:<account>:parameter\/<name>', where <name> has at most 15 levels, got /,
        ),
      ],
    });
  });

  test.each<[string, (options: ParameterImportOptions) => unknown]>([
    ["fromArn", (options) => refusal((stack) => Parameter.fromArn(stack, "Token", ARN, options))],
    ["fromName", (options) => refusal((stack) => Parameter.fromName(stack, "Token", "token", options))],
  ])("rejects an invalid KMS key ARN: %s", (_, withOptions) => {
    expect(withOptions({ kmsKeyArn: "alias/key" })).toMatchObject({
      at: "test/Token",
      faults: [expect.stringMatching(/^'kmsKeyArn' must be the ARN of a KMS key.*got 'alias\/key'$/)],
    });
    expect(withOptions(null as never)).toMatchObject({
      faults: ["'options' is required: it must be an object, got null"],
    });
  });
});

describe("a parameter of a service", () => {
  interface Condition {
    readonly condition: string;
    readonly error_message: string;
  }
  const preconditions = (service: Block) =>
    (service["lifecycle"] as { precondition: Condition[] }).precondition.map((one) => one.error_message);

  test("is granted to the instance role, with the account as the only lookup", () => {
    const result = synth((stack) => serve(stack, Parameter.fromArn(stack, "Token", ARN)));
    expect(result.only("aws_iam_role_policy")["policy"]).toContain('"ssm:GetParameters"');
    expect(Object.keys(result.json["data"] as object)).toEqual(["aws_caller_identity"]);
    expect(preconditions(result.only("aws_apprunner_service"))).toContainEqual(
      expect.stringMatching(
        /^App Runner cannot read a parameter in another account \(111122223333\), such as the one for TOKEN/,
      ),
    );
  });

  function inAccount(allowedAccountIds: string[]) {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", { region: "eu-west-1", allowedAccountIds });
    return stack;
  }

  test("needs no lookup if the provider allows only the parameter's account", () => {
    const stack = inAccount(["111122223333"]);
    const { resource } = serve(stack, Parameter.fromArn(stack, "Token", ARN));
    expect(resource.lifecycle?.precondition).toHaveLength(2);
    expect(JSON.stringify(resource.lifecycle?.precondition)).not.toContain("parameter");
  });

  test("is rejected at synth if it belongs to a different account", () => {
    const stack = inAccount(["444455556666"]);
    serve(stack, Parameter.fromArn(stack, "Token", ARN));
    expect(refusalOf(() => Testing.synth(stack, true))).toEqual({
      at: "test/Api",
      faults: [
        "'secrets.TOKEN' must be a parameter in account 444455556666, because App Runner cannot read those of other " +
          "accounts, got one in account 111122223333 (test/Token)",
      ],
    });
  });

  test("triggers a deployment when the version of its value changes", () => {
    const result = synth((stack) => {
      const secrets = { TOKEN: build({})(stack).value() };
      const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source,
        secrets,
        redeployOnSecretChange: true,
      });
    });
    const triggers = Object.values(result.resources("terraform_data")).map(
      (data) => data["triggers_replace"],
    );
    expect(triggers).toContainEqual({
      "0": expect.stringMatching(/^\$\{aws_ssm_parameter\.Token_\w+\.value_wo_version\}$/) as unknown,
    });
  });
});

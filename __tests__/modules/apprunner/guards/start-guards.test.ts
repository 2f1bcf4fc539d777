import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  ImageSource,
  InstanceSize,
  Parameter,
  Repository,
  Secret,
} from "../../../../modules";
import { type Block, read, synth, testApp } from "../../../support/synth";

const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello/database-AbCdEf";
const REPOSITORY_ARN = "arn:aws:ecr:eu-west-1:111122223333:repository/hello";

interface Condition {
  readonly condition: string;
  readonly error_message: string;
}

/** Conditions on the only service. */
function conditions(service: Block, kind: "precondition" | "postcondition") {
  return (service["lifecycle"] as Record<typeof kind, Condition[]>)[kind];
}

function serve(stack: TerraformStack, props: Partial<AppRunnerServiceProps> = {}) {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  return new AppRunnerService(stack, "Api", { serviceName: "hello", source, ...props });
}

/** The only key, which explains a failure. */
function explanation(data: Block) {
  return Object.keys(data["for_each"] as object).join();
}

describe("the guard of the image", () => {
  test("looks up the tag before anything is created, and says what to push", () => {
    const result = synth((stack) => {
      const repository = Repository.fromArn(stack, "Images", REPOSITORY_ARN);
      serve(stack, { source: ImageSource.ecr(repository, { tag: "1.0" }) });
    });
    const image = result.onlyData("aws_ecr_image");
    expect(image).toMatchObject({ registry_id: "111122223333", repository_name: "hello", image_tag: "1.0" });
    expect(explanation(image)).toContain("test/Api");
    expect(explanation(image)).toContain(
      "docker push 111122223333.dkr.ecr.eu-west-1.amazonaws.com/hello:1.0",
    );
  });

  test("looks up a digest", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const result = synth((stack) => {
      const repository = Repository.fromArn(stack, "Images", REPOSITORY_ARN);
      serve(stack, { source: ImageSource.ecr(repository, { digest }) });
    });
    const image = result.onlyData("aws_ecr_image");
    expect(image).toMatchObject({ image_digest: digest });
    expect(explanation(image)).toMatch(/if it is missing: push the image with this digest, .*@sha256:0{64}$/);
    expect(result.onlyData("aws_ecr_image")).not.toHaveProperty("image_tag");
  });

  const asked = (name: string) =>
    `$(aws ecr describe-repositories --repository-names ${name} --region eu-west-1 --query 'repositories[0].repositoryUri' --output text)`;

  test.each<[string, (stack: TerraformStack, unknown: string) => ImageSource, string]>([
    [
      "created repository",
      (stack) =>
        ImageSource.ecr(new Repository(stack, "Images", { repositoryName: "hello" }), { tag: "1.0" }),
      `docker push ${asked("hello")}:1.0`,
    ],
    [
      "found repository",
      (stack) => ImageSource.ecr(Repository.fromName(stack, "Images", "hello"), { tag: "1.0" }),
      `docker push ${asked("hello")}:1.0`,
    ],
    [
      "repository of another provider",
      (stack) => {
        const provider = new AwsProvider(stack, "Far", { alias: "far", region: "us-east-1" });
        return ImageSource.ecr(Repository.fromName(stack, "Images", "hello", { provider }), { tag: "1.0" });
      },
      `docker push ${asked("hello").replace("eu-west-1", "us-east-1")}:1.0`,
    ],
    [
      "name",
      (stack, repositoryName) => ImageSource.ecr(new Repository(stack, "Images", { repositoryName }), { tag: "1.0" }), // prettier-ignore
      `docker push ${asked("<repository>")}:1.0`,
    ],
    [
      "tag",
      (stack, tag) => ImageSource.ecr(Repository.fromArn(stack, "Images", REPOSITORY_ARN), { tag }),
      "docker push 111122223333.dkr.ecr.eu-west-1.amazonaws.com/hello:<tag>",
    ],
  ])("asks ECR for what only Terraform knows: %s", (_, sourceOf, command) => {
    const result = synth((stack) => {
      serve(stack, { source: sourceOf(stack, new TerraformVariable(stack, "unknown", {}).stringValue) });
    });
    expect(explanation(result.onlyData("aws_ecr_image"))).toBe(
      `the image of test/Api; if it is missing: ${command}`,
    );
  });

  test("knows the account and region of the stack", () => {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
    serve(stack, { source: ImageSource.ecr(new Repository(stack, "Images", { repositoryName: "hello" }), { tag: "1.0" }) }); // prettier-ignore
    expect(explanation(read(stack).onlyData("aws_ecr_image"))).toContain(
      "docker push 111122223333.dkr.ecr.eu-west-1.amazonaws.com/hello:1.0",
    );
  });

  test("does not exist for a public image", () => {
    expect(synth((stack) => serve(stack)).data("aws_ecr_image")).toEqual({});
  });
});

describe("the guard of a secret", () => {
  const guarded = () =>
    synth((stack) => {
      const secret = Secret.fromArn(stack, "Database", SECRET_ARN);
      serve(stack, { secrets: { URL: secret.jsonField("url"), USER: secret.jsonField("user") } });
    });

  test("looks it up once for several fields", () => {
    expect(guarded().onlyData("aws_secretsmanager_secret")).toMatchObject({ arn: SECRET_ARN });
    expect(guarded().onlyData("aws_secretsmanager_secret_versions")).toMatchObject({ secret_id: SECRET_ARN });
  });

  test("says what to do if it is missing or being deleted", () => {
    const text = explanation(guarded().onlyData("aws_secretsmanager_secret"));
    expect(text).toContain("'hello/database' (test/Database)");
    expect(text).toContain("restore-secret --secret-id hello/database");
  });

  test("requires a current value, and says how to set it", () => {
    const [, , , precondition, ...others] = conditions(
      guarded().only("aws_apprunner_service"),
      "precondition",
    );
    const versions =
      "data.aws_secretsmanager_secret_versions.Api_StartGuards_Secrets_USER_Versions_EC0F3A2B.versions";
    expect(others).toEqual([]);
    expect(precondition?.condition.replace(/Versions_[0-9A-F]{8}/g, "Versions_EC0F3A2B")).toBe(
      `\${anytrue([for v in (${versions} == null ? [] : ${versions}) : contains(v.version_stages, "AWSCURRENT")])}`,
    );
    expect(precondition?.error_message).toContain("The secret 'hello/database' (test/Database) has no value");
    expect(precondition?.error_message).toContain("test/Api");
    expect(precondition?.error_message).toContain(
      "aws secretsmanager put-secret-value --secret-id hello/database --region eu-west-1 --secret-string file://value.json",
    );
  });

  test.each([
    ["complete", SECRET_ARN],
    ["not complete", SECRET_ARN.replace("-AbCdEf", "-secret")],
  ])("compares the ARN with that of the secret found, because it looks complete: %s", (_, arn) => {
    const result = synth((stack) => {
      serve(stack, { secrets: { A: Secret.fromArn(stack, "Database", arn) } });
    });
    const found = result.text.match(/one\(values\(data\.aws_secretsmanager_secret\.\w+\)\)\.id/)?.[0];
    const [, , precondition] = conditions(result.only("aws_apprunner_service"), "precondition");
    expect(precondition).toEqual({
      condition: `\${(${found} == "${arn}")}`,
      error_message:
        `The ARN '${arn}' of the secret test/Database is not complete, so test/Api could not start. ` +
        `Use the complete ARN, with the six characters after the name: \${${found}}`,
    });
  });

  test("compares an ARN that only Terraform knows", () => {
    const result = synth((stack) => {
      const arn = new TerraformVariable(stack, "arn", {}).stringValue;
      serve(stack, { secrets: { A: Secret.fromArn(stack, "Database", arn) } });
    });
    const [, , precondition] = conditions(result.only("aws_apprunner_service"), "precondition");
    expect(precondition?.condition).toMatch(/\.id == var\.arn\)\}$/);
    expect(precondition?.error_message).toContain("The ARN of the secret test/Database is not complete");
  });

  test.each<[string, (stack: TerraformStack) => Secret | ReturnType<typeof Secret.fromName>]>([
    ["created", (stack) => new Secret(stack, "Database", { secretName: "hello" })],
    ["found by name", (stack) => Secret.fromName(stack, "Database", "hello")],
  ])("compares no ARN of a secret that is %s", (_, create) => {
    const { text } = synth((stack) => {
      serve(stack, { secrets: { A: create(stack) } });
    });
    expect(text).not.toContain("is not complete");
  });

  test.each(["constructor", "toString"])(
    "guards the variable %p, which every JavaScript object has",
    (name) => {
      const result = synth((stack) => {
        serve(stack, { secrets: { [name]: Secret.fromArn(stack, "Database", SECRET_ARN).wholeValue() } });
      });
      expect(result.onlyData("aws_secretsmanager_secret")).toMatchObject({ arn: SECRET_ARN });
    },
  );

  test("looks it up after the stack wrote the value", () => {
    const result = synth((stack) => {
      const value = { variableName: "hello", version: 1 };
      serve(stack, { secrets: { A: new Secret(stack, "Key", { secretName: "hello", value }).wholeValue() } });
    });
    const versions = result.onlyData("aws_secretsmanager_secret_versions");
    expect(versions["depends_on"]).toEqual([
      expect.stringMatching(/^aws_secretsmanager_secret_version\.Key_Value_/),
    ]);
  });

  test("reads no value", () => {
    expect(guarded().data("aws_secretsmanager_secret_version")).toEqual({});
  });
});

describe("the guard against a silent rollback", () => {
  const service = synth((stack) => {
    const secret = Secret.fromArn(stack, "Database", SECRET_ARN);
    serve(stack, {
      port: 8000,
      startCommand: 'node -e "run"',
      instance: InstanceSize.of({ vcpu: 0.25, memoryGb: 1 }),
      environment: { CONFIG: '{"a": "$${b}\\n"}' },
      secrets: { URL: secret.jsonField("url") },
    });
  });
  const planned = Object.values(service.json["locals"] as Record<string, unknown>);

  test("keeps the planned values unchanged", () => {
    expect(planned).toEqual([
      {
        image: "public.ecr.aws/a/b:latest",
        port: "8000",
        start_command: 'node -e "run"',
        environment: { CONFIG: '{"a": "$${b}\\n"}' },
        secrets: { URL: `${SECRET_ARN}:url::` },
        access_role: "",
        cpu: "256",
        memory: "1024",
        vpc_connector: "",
        public_access: true,
        address_type: "IPV4",
      },
    ]);
  });

  test.each(Object.keys(planned[0] as object).filter((what) => what !== "access_role"))(
    "compares %s, and says what happened",
    (what) => {
      const found = conditions(service.only("aws_apprunner_service"), "postcondition").filter(
        ({ condition }) => condition.endsWith(`.${what})}`),
      );
      expect(found).toEqual([
        {
          condition: expect.stringContaining("self.") as unknown,
          error_message:
            `The running service test/Api does not have the planned ${what.replace("_", " ")}: App Runner rolled the update ` +
            "back to the previous version. Its logs say why (CloudWatch log group " +
            "/aws/apprunner/${self.service_name}/${self.service_id}/service). Fix the cause and apply again.",
        },
      ]);
    },
  );

  const BOTH = [
    "the plan sets none, but the service still has the old value. There are two possible causes. (1) The provider sends nothing for a removed setting",
    "or replace the service, which changes its URL: terraform apply -replace=aws_apprunner_service.Api_F70053CD. (2) App Runner rolled the update back",
    "/aws/apprunner/${self.service_name}/${self.service_id}/service",
  ];

  test.each([
    ["environment", "Keep one harmless variable"],
    ["secrets", "Send App Runner an empty map with aws apprunner update-service"],
    ["start_command", "Set startCommand to the command of the image"],
    ["access_role", "Keep the role and pass it as accessRole"],
  ])("names both causes if no %s is planned", (what, remedy) => {
    const bare = synth((stack) => serve(stack)).only("aws_apprunner_service");
    const found = conditions(bare, "postcondition").find(({ condition }) => condition.endsWith(`.${what})}`));
    for (const part of [...BOTH, remedy]) expect(found?.error_message).toContain(part);
  });

  test("names only the rollback for settings that are always sent", () => {
    const bare = synth((stack) => serve(stack)).only("aws_apprunner_service");
    const others = conditions(bare, "postcondition").filter(
      ({ condition }) => !/\.(environment|secrets|start_command|access_role)\)\}$/.test(condition),
    );
    expect(others).not.toHaveLength(0);
    for (const { error_message } of others) expect(error_message).not.toContain("the plan sets none");
  });
});

test("the role can read secrets, then parameters, in any order of the variables", () => {
  const result = synth((stack) => {
    const secret = Secret.fromArn(stack, "Secret", SECRET_ARN);
    const arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/hello/token";
    const parameter = Parameter.fromArn(stack, "Parameter", arn);
    serve(stack, { secrets: { A: parameter.value(), B: secret.wholeValue(), C: secret.jsonField("user") } });
  });
  const policy = result.only("aws_iam_role_policy")["policy"] as string;
  expect(
    (JSON.parse(policy) as { Statement: { Action: string[] }[] }).Statement.flatMap(({ Action }) => Action),
  ).toEqual(["secretsmanager:GetSecretValue", "ssm:GetParameters"]);
});

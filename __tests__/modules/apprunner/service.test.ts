import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  ImageSource,
  Repository,
  Role,
  Secret,
} from "../../../modules";
import { refusal, type Synthesized, synth } from "../../support/synth";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf";
const ROLE_ARN = "arn:aws:iam::111122223333:role/own";
const PUBLIC = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");

type Changes = Partial<Record<keyof AppRunnerServiceProps, unknown>>;

function serve(stack: TerraformStack, changes: Changes = {}, id = "Api") {
  const props = { serviceName: "hello", source: PUBLIC, ...changes } as AppRunnerServiceProps;
  return new AppRunnerService(stack, id, props);
}

function service(changes: Changes = {}) {
  return synth((stack) => serve(stack, changes)).only("aws_apprunner_service");
}

function refused(changes: Changes) {
  return refusal((stack) => serve(stack, changes));
}

/** Statements of the policy of the role whose Terraform name starts with `name`. */
function statements(result: Synthesized, name: string): unknown[] {
  const found = Object.entries(result.resources("aws_iam_role_policy")).filter(([key]) =>
    key.startsWith(name),
  );
  expect(found).toHaveLength(1);
  return (JSON.parse(found[0]?.[1]["policy"] as string) as { Statement: unknown[] }).Statement;
}

describe("AppRunnerService", () => {
  test("sets the arguments that the provider does not reset when they are left out", () => {
    expect(service()).toMatchObject({
      service_name: "hello",
      source_configuration: { auto_deployments_enabled: false },
      instance_configuration: { cpu: "1024", memory: "2048" },
      health_check_configuration: { protocol: "TCP", interval: 5 },
      network_configuration: {
        ip_address_type: "IPV4",
        ingress_configuration: { is_publicly_accessible: true },
        egress_configuration: { egress_type: "DEFAULT" },
      },
    });
  });

  test("sets the arguments for all given props", () => {
    const changes = {
      port: 3000,
      startCommand: "node main.js",
      environment: { A: "1" },
      tags: { team: "web" },
    };
    expect(service(changes)).toMatchObject({
      source_configuration: {
        image_repository: {
          image_configuration: {
            port: "3000",
            start_command: "node main.js",
            runtime_environment_variables: { A: "1" },
          },
        },
      },
      tags: { team: "web" },
    });
  });

  test("tags its parts", () => {
    const result = synth((stack) => serve(stack, { tags: { team: "web" } }));
    for (const type of ["aws_iam_role", "aws_apprunner_auto_scaling_configuration_version"]) {
      expect(result.only(type)).toMatchObject({ tags: { team: "web" } });
    }
  });

  test("uses its scaling configuration", () => {
    const result = synth((stack) => serve(stack, { scaling: { minSize: 2, maxSize: 3, maxConcurrency: 4 } }));
    expect(result.only("aws_apprunner_auto_scaling_configuration_version")).toMatchObject({
      auto_scaling_configuration_name: "hello",
      min_size: 2,
      max_size: 3,
      max_concurrency: 4,
    });
    expect(result.only("aws_apprunner_service")["auto_scaling_configuration_arn"]).toBe(
      "${aws_apprunner_auto_scaling_configuration_version.Api_Scaling_39D9BD3F.arn}",
    );
  });

  test("gives its instance role only the permissions that were added", () => {
    const result = synth((stack) => serve(stack));
    expect(result.only("aws_iam_role")["assume_role_policy"]).toContain("tasks.apprunner.amazonaws.com");
    expect(result.resources("aws_iam_role_policy")).toEqual({});

    const allowed = synth((stack) => {
      serve(stack).addToRolePolicy({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*"] });
    });
    expect(statements(allowed, "Api_InstanceRole")).toEqual([
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*"] },
    ]);
    expect(allowed.only("aws_apprunner_service")["depends_on"]).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\.Api_InstanceRole_Policy_/),
    ]);
  });

  test("can read exactly its secrets, and decrypt with their keys", () => {
    const result = synth((stack) => {
      const secret = Secret.fromArn(stack, "Secret", SECRET_ARN, { kmsKeyArn: KEY });
      serve(stack, { secrets: { URL: secret.jsonField("url"), USER: secret.jsonField("user") } });
    });
    expect(statements(result, "Api_InstanceRole")).toEqual([
      { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [SECRET_ARN] },
      { Effect: "Allow", Action: ["kms:Decrypt"], Resource: [KEY] },
    ]);
    expect(result.only("aws_apprunner_service")).toMatchObject({
      source_configuration: {
        image_repository: {
          image_configuration: {
            runtime_environment_secrets: { URL: `${SECRET_ARN}:url::`, USER: `${SECRET_ARN}:user::` },
          },
        },
      },
    });
  });

  test("pulls with a role for exactly its repository, or with the repository's access role", () => {
    const pull = (createAccessRole: boolean) =>
      synth((stack) => {
        const repository = new Repository(stack, "Images", { repositoryName: "hello", createAccessRole });
        serve(stack, { source: ImageSource.ecr(repository, { tag: "1" }) });
      });
    for (const [result, name] of [
      [pull(false), "Api_AccessRole"],
      [pull(true), "Images_AccessRole"],
    ] as const) {
      // prettier-ignore
      expect(Object.keys(result.resources("aws_iam_role"))).toEqual([
        expect.stringMatching(/^Api_InstanceRole|^Api_AccessRole|^Images_AccessRole/),
        expect.stringMatching(/^Api_InstanceRole|^Api_AccessRole|^Images_AccessRole/),
      ]);
      expect(statements(result, name)).toMatchObject([
        { Resource: ["${aws_ecr_repository.Images_2D38C313.arn}"] },
        { Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      ]);
      expect(result.only("aws_apprunner_service")["depends_on"]).toEqual([
        expect.stringContaining(`aws_iam_role_policy.${name}`),
      ]);
    }
  });

  test("uses the roles that are passed", () => {
    const result = synth((stack) => {
      const instanceRole = Role.fromArn(stack, "Instance", ROLE_ARN);
      const accessRole = Role.fromArn(stack, "Access", `${ROLE_ARN}-access`);
      const repository = new Repository(stack, "Images", { repositoryName: "hello" });
      serve(stack, { source: ImageSource.ecr(repository, { tag: "1" }), instanceRole, accessRole });
    });
    expect(result.resources("aws_iam_role")).toEqual({});
    expect(result.only("aws_apprunner_service")).toMatchObject({
      instance_configuration: { instance_role_arn: ROLE_ARN },
      source_configuration: { authentication_configuration: { access_role_arn: `${ROLE_ARN}-access` } },
    });
  });

  test("exposes its attributes", () => {
    const { outputs } = synth((stack) => {
      const { serviceArn, serviceId, serviceUrl, status, instanceRole, accessRole } = serve(stack);
      Object.entries({ serviceArn, serviceId, serviceUrl, status, role: instanceRole.roleArn }).forEach(
        ([name, value]) => new TerraformOutput(stack, name, { value }),
      );
      expect(accessRole).toBeUndefined();
    });
    const values = Object.values(outputs).map(({ value }) => value);
    expect(values.sort()).toEqual([
      "${aws_apprunner_service.Api_F70053CD.arn}",
      "${aws_apprunner_service.Api_F70053CD.service_id}",
      "${aws_apprunner_service.Api_F70053CD.service_url}",
      "${aws_apprunner_service.Api_F70053CD.status}",
      "${aws_iam_role.Api_InstanceRole_76F126EA.arn}",
    ]);
  });

  test("accepts overrides for settings without a prop", () => {
    const result = synth((stack) => {
      serve(stack).resource.addOverride("network_configuration.ip_address_type", "DUAL_STACK");
    });
    expect(result.only("aws_apprunner_service")).toMatchObject({
      network_configuration: { ip_address_type: "DUAL_STACK" },
    });
  });

  test("can be created twice in one stack", () => {
    const result = synth((stack) => {
      serve(stack, { serviceName: "one" + "-api" }, "One");
      serve(stack, { serviceName: "two-api" }, "Two");
    });
    expect(Object.keys(result.resources("aws_apprunner_service"))).toHaveLength(2);
  });

  test.each(["abcd", "x".repeat(40), "0a-_"])("accepts the name %j", (serviceName) => {
    expect(service({ serviceName })["service_name"]).toBe(serviceName);
  });

  test.each(["", "abc", "x".repeat(41), "-abc", "_abc", "a b c", "abcä", "a.bc", "abcd\n"])(
    "rejects the name %j",
    (serviceName) => {
      expect(refused({ serviceName })).toEqual({
        at: "test/Api",
        faults: [
          expect.stringMatching(
            /^'serviceName' must be 4 to 40 letters, digits, '-' and '_', starting with a letter or digit, got '/,
          ),
        ],
      });
    },
  );

  test.each([1, 65_535])("accepts the port %i", (port) => {
    expect(JSON.stringify(service({ port }))).toContain(`"port":"${port}"`);
  });

  test.each([0, 65_536, 80.5, -1])("rejects the port %j", (port) => {
    expect(refused({ port })).toEqual({
      at: "test/Api",
      faults: [`'port' must be a whole number between 1 and 65535, got ${port}`],
    });
  });

  test("accepts a port that only Terraform knows", () => {
    const result = synth((stack) =>
      serve(stack, { port: new TerraformVariable(stack, "port", {}).numberValue }),
    );
    expect(JSON.stringify(result.only("aws_apprunner_service"))).toContain('"port":"${tostring(var.port)}"');
    expect(JSON.stringify(result.json["locals"])).toContain('"port":"${tostring(var.port)}"');
  });

  test.each<[Changes, string]>([
    [
      { source: undefined },
      "'source' is required: it must be an ImageSource or a CodeSource, such as ImageSource.ecr(repository, { tag })",
    ],
    [
      { source: "nginx" },
      "'source' must be an ImageSource or a CodeSource, such as ImageSource.ecr(repository, { tag }), got 'nginx'",
    ],
    [{ startCommand: "a\nb" }, "'startCommand' must be a single non-empty line"],
    [{ startCommand: "x".repeat(51_201) }, "'startCommand' must be at most 51200 characters long, got 51201"],
    [
      { instance: { vcpu: 1, memoryGb: 2 } },
      "'instance' must be an InstanceSize, got a value of type object: write InstanceSize.of({ vcpu: 1, memoryGb: 2 })",
    ],
    [{ healthCheck: "/" }, `'healthCheck' must be a HealthCheck, got '/': write HealthCheck.http("/")`],
    [
      { instanceRole: ROLE_ARN },
      `'instanceRole' must be a Role, got '${ROLE_ARN}': write Role.fromArn(this, "Role", "${ROLE_ARN}")`,
    ],
    [{ accessRole: {} }, "'accessRole' must be a Role, such as Role.fromArn(…), got a value of type object"],
    [{ scaling: 5 }, "'scaling' must be an object, got 5"],
    [{ tags: [] }, "'tags' must be a map, got a list"],
  ])("rejects %p", (changes, fault) => {
    expect(refused(changes)).toEqual({ at: "test/Api", faults: [fault] });
  });

  test("reports faults of the scaling options in Scaling", () => {
    expect(refused({ scaling: { minSize: 30 } })).toEqual({
      at: "test/Api/Scaling",
      faults: ["'minSize' must be a whole number between 1 and 25, got 30"],
    });
  });

  test("reports all faults at once", () => {
    expect(refused({ serviceName: "a", port: 0, tags: 1, environment: { PORT: "1" } }).faults).toHaveLength(
      4,
    );
  });
});

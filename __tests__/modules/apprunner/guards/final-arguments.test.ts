import type { ApprunnerService } from "@cdktf/provider-aws/lib/apprunner-service";
import { Aspects, Fn, Lazy, TerraformLocal, type TerraformStack, TerraformVariable, Token } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  CodeSource,
  ImageSource,
  Parameter,
  Repository,
  Secret,
  SourceConnection,
  VpcConnector,
} from "../../../../modules";
import { FinalArguments } from "../../../../modules/core/final-arguments";
import { type Block, synth } from "../../../support/synth";

const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello/database-AbCdEf";
const OTHER_ARN = SECRET_ARN.replace("database", "other");
const REPOSITORY_ARN = "arn:aws:ecr:eu-west-1:111122223333:repository/hello";
const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-8234-123456789012";
const IMAGE = "source_configuration[0].image_repository[0].image_identifier";
const VARIABLES = "source_configuration.image_repository.image_configuration.runtime_environment_variables";
const SECRETS = "source_configuration.image_repository.image_configuration.runtime_environment_secrets";

type Change = (resource: ApprunnerService, stack: TerraformStack) => void;

/** A service with an image, a secret and a key, after `change`. */
function changed(change: Change, props: Partial<AppRunnerServiceProps> = {}) {
  const result = synth((stack) => {
    const service = new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source: ImageSource.ecr(Repository.fromArn(stack, "Images", REPOSITORY_ARN), { tag: "1.0" }),
      environment: { A: "1", B: "2" },
      secrets: { URL: Secret.fromArn(stack, "Database", SECRET_ARN) },
      kmsKeyArn: KEY_ARN,
      ...props,
    });
    change(service.resource, stack);
  });
  const service = result.only("aws_apprunner_service");
  const { precondition = [], postcondition = [] } = (service["lifecycle"] ?? {}) as Record<string, Block[]>;
  const [planned = {}] = Object.values(result.json["locals"] as Record<string, Block>);
  return { result, service, precondition, postcondition, planned };
}

const ignore =
  (...paths: string[]): Change =>
  (resource) => {
    resource.addOverride("lifecycle.ignore_changes", paths);
  };
const override =
  (path: string, value: unknown): Change =>
  (resource) => {
    resource.addOverride(path, value);
  };

const EVERY_NAME = Object.keys(changed(() => undefined).planned);

describe("values that the user ignores", () => {
  test.each<[string, Change, string[]]>([
    ["the image", ignore(IMAGE), ["image"]],
    ["the image, without indexes", ignore(IMAGE.replaceAll("[0]", "")), ["image"]],
    ["its block", ignore("source_configuration[0].image_repository"), ["image", "port", "start_command", "environment", "secrets"]], // prettier-ignore
    ["two arguments", ignore("instance_configuration[0].cpu", "tags"), ["cpu"]],
    ["the network", ignore("network_configuration"), ["vpc_connector", "public_access", "address_type"]],
    ["everything", override("lifecycle.ignore_changes", "all"), EVERY_NAME],
    ["everything, by assignment", (resource) => (resource.lifecycle = { ...resource.lifecycle, ignoreChanges: "all" }), EVERY_NAME], // prettier-ignore
    ["the image, by assignment", (resource) => (resource.lifecycle = { ...resource.lifecycle, ignoreChanges: [IMAGE] }), ["image"]], // prettier-ignore
    ["the image, by an aspect", (resource, stack) => { Aspects.of(stack).add({ visit: (node) => { if (node === resource) ignore(IMAGE)(resource, stack); } }); }, ["image"]], // prettier-ignore
    [
      "a lazy list",
      override("lifecycle.ignore_changes", Lazy.listValue({ produce: () => [IMAGE] })),
      ["image"],
    ],
    ["a lazy entry", ignore(Lazy.stringValue({ produce: () => IMAGE })), ["image"]],
    [
      "a lazy keyword",
      override("lifecycle.ignore_changes", Lazy.stringValue({ produce: () => "all" })),
      EVERY_NAME,
    ],
    ["tags only", ignore("tags", 'tags["a"]', "tags_all"), []],
    ["something unexpected", override("lifecycle.ignore_changes", { a: [null, 5] }), []],
    ["something unexpected in the list", override("lifecycle.ignore_changes", [5, null, {}]), []],
  ])("are not compared: %s", (_, change, names) => {
    const { planned, postcondition } = changed(change);
    expect(Object.keys(planned)).toEqual(EVERY_NAME.filter((name) => !names.includes(name)));
    expect(postcondition).toHaveLength(EVERY_NAME.length - names.length);
    for (const name of names) expect(JSON.stringify(postcondition)).not.toContain(`.${name})}`);
  });

  test("are not compared in a map, but the other keys are", () => {
    const { postcondition } = changed(ignore(`${VARIABLES}["A"]`, `${SECRETS}["X.Y"]`));
    const of = (name: string) =>
      postcondition.find(({ condition }) => String(condition).includes(`.${name})`));
    const without = (key: string) => new RegExp(`for k, v in .* if !contains\\(\\["${key}"\\], k\\)`);
    expect(of("environment")?.["condition"]).toMatch(without("A"));
    expect(of("secrets")?.["condition"]).toMatch(without("X.Y"));
  });

  test.each([
    ["a secret", `${SECRETS}["URL"]`, "aws_secretsmanager_secret"],
    ["all secrets", SECRETS, "aws_secretsmanager_secret_versions"],
    ["the key", "encryption_configuration[0].kms_key", "aws_kms_key"],
    ["the encryption", "encryption_configuration", "aws_kms_key"],
  ])("are not looked up: %s", (_, path, type) => {
    const before = changed(() => undefined);
    const after = changed(ignore(path));
    expect(Object.keys(before.result.data(type))).toHaveLength(1);
    expect(after.result.data(type)).toEqual({});
    expect(after.precondition.length).toBeLessThan(before.precondition.length);
    expect(JSON.stringify(after.result.json)).not.toContain(`data.${type}.`);
  });

  test("do not stop a redeployment from following the other secrets", () => {
    const { result } = changed(ignore(`${SECRETS}["URL"]`), { redeployOnSecretChange: true });
    const trigger = Object.values(result.resources("terraform_data")).find((data) => data["triggers_replace"] && !("input" in data)); // prettier-ignore
    expect(trigger?.["triggers_replace"]).toEqual({});
  });

  test("let the image be any image of the repository", () => {
    const image = changed(ignore(IMAGE)).result.onlyData("aws_ecr_image");
    expect(image).toEqual({
      repository_name: "hello",
      registry_id: "111122223333",
      most_recent: true,
      for_each: {
        "an image in the repository of test/Api; if it has no image: docker push 111122223333.dkr.ecr.eu-west-1.amazonaws.com/hello:1.0":
          "",
      },
    });
  });

  test("do not include the kind of source, unless the whole source is ignored", () => {
    const kind = (change: Change) => JSON.stringify(changed(change).precondition).includes("output.kind");
    expect(kind(ignore(IMAGE))).toBe(true);
    expect(kind(ignore("source_configuration"))).toBe(false);
  });
});

describe("values that the user overrides", () => {
  const CPU = "instance_configuration.cpu";
  test.each<[string, Change, string, unknown]>([
    ["an image", override(IMAGE.replaceAll("[0]", ""), "111122223333.dkr.ecr.eu-west-1.amazonaws.com/x:2"), "image", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/x:2"], // prettier-ignore
    ["a number", override("source_configuration.image_repository.image_configuration.port", 9000), "port", "9000"], // prettier-ignore
    ["a size", override(CPU, "0.25 vCPU"), "cpu", "256"],
    ["a size in MB", override("instance_configuration.memory", 512), "memory", "512"],
    ["a size in GB", override("instance_configuration.memory", "4 GB"), "memory", "4096"],
    ["a variable that looks like a size", override(`${VARIABLES}.A`, "2 GB"), "environment", { A: "2 GB", B: "2" }], // prettier-ignore
    ["a variable of another type", override(`${VARIABLES}.A`, true), "environment", { A: "true", B: "2" }],
    ["text instead of a boolean", override("network_configuration.ingress_configuration.is_publicly_accessible", "false"), "public_access", false], // prettier-ignore
    ["a number that only Terraform knows", (resource, stack) => { override("source_configuration.image_repository.image_configuration.port", new TerraformVariable(stack, "port", { type: "number" }).numberValue)(resource, stack); }, "port", "${tostring(var.port)}"], // prettier-ignore
    ["a token", override(CPU, Token.asString("${var.cpu}")), "cpu", "${var.cpu}"],
    ["a lazy value", override(CPU, Lazy.stringValue({ produce: () => "512" })), "cpu", "512"],
    ["one variable", override(`${VARIABLES}.A`, "9"), "environment", { A: "9", B: "2" }],
    ["one more variable", override(`${VARIABLES}.C`, 3), "environment", { A: "1", B: "2", C: "3" }],
    ["a removed variable", override(`${VARIABLES}.A`, undefined), "environment", { B: "2" }],
    ["a variable that is null", override(`${VARIABLES}.A`, null), "environment", { B: "2" }],
    ["no variables", override(VARIABLES, undefined), "environment", {}],
    ["no secrets", override(SECRETS, null), "secrets", {}],
    [
      "a property",
      (resource) => {
        resource.instanceConfiguration.cpu = "512";
      },
      "cpu",
      "512",
    ],
    ["a block", (resource) => { resource.putInstanceConfiguration({ cpu: "512", memory: "1024" }); }, "cpu", "512"], // prettier-ignore
    ["a block as a list", override("instance_configuration", [{ cpu: "512", memory: "1024" }]), "cpu", "512"], // prettier-ignore
    ["no access role", override("source_configuration.authentication_configuration", undefined), "access_role", ""], // prettier-ignore
  ])("are compared: %s", (_, change, name, value) => {
    const { planned, postcondition } = changed(change);
    expect(planned[name]).toEqual(value);
    expect(Object.keys(planned)).toEqual(EVERY_NAME);
    expect(postcondition).toHaveLength(EVERY_NAME.length);
  });

  test.each<[string, Change, string[]]>([
    [
      "a block that is not set",
      (resource) => {
        resource.resetInstanceConfiguration();
      },
      ["cpu", "memory"],
    ],
    ["a removed block", override("network_configuration", undefined), ["vpc_connector", "public_access", "address_type"]], // prettier-ignore
    ["null", override("instance_configuration.cpu", null), ["cpu"]],
    ["a block of an expression", override("instance_configuration", "${var.instance}"), ["cpu", "memory"]],
    ["a lazy block", (resource) => { resource.putInstanceConfiguration(Lazy.anyValue({ produce: () => ({ cpu: "1" }) }) as never); }, ["cpu", "memory"]], // prettier-ignore
    ["a dynamic block", override("source_configuration", { authentication_configuration: undefined, dynamic: { authentication_configuration: {} } }), ["access_role"]], // prettier-ignore
    ["two blocks", override("instance_configuration", [{}, {}]), ["cpu", "memory"]],
    ["a number instead of a block", override("source_configuration", 5), ["image", "port", "start_command", "environment", "secrets", "access_role"]], // prettier-ignore
  ])("are not compared if the JSON does not show them: %s", (_, change, names) => {
    expect(Object.keys(changed(change).planned)).toEqual(EVERY_NAME.filter((name) => !names.includes(name)));
  });

  test.each<[string, Change, string]>([
    ["the image", override(IMAGE.replaceAll("[0]", ""), "public.ecr.aws/a/b:1"), "aws_ecr_image"],
    ["the secret", override(`${SECRETS}.URL`, OTHER_ARN), "aws_secretsmanager_secret"],
    ["all secrets", override(SECRETS, { X: OTHER_ARN, URL: undefined }), "aws_secretsmanager_secret"],
    ["the source", override("source_configuration", "${local.source}"), "aws_secretsmanager_secret_versions"],
    [
      "the key",
      (resource) => {
        resource.resetEncryptionConfiguration();
      },
      "aws_kms_key",
    ],
  ])("replace what is looked up: %s", (_, change, type) => {
    const { result } = changed(change);
    expect(result.data(type)).toEqual({});
    expect(JSON.stringify(result.json)).not.toContain(`data.${type}.`);
  });

  test("can change the kind of source", () => {
    const code = {
      code_repository: { repository_url: "https://github.com/a/b" },
      image_repository: undefined,
    };
    const { precondition, result } = changed(override("source_configuration", code));
    expect(JSON.stringify(precondition)).toContain('output.kind == \\"code\\"');
    expect(Object.values(result.resources("terraform_data"))[0]).toMatchObject({ input: { kind: "code" } });
  });

  test("keep the check of a parameter only for its own ARN", () => {
    const arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/hello/token";
    const build = (change: Change) =>
      synth((stack) => {
        const secrets = { TOKEN: Parameter.fromArn(stack, "Token", arn) };
        const source = ImageSource.ecrPublic("public.ecr.aws/a/b:1");
        change(new AppRunnerService(stack, "Api", { serviceName: "hello", source, secrets }).resource, stack);
      }).text;
    expect(build(() => undefined)).toContain("cannot read a parameter in another account");
    expect(build(override(`${SECRETS}.TOKEN`, OTHER_ARN))).not.toContain("cannot read a parameter");
  });

  test("remove the check of a replaced connection", () => {
    const build = (change: Change) =>
      synth((stack) => {
        const connection = new SourceConnection(stack, "GitHub", { connectionName: "github", providerType: "GITHUB" }); // prettier-ignore
        const source = CodeSource.repository({
          connection,
          url: "https://github.com/a/b",
          branch: "main",
          configurationSource: "REPOSITORY",
        });
        change(new AppRunnerService(stack, "Api", { serviceName: "hello", source }).resource, stack);
      }).text;
    const path = "source_configuration.authentication_configuration.connection_arn";
    expect(build(() => undefined)).toContain("must complete its handshake");
    expect(build(override(path, "arn"))).not.toContain("must complete its handshake");
  });

  test.each<[string, (resource: VpcConnector["resource"]) => void, number]>([
    ["nothing", () => undefined, 1],
    [
      "other subnets",
      (resource) => {
        resource.subnets = ["subnet-11111111"];
      },
      0,
    ],
    [
      "ignored subnets",
      (resource) => {
        resource.addOverride("lifecycle.ignore_changes", ["subnets"]);
      },
      0,
    ],
    [
      "ignored tags",
      (resource) => {
        resource.addOverride("lifecycle.ignore_changes", ["tags"]);
      },
      1,
    ],
  ])("decide whether subnets are looked up: %s", (_, change, count) => {
    const result = synth((stack) => {
      const ids = { subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] };
      change(new VpcConnector(stack, "Connector", { name: "hello", ...ids }).resource);
    });
    expect(Object.keys(result.data("aws_subnet"))).toHaveLength(count);
    expect(result.text.includes("data.aws_subnet.")).toBe(count > 0);
    expect(result.text.includes("is public")).toBe(count > 0);
  });
});

describe("values that only Terraform knows", () => {
  const LOCAL = "local.Api_RollbackGuards_Planned_E164B2E4";
  const PORT = "source_configuration.image_repository.image_configuration.port";
  const size = (value: string) =>
    `try(tostring(1024 * regex("^([0-9.]+) (?:vCPU|GB)$", ${value})[0]), tostring(${value}))`;
  const MAP = `try({ for k, v in ${LOCAL}.environment : k => tostring(v) if v != null }, {})`;
  test.each<[string, Change, string, string]>([
    [
      "a size",
      override("instance_configuration.cpu", "${var.n}"),
      "cpu",
      `${size("self.instance_configuration[0].cpu")} : ${size(`${LOCAL}.cpu`)})`,
    ],
    [
      "a size with a unit",
      override("instance_configuration.cpu", "${var.n} vCPU"),
      "cpu",
      `jsonencode(${size("self.instance_configuration[0].cpu")}) == jsonencode(${size(`${LOCAL}.cpu`)})`,
    ],
    [
      "a size that is written with its unit",
      override("instance_configuration.cpu", "2 vCPU"),
      "cpu",
      `jsonencode(${size("self.instance_configuration[0].cpu")}) == jsonencode(${LOCAL}.cpu)`,
    ],
    ["a boolean", override("network_configuration.ingress_configuration.is_publicly_accessible", Token.asString("${var.public}")), "public_access", `${LOCAL}.public_access == null ? self.network_configuration[0].ingress_configuration[0].is_publicly_accessible : tobool(${LOCAL}.public_access))`], // prettier-ignore
    ["a port", override(PORT, Token.asString("${var.port}")), "port", `: tostring(${LOCAL}.port))`],
    ["a connector", override("network_configuration.egress_configuration.vpc_connector_arn", Token.asString("${var.arn}")), "vpc_connector", `${LOCAL}.vpc_connector == null ? "" : tostring(${LOCAL}.vpc_connector))`], // prettier-ignore
    ["a map", override(VARIABLES, Token.asString("${var.all}")), "environment", MAP],
    ["a lazy map", override(VARIABLES, Lazy.anyValue({ produce: () => ({ A: 1, B: null }) })), "environment", MAP], // prettier-ignore
    ["a variable", override(`${VARIABLES}.A`, Token.asString("${var.a}")), "environment", MAP],
    ["text around a token", override(`${VARIABLES}.A`, `a ${Token.asString("${var.a}")}`), "environment", `jsonencode(${LOCAL}.environment)`], // prettier-ignore
    ["an attribute of a resource", override(`${VARIABLES}.A`, Token.asString("${aws_iam_role.x.arn}")), "environment", `jsonencode(${LOCAL}.environment)`], // prettier-ignore
  ])("can be null or of another type: %s", (_, change, name, condition) => {
    const { postcondition } = changed(change);
    const texts = postcondition.map((item) => String(item["condition"]));
    expect(texts.find((text) => text.includes(`${LOCAL}.${name}`))).toContain(condition);
  });
});

describe("conditions of the user", () => {
  const own = { condition: "${var.ok}", errorMessage: "no" };

  test("stay, next to ours", () => {
    const { precondition, postcondition } = changed((resource) => {
      const { precondition: before = [], postcondition: after = [] } = resource.lifecycle ?? {};
      resource.lifecycle = { precondition: [...before, own], postcondition: [own, ...after] };
    });
    const synthesized = { condition: "${var.ok}", error_message: "no" };
    expect(precondition.at(-1)).toEqual(synthesized);
    expect(postcondition[0]).toEqual(synthesized);
    expect(postcondition).toHaveLength(EVERY_NAME.length + 1);
  });

  test.each<[string, Change]>([
    ["no lifecycle", (resource) => (resource.lifecycle = undefined)],
    ["no conditions", (resource) => (resource.lifecycle = { preventDestroy: true })],
    ["other conditions", (resource) => (resource.lifecycle = { postcondition: [own] })],
    ["a removed condition", override("lifecycle.postcondition.0", undefined)],
    ["a removed list", override("lifecycle.postcondition", undefined)],
    ["a token", (resource) => (resource.lifecycle = { postcondition: Token.asAny("${x}") as never })],
    ["a lifecycle of an unexpected type", override("lifecycle", 5)],
  ])("can replace ours: %s", (_, change) => {
    expect(() => changed(change)).not.toThrow();
  });

  test("stay in a lifecycle that is a list", () => {
    const { result } = changed((resource) => {
      const conditions = FinalArguments.of(resource).read(["lifecycle", "postcondition"]);
      resource.addOverride("lifecycle", [{ ignore_changes: [IMAGE], postcondition: conditions }]);
    });
    const [lifecycle] = result.only("aws_apprunner_service")["lifecycle"] as Record<string, Block[]>[];
    expect(lifecycle?.["postcondition"]).toHaveLength(EVERY_NAME.length - 1);
    expect(result.onlyData("aws_ecr_image")).toMatchObject({ most_recent: true });
  });

  test("keep a changed error message", () => {
    const { postcondition } = changed(override("lifecycle.postcondition.0.error_message", "ask us"));
    expect(postcondition[0]?.["error_message"]).toBe("ask us");
  });
});

describe("FinalArguments", () => {
  test.each([
    ["a", true],
    ["a[0].b", true],
    ["a.0.b", true],
    ["a[0].b[0].c", true],
    ["${a}", true],
    ["a[0].x", false],
    ["a[0].b[0].c[0].d", false],
    ["aa", false],
    ["", true],
  ])("reads the path %j", (path, ignored) => {
    const args = new FinalArguments({ lifecycle: { ignore_changes: [path] } });
    expect(args.ignores(["a", "b", "c"])).toBe(ignored);
  });
});

describe("a pipeline that deploys images", () => {
  const source = (stack: TerraformStack) =>
    ImageSource.ecr(Repository.fromArn(stack, "Images", REPOSITORY_ARN), { tag: "1.0", externalDeployments: true }); // prettier-ignore
  const build = (change: Change = () => undefined) =>
    synth((stack) => {
      change(new AppRunnerService(stack, "Api", { serviceName: "hello", source: source(stack) }).resource, stack); // prettier-ignore
    });

  test("keeps the image that runs", () => {
    const result = build();
    expect(result.only("aws_apprunner_service")["lifecycle"]).toMatchObject({ ignore_changes: [IMAGE] });
    expect(Object.values(result.json["locals"] as Block)[0]).not.toHaveProperty("image");
    expect(result.onlyData("aws_ecr_image")).toMatchObject({ most_recent: true });
  });

  test("keeps it next to what the user ignores", () => {
    const lifecycle = (change: Change) => build(change).only("aws_apprunner_service")["lifecycle"];
    expect(lifecycle(ignore("tags"))).toMatchObject({ ignore_changes: [IMAGE, "tags"] });
    expect(lifecycle(override("lifecycle.ignore_changes", "all"))).toMatchObject({ ignore_changes: "all" });
  });

  test.each<[string, Change]>([
    ["lifecycle", (resource) => (resource.lifecycle = { preventDestroy: true })],
    ["ignore_changes", (resource) => (resource.lifecycle = { ...resource.lifecycle, ignoreChanges: ["tags"] })], // prettier-ignore
  ])("is rejected if the user replaces %s without the image", (_, change) => {
    expect(() => build(change)).toThrow(
      `'lifecycle.ignore_changes' of test/Api/Resource must contain '${IMAGE}' because of externalDeployments`,
    );
  });

  test("can use any kind of image", () => {
    const options = { externalDeployments: true };
    const image = ImageSource.ecrPublic("public.ecr.aws/a/b:1", options);
    const result = synth(
      (stack) => new AppRunnerService(stack, "Api", { serviceName: "hello", source: image }),
    );
    expect(result.only("aws_apprunner_service")["lifecycle"]).toMatchObject({ ignore_changes: [IMAGE] });
  });
});

describe("an environment that only Terraform knows", () => {
  test.each<[string, (stack: TerraformStack) => unknown, unknown]>([
    [
      "a token of an expression",
      () => Token.asAny("${terraform_data.all.output}"),
      "${terraform_data.all.output}",
    ],
    ["Fn.merge", () => Fn.merge([{ A: "1" }, { B: "2" }]) as unknown, '${merge({"A" = "1"}, {"B" = "2"})}'],
    ["Fn.lookup", (stack) => Fn.lookup(new TerraformVariable(stack, "all", { type: "any" }).value, "prod") as unknown, "${var.all.prod}"], // prettier-ignore
    [
      "a variable",
      (stack) => new TerraformVariable(stack, "all", { type: "map(string)" }).value as unknown,
      "${var.all}",
    ],
    ["its string", (stack) => new TerraformVariable(stack, "all", { type: "map(string)" }).stringValue, "${var.all}"], // prettier-ignore
    [
      "a local value",
      (stack) => new TerraformLocal(stack, "all", { A: "1" }).expression as unknown,
      "${local.all}",
    ],
    ["a map of strings", (stack) => new TerraformLocal(stack, "all", { A: "1" }).asStringMap, "${local.all}"],
    ["a lazy map", () => Lazy.anyValue({ produce: () => ({ A: "1" }) }), { A: "1" }],
  ])("is accepted, and its names are checked at plan: %s", (_, create, expression) => {
    const result = synth((stack) => {
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecrPublic("public.ecr.aws/a/b:1"),
        environment: create(stack) as never,
        secrets: { URL: Secret.fromArn(stack, "Database", SECRET_ARN) },
      });
    });
    const { lifecycle, source_configuration } = result.only("aws_apprunner_service") as Record<string, Block>;
    const conditions = (lifecycle?.["precondition"] as Block[]).map(({ condition }) => String(condition));
    expect(conditions.join()).not.toContain("undefined");
    // Terraform rejects a condition that has only literals.
    const names = "keys\\(local\\.Api_StartGuards_Environment_";
    expect(conditions).toContainEqual(expect.stringMatching(new RegExp(`${names}.*"PORT".*AWSAPPRUNNER`)));
    expect(conditions).toContainEqual(expect.stringMatching(new RegExp(`${names}.*"URL"`)));
    expect(Object.values(result.json["locals"] as Block)).toContainEqual(expression);
    expect(JSON.stringify(source_configuration)).toContain(JSON.stringify(expression));
    expect(Object.values(result.json["locals"] as Block)).toContainEqual(
      expect.objectContaining({ environment: expression }),
    );
  });
});

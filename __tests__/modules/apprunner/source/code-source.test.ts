import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  type CodeRepositoryOptions,
  CodeSource,
  Role,
  Secret,
  SourceConnection,
} from "../../../../modules";
import { type Block, refusal, synth } from "../../../support/synth";

const CONNECTION_ARN = "arn:aws:apprunner:eu-west-1:111122223333:connection/github/0123456789abcdef";
const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf";
const BUILD = { runtime: "NODEJS_22", buildCommand: "npm ci" };
const FILE = { configurationSource: "REPOSITORY", build: undefined };

type Options = Partial<Record<keyof CodeRepositoryOptions, unknown>>;
type Props = Partial<Record<keyof AppRunnerServiceProps, unknown>>;

function serve(stack: TerraformStack, options: Options = {}, props: Props = { startCommand: "npm start" }) {
  const source = CodeSource.repository({
    connection: SourceConnection.fromArn(stack, "GitHub", CONNECTION_ARN),
    url: "https://github.com/acme/hello",
    branch: "main",
    build: BUILD,
    ...options,
  } as CodeRepositoryOptions);
  return new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source,
    ...props,
  } as AppRunnerServiceProps);
}

function service(options?: Options, props?: Props) {
  return synth((stack) => serve(stack, options, props)).only("aws_apprunner_service");
}

function refused(options?: Options, props?: Props) {
  return refusal((stack) => serve(stack, options, props));
}

describe("CodeSource.repository", () => {
  test("builds the latest commit of a branch, deploys pushes and needs no access role", () => {
    const result = synth((stack) => serve(stack));
    expect(result.only("aws_apprunner_service")["source_configuration"]).toEqual({
      auto_deployments_enabled: true,
      authentication_configuration: { connection_arn: CONNECTION_ARN },
      code_repository: {
        repository_url: "https://github.com/acme/hello",
        source_directory: "/",
        source_code_version: { type: "BRANCH", value: "main" },
        code_configuration: {
          configuration_source: "API",
          code_configuration_values: {
            runtime: "NODEJS_22",
            build_command: "npm ci",
            start_command: "npm start",
            port: "8080",
          },
        },
      },
    });
    expect(result.addresses.join()).not.toMatch(/AccessRole|aws_ecr_image/);
  });

  test("sets the arguments for all given options", () => {
    const secret = (stack: TerraformStack) => Secret.fromArn(stack, "Secret", SECRET_ARN);
    const result = synth((stack) => {
      const props = {
        port: 3000,
        startCommand: "npm start",
        environment: { A: "1" },
        secrets: { KEY: secret(stack).wholeValue() },
      };
      serve(stack, { sourceDirectory: "/api", autoDeploy: false }, props);
    });
    expect(result.only("aws_apprunner_service")["source_configuration"]).toMatchObject({
      auto_deployments_enabled: false,
      code_repository: {
        source_directory: "/api",
        code_configuration: {
          code_configuration_values: {
            port: "3000",
            runtime_environment_variables: { A: "1" },
            runtime_environment_secrets: { KEY: SECRET_ARN },
          },
        },
      },
    });
    expect(result.onlyData("aws_secretsmanager_secret")).toMatchObject({ arn: SECRET_ARN });
  });

  test("sets no build or run settings with REPOSITORY", () => {
    expect(service(FILE, {})["source_configuration"]).toMatchObject({
      code_repository: { code_configuration: { configuration_source: "REPOSITORY" } },
    });
    expect(JSON.stringify(service(FILE, {})["source_configuration"])).not.toContain("values");
  });

  test("compiles only with either build or REPOSITORY", () => {
    const connection = undefined as unknown as SourceConnection;
    const common = { connection, url: "https://github.com/acme/hello", branch: "main" };
    const build = { runtime: "NODEJS_22", buildCommand: "npm ci" } as const;
    CodeSource.repository({ ...common, build });
    CodeSource.repository({ ...common, configurationSource: "API", build });
    CodeSource.repository({ ...common, configurationSource: "REPOSITORY" });
    // @ts-expect-error the build settings are in the file
    CodeSource.repository({ ...common, configurationSource: "REPOSITORY", build });
    // @ts-expect-error the build settings are missing
    CodeSource.repository(common);
    // @ts-expect-error there is no such runtime
    CodeSource.repository({ ...common, build: { runtime: "NODEJS_99", buildCommand: "npm ci" } });
    expect(connection).toBeUndefined();
  });
});

describe("the repository", () => {
  test.each([
    "https://github.com/acme/hello",
    "https://github.com/Acme-1/.github",
    "https://github.com/acme/hello.github.io",
    "https://bitbucket.org/acme_team/hello",
  ])("accepts %j", (url) => {
    expect(() => service({ url })).not.toThrow();
  });

  test.each([
    "https://github.com/acme/hello.git",
    "https://github.com/acme/hello/",
    "https://github.com/acme",
    "https://github.com/acme/..",
    "https://github.com/acme/hello/tree/main",
    "http://github.com/acme/hello",
    "https://gitlab.com/acme/hello",
    "https://token@github.com/acme/hello",
    "git@github.com:acme/hello.git",
    "github.com/acme/hello",
    "https://github.com/acme/hello\n",
    "",
  ])("rejects %j", (url) => {
    expect(refused({ url }).faults).toEqual([
      expect.stringMatching(
        /^'source\.url' must be 'https:\/\/github\.com\/<owner>\/<name>' or '.*', without '\.git' or a trailing '\/', got '/,
      ),
    ]);
  });

  test.each([
    ["GITHUB", "https://bitbucket.org/acme/hello", "github.com"],
    ["BITBUCKET", "https://github.com/acme/hello", "bitbucket.org"],
  ] as const)("must be on the host of the connection: %s", (providerType, url, host) => {
    const found = refusal((stack) => {
      const props = { connectionName: "other", providerType };
      serve(stack, { connection: new SourceConnection(stack, "Other", props), url });
    });
    expect(found.faults).toEqual([
      `'source.url' must be on ${host}, the provider of the connection, got '${url}'`,
    ]);
  });
});

describe("the branch", () => {
  test.each(["main", "a", "feature/x.y", "release-1.0", "@x", "ünï/😀", "a".repeat(255), "x{y}"])(
    "accepts %j",
    (branch) => {
      expect(() => service({ branch })).not.toThrow();
    },
  );

  test.each(["", " ", "a b", "-a", "/a", "a/", "a//b", "a..b", "a.", ".a", "a/.b", "a.lock", "a.lock/b", "@", "a@{b", "a~1", "a^", "a:b", "a?", "a*", "a[b", "a\\b", "a\nb", "refs/heads/main",
    "${var.x}",
    "a%{if}", "a".repeat(256)])("rejects %j", (branch) => {
    expect(refused({ branch }).faults).toEqual([expect.stringMatching(/^'source\.branch' must be the name of a git branch, such as 'main', without 'refs\/heads\/', at most 255 characters, got '/)]);
  }); // prettier-ignore
});

describe("CodeSource.repository rejects", () => {
  const missing = (prop: string) =>
    `'${prop}' must not be set with configurationSource 'REPOSITORY': App Runner reads it from apprunner.yaml`;

  test.each<[Options, Props, string[]]>([
    [
      { connection: "github" },
      {},
      ["'source.connection' must be a SourceConnection, such as new SourceConnection(…), got 'github'"],
    ],
    [{ sourceDirectory: "api" }, {}, ["'source.sourceDirectory' must be a path of at most 4096 characters from the root of the repository that starts with '/', got 'api'"]], // prettier-ignore
    [{ autoDeploy: "yes" }, {}, ["'source.autoDeploy' must be true or false, got 'yes'"]],
    [{ configurationSource: "FILE" }, {}, ["'source.configurationSource' must be 'API' or 'REPOSITORY', got 'FILE'"]], // prettier-ignore
    [{ build: undefined }, {}, ["'source.build' is required: it must be an object"]],
    [{ build: {} }, { startCommand: "x" }, [expect.stringMatching(/^'source\.build\.runtime' is required: it must be one of 'CORRETTO_8', .*$/) as string, "'source.build.buildCommand' is required: it must be a string"]], // prettier-ignore
    [{ build: { ...BUILD, buildCommand: "a\nb" } }, { startCommand: "x" }, ["'source.build.buildCommand' must be a single non-empty line"]], // prettier-ignore
    [{}, {}, ["'startCommand' is required: it must be the command that starts the code"]], // prettier-ignore
    [{}, { startCommand: "" }, ["'startCommand' must be a single non-empty line"]],
    [{ configurationSource: "REPOSITORY" }, {}, [missing("source.build")]],
    [FILE, { port: 80, startCommand: "x", environment: {}, secrets: {} }, ["port", "startCommand", "environment", "secrets"].map(missing)], // prettier-ignore
  ])("%j, %j", (options, props, faults) => {
    expect(refused(options, props)).toEqual({ at: "test/Api", faults });
  });

  test("options that are not an object", () => {
    const source = CodeSource.repository(null as unknown as CodeRepositoryOptions);
    const found = refusal((stack) => new AppRunnerService(stack, "Api", { serviceName: "hello", source }));
    expect(found.faults).toEqual(["'source' is required: it must be an object, got null"]);
  });

  test("an access role", () => {
    const found = refusal((stack) => {
      const accessRole = Role.fromArn(stack, "Role", "arn:aws:iam::111122223333:role/pull");
      serve(stack, {}, { startCommand: "x", accessRole });
    });
    expect(found.faults).toEqual([
      "'accessRole' must not be set with a CodeSource: App Runner reads the code through the connection",
    ]);
  });
});

describe("the guard against a silent rollback", () => {
  function compared(options?: Options, props?: Props) {
    const result = synth((stack) => serve(stack, options, props));
    const [planned] = Object.values(result.json["locals"] as Record<string, Block>);
    const { lifecycle } = result.only("aws_apprunner_service") as { lifecycle: Record<string, Block[]> };
    const paths = lifecycle["postcondition"]?.map(({ condition }) =>
      /source_configuration\[0\]\.([\w.[\]]+)/.exec(String(condition))?.[1]?.replaceAll("[0]", ""),
    );
    return { planned, paths: paths?.filter((path) => path !== undefined) };
  }

  test("compares the repository, build and run settings", () => {
    const { planned, paths } = compared();
    expect(planned).toEqual({
      repository: "https://github.com/acme/hello",
      branch: "main",
      source_directory: "/",
      configuration_source: "API",
      runtime: "NODEJS_22",
      build_command: "npm ci",
      port: "8080",
      start_command: "npm start",
      environment: {},
      secrets: {},
      access_role: "",
      cpu: "1024",
      memory: "2048",
      vpc_connector: "",
      public_access: true,
      address_type: "IPV4",
    });
    const values = "code_repository.code_configuration.code_configuration_values";
    expect(paths).toEqual([
      "code_repository.repository_url",
      "code_repository.source_code_version.value",
      "code_repository.source_directory",
      "code_repository.code_configuration.configuration_source",
      `${values}.runtime`,
      `${values}.build_command`,
      `${values}.port`,
      `${values}.start_command`,
      `${values}.runtime_environment_variables`,
      `${values}.runtime_environment_secrets`,
      "authentication_configuration[",
    ]);
  });

  test("does not compare settings in apprunner.yaml", () => {
    expect(compared(FILE, {}).planned).toEqual({
      repository: "https://github.com/acme/hello",
      branch: "main",
      source_directory: "/",
      configuration_source: "REPOSITORY",
      access_role: "",
      cpu: "1024",
      memory: "2048",
      vpc_connector: "",
      public_access: true,
      address_type: "IPV4",
    });
  });
});

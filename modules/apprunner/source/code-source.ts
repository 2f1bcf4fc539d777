import type { ApprunnerServiceSourceConfigurationCodeRepositoryCodeConfiguration } from "@cdktf/provider-aws/lib/apprunner-service";
import type { Construct } from "constructs";
import { guardIf } from "../../core/final-arguments";
import { requireSamePlace } from "../../core/place";
import { PropertyChecks } from "../../core/property-checks";
import { allowCharacters, canStartWith } from "../../core/mixed-text";
import { display, isToken } from "../../core/values";
import { guardConnection } from "../guards/connection-guard";
import { APP_RUNNER_RUNTIMES, type AppRunnerRuntime } from "./runtimes";
import {
  buildPlannedRun,
  buildRunConfiguration,
  type ISource,
  type PlannedValue,
  type RunProps,
  SOURCE,
  type SourceConfig,
  validateCommand,
} from "./source";
import { type ISourceConnection, SOURCE_CONNECTION } from "./source-connection";

/** Options of source code in a repository. */
export interface CodeSourceOptions {
  /** Connection that App Runner uses to read the repository. */
  readonly connection: ISourceConnection;
  /** URL of the repository: `https://github.com/<owner>/<name>` or `https://bitbucket.org/<workspace>/<name>`. */
  readonly url: string;
  /** Branch. App Runner builds its latest commit. Tags and commits are not supported. */
  readonly branch: string;
  /**
   * Directory, from the root of the repository, in which the commands run, such as `/services/api`. It also holds
   * `apprunner.yaml`.
   *
   * @default "/"
   */
  readonly sourceDirectory?: string;
  /**
   * Whether App Runner deploys each push to the branch that changes the directory. If `false`, deploy commits with
   * `aws apprunner start-deployment`: Terraform does not see them.
   *
   * @default true
   */
  readonly autoDeploy?: boolean;
}

/** Build settings of the code. */
export interface CodeBuild {
  /** Runtime, such as `NODEJS_22`: one of `APP_RUNNER_RUNTIMES`. */
  readonly runtime: AppRunnerRuntime;
  /** Command that builds the code, such as `npm ci && npx tsc`. One line. */
  readonly buildCommand: string;
}

/**
 * Options of source code whose build settings are in `build` (`API`, the default) or in the repository's `apprunner.yaml`
 * (`REPOSITORY`). With `REPOSITORY`, the file also holds the start command, port, environment and secrets, and the
 * service must not set them.
 */
export type CodeRepositoryOptions = CodeSourceOptions &
  (
    | {
        /**
         * Where the build settings are: `API` means `build`, `REPOSITORY` means the `apprunner.yaml` of the repository.
         *
         * @default "API"
         */
        readonly configurationSource?: "API";
        /** Build settings of the code. */
        readonly build: CodeBuild;
      }
    | {
        /** Where the build settings are: in the `apprunner.yaml` of the repository. */
        readonly configurationSource: "REPOSITORY";
        /** Not with `REPOSITORY`: the build settings are in `apprunner.yaml`. */
        readonly build?: never;
      }
  );

const HOSTS = { GITHUB: "github.com", BITBUCKET: "bitbucket.org" } as const;
const REPOSITORY_URL = {
  pattern: /^https:\/\/(github\.com|bitbucket\.org)\/[\w.-]+\/(?!\.{1,2}$)(?![\w.-]*\.git$)[\w.-]+$/,
  allowed:
    "'https://github.com/<owner>/<name>' or 'https://bitbucket.org/<workspace>/<name>', without '.git' or a trailing '/'",
  mixed: (url: string) =>
    allowCharacters("\\w.:\\/\\-")(url) &&
    Object.values(HOSTS).some((host) => canStartWith(url, `https://${host}/`)) &&
    !/(\/|\.git)$/.test(url),
};
const BRANCH = {
  pattern:
    /^(?![-/]|refs\/)(?!.*[$%]\{)(?!.*(\.\.|\/\/|@\{|\/\.|\.lock(\/|$)|[./]$))(?!\.|@$)[^\s\p{C}~^:?*[\\]{1,255}$/u,
  allowed: "the name of a git branch, such as 'main', without 'refs/heads/', at most 255 characters",
  mixed: (branch: string) =>
    allowCharacters("^\\s\\p{C}~^:?*\\[\\\\$%")(branch) && !/^([-./]|refs\/)/.test(branch),
};
/** API model: SourceDirectory. The path is absolute. */
const DIRECTORY = {
  pattern: /^(?!.*[$%]\{)\/[^\p{C}]{0,4095}$/u,
  allowed: "a path of at most 4096 characters from the root of the repository that starts with '/'",
  mixed: allowCharacters("^\\p{C}", "/"),
};

/**
 * Source code in a GitHub or Bitbucket repository that App Runner builds and runs.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/service-source-code.html
 * @example
 * const connection = new SourceConnection(this, "GitHub", { connectionName: "github", providerType: "GITHUB" });
 * new AppRunnerService(this, "Api", {
 *   serviceName: "hello",
 *   source: CodeSource.repository({
 *     connection,
 *     url: "https://github.com/acme/hello",
 *     branch: "main",
 *     build: { runtime: "NODEJS_22", buildCommand: "npm ci" },
 *   }),
 *   startCommand: "node server.js",
 * });
 */
export class CodeSource implements ISource {
  /**
   * Returns a source that runs the latest commit of a branch.
   *
   * @param options repository, branch and build settings
   */
  public static repository(options: CodeRepositoryOptions): CodeSource {
    return new CodeSource(options);
  }

  private constructor(private readonly options: CodeRepositoryOptions) {}

  /**
   * Checks the source and returns its configuration.
   *
   * @param service the service
   * @param props checked props of the service
   * @throws ValidationError if App Runner could not build or run the code
   */
  public bind(service: Construct, props: RunProps): SourceConfig {
    this.validate(new PropertyChecks(service), props);
    const { connection, url, branch, sourceDirectory = "/", autoDeploy = true } = this.options;
    requireSamePlace(service, [
      {
        prop: "source.connection",
        thing: connection,
        arn: connection.connectionArn,
        same: "region and account",
      },
    ]);
    return {
      kind: "code",
      sourceConfiguration: {
        autoDeploymentsEnabled: autoDeploy,
        authenticationConfiguration: { connectionArn: connection.connectionArn },
        codeRepository: {
          repositoryUrl: url,
          sourceDirectory,
          sourceCodeVersion: { type: "BRANCH", value: branch },
          codeConfiguration: this.codeConfiguration(props),
        },
      },
      planned: this.planned(props),
      guards: () =>
        guardIf(guardConnection(service, connection), (args) =>
          args.keeps(
            ["source_configuration", "authentication_configuration", "connection_arn"],
            connection.connectionArn,
          ),
        ),
    };
  }

  private codeConfiguration(
    props: RunProps,
  ): ApprunnerServiceSourceConfigurationCodeRepositoryCodeConfiguration {
    const { build } = this.options;
    if (build === undefined) return { configurationSource: "REPOSITORY" };
    const { runtime, buildCommand } = build;
    return {
      configurationSource: "API",
      codeConfigurationValues: { runtime, buildCommand, ...buildRunConfiguration(props) },
    };
  }

  private planned(props: RunProps): Record<string, PlannedValue> {
    const { url, branch, sourceDirectory = "/", build } = this.options;
    const repository = "code_repository[0]";
    const configuration = `${repository}.code_configuration[0]`;
    const values = `${configuration}.code_configuration_values[0]`;
    return {
      repository: { value: url, path: `${repository}.repository_url` },
      branch: { value: branch, path: `${repository}.source_code_version[0].value` },
      source_directory: { value: sourceDirectory, path: `${repository}.source_directory` },
      configuration_source: {
        value: build ? "API" : "REPOSITORY",
        path: `${configuration}.configuration_source`,
      },
      ...(build && {
        runtime: { value: build.runtime, path: `${values}.runtime` },
        build_command: { value: build.buildCommand, path: `${values}.build_command` },
        ...buildPlannedRun(buildRunConfiguration(props), values),
      }),
    };
  }

  private validate(checks: PropertyChecks, props: RunProps): void {
    checks.props("source", this.options).knows("source.build");
    const { connection, url, branch, sourceDirectory, autoDeploy } = this.options;
    const { build, configurationSource = "API" }: { build?: unknown; configurationSource?: unknown } =
      this.options;
    checks
      .kind("source.connection", connection, SOURCE_CONNECTION)
      .string("source.url", url, REPOSITORY_URL)
      .string("source.branch", branch, BRANCH)
      .boolean("source.autoDeploy", autoDeploy)
      .choice("source.configurationSource", configurationSource, ["API", "REPOSITORY"]);
    checks.optional.string("source.sourceDirectory", sourceDirectory, DIRECTORY);
    checks.that(
      props.accessRole === undefined,
      "'accessRole' must not be set with a CodeSource: App Runner reads the code through the connection",
    );
    checks.throwIfAny();
    validateHost(checks, url, connection);
    if (configurationSource === "REPOSITORY") validateConfigurationFile(checks, build, props);
    else validateBuild(checks, build, props);
    checks.finish();
  }
}

/** The connection must be for the provider that hosts the repository. */
function validateHost(checks: PropertyChecks, url: string, { providerType }: ISourceConnection): void {
  if (isToken(providerType) || providerType === undefined) return;
  const host = HOSTS[providerType];
  checks.that(
    canStartWith(url, `https://${host}/`),
    `'source.url' must be on ${host}, the provider of the connection, got ${display(url)}`,
  );
}

/** Settings in `apprunner.yaml` must not be set here too: App Runner would ignore them. */
function validateConfigurationFile(checks: PropertyChecks, build: unknown, props: RunProps): void {
  const { port, startCommand, environment, secrets } = props;
  const settings = Object.entries({ "source.build": build, port, startCommand, environment, secrets });
  for (const [prop, value] of settings) {
    checks.that(
      value === undefined,
      `'${prop}' must not be set with configurationSource 'REPOSITORY': App Runner reads it from apprunner.yaml`,
    );
  }
}

function validateBuild(checks: PropertyChecks, build: unknown, { startCommand }: RunProps): void {
  checks.props("source.build", build);
  const { runtime, buildCommand } = build as Partial<Record<keyof CodeBuild, unknown>>;
  checks.oneOf("source.build.runtime", runtime, APP_RUNNER_RUNTIMES);
  validateCommand(checks, "source.build.buildCommand", buildCommand);
  checks.allow(startCommand !== undefined, "startCommand", "the command that starts the code", startCommand);
}

SOURCE.markAll(CodeSource);

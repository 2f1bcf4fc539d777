import type { ApprunnerServiceSourceConfigurationCodeRepositoryCodeConfiguration } from "@cdktf/provider-aws/lib/apprunner-service";
import type { Construct } from "constructs";
import { PropertyChecks } from "../../core/property-checks";
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

/** Which code of a repository to run. */
export interface CodeSourceOptions {
  /** The connection that App Runner reads the repository with. */
  readonly connection: ISourceConnection;
  /** The repository: `https://github.com/<owner>/<name>` or `https://bitbucket.org/<workspace>/<name>`. */
  readonly url: string;
  /** Branch, whose newest commit is built. App Runner knows neither tags nor commits. */
  readonly branch: string;
  /**
   * Folder of the repository that the commands run in, from its root, such as `/services/api`. Also where `apprunner.yaml`
   * is.
   *
   * @default "/"
   */
  readonly sourceDirectory?: string;
  /**
   * Whether App Runner builds and deploys each push to the branch that touches the folder. Terraform sees no commits: with
   * `false`, `aws apprunner start-deployment` deploys them.
   *
   * @default true
   */
  readonly autoDeploy?: boolean;
}

/** How App Runner builds the code. */
export interface CodeBuild {
  /** Language and version, such as `NODEJS_22`: one of `APP_RUNNER_RUNTIMES`. */
  readonly runtime: AppRunnerRuntime;
  /** Command that builds the code, such as `npm ci && npm run build`. One line. */
  readonly buildCommand: string;
}

/**
 * Code with a build that stands here (`API`, the default), or in the file `apprunner.yaml` of the repository
 * (`REPOSITORY`): then the file also says how the code is started, and the service must not.
 */
export type CodeRepositoryOptions = CodeSourceOptions &
  (
    | {
        /**
         * Where App Runner finds how to build: `API` in `build`, `REPOSITORY` in the `apprunner.yaml` of the code.
         *
         * @default "API"
         */
        readonly configurationSource?: "API";
        /** How to build the code. */
        readonly build: CodeBuild;
      }
    | {
        /** Where App Runner finds how to build: in the `apprunner.yaml` of the code. */
        readonly configurationSource: "REPOSITORY";
        /** Is in `apprunner.yaml`. */
        readonly build?: never;
      }
  );

const HOSTS = { GITHUB: "github.com", BITBUCKET: "bitbucket.org" } as const;
const REPOSITORY_URL = {
  pattern: /^https:\/\/(github\.com|bitbucket\.org)\/[\w.-]+\/(?!\.{1,2}$)(?![\w.-]*\.git$)[\w.-]+$/,
  allowed:
    "'https://github.com/<owner>/<name>' or 'https://bitbucket.org/<workspace>/<name>', without '.git' and a final '/'",
};
const BRANCH = {
  pattern:
    /^(?![-/]|refs\/)(?!.*[$%]\{)(?!.*(\.\.|\/\/|@\{|\/\.|\.lock(\/|$)|[./]$))(?!\.|@$)[^\s\p{C}~^:?*[\\]{1,255}$/u,
  allowed: "the name of a git branch, such as 'main', without 'refs/heads/'",
};
const DIRECTORY = {
  pattern: /^(?!.*[$%]\{)\/[^\p{C}]{0,4095}$/u,
  allowed: "a folder of the repository, from its root, that starts with '/'",
};

/**
 * Code in a repository at GitHub or Bitbucket that App Runner builds and runs.
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
   * The newest commit of a branch.
   *
   * @param options which repository and branch, and how it is built
   */
  public static repository(options: CodeRepositoryOptions): CodeSource {
    return new CodeSource(options);
  }

  private constructor(private readonly options: CodeRepositoryOptions) {}

  /**
   * Checks the source and says what the service needs to know of it.
   *
   * @param service the service
   * @param props how the service is to run the code, checked
   * @throws ValidationError when App Runner could not build or run the code
   */
  public bind(service: Construct, props: RunProps): SourceConfig {
    this.validate(new PropertyChecks(service), props);
    const { connection, url, branch, sourceDirectory = "/", autoDeploy = true } = this.options;
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
      guards: () => guardConnection(service, connection),
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
      "'accessRole' must be left out with a CodeSource: App Runner reads the code through the connection",
    );
    checks.throwIfAny();
    validateHost(checks, url, connection);
    if (configurationSource === "REPOSITORY") validateConfigurationFile(checks, build, props);
    else validateBuild(checks, build, props);
    checks.finish();
  }
}

/** The connection has to lead to where the repository is. */
function validateHost(checks: PropertyChecks, url: string, { providerType }: ISourceConnection): void {
  if (isToken(url) || isToken(providerType) || providerType === undefined) return;
  const host = HOSTS[providerType];
  checks.that(
    url.startsWith(`https://${host}/`),
    `'source.url' must be at ${host}, where the connection leads, got ${display(url)}`,
  );
}

/** All that `apprunner.yaml` says must not be said here too: App Runner would ignore it. */
function validateConfigurationFile(checks: PropertyChecks, build: unknown, props: RunProps): void {
  const { port, startCommand, environment, secrets } = props;
  const said = Object.entries({ "source.build": build, port, startCommand, environment, secrets });
  for (const [prop, value] of said) {
    checks.that(
      value === undefined,
      `'${prop}' must be left out with the configuration source 'REPOSITORY': App Runner reads it from apprunner.yaml`,
    );
  }
}

function validateBuild(checks: PropertyChecks, build: unknown, { startCommand }: RunProps): void {
  checks.props("source.build", build);
  const { runtime, buildCommand } = build as Partial<Record<keyof CodeBuild, unknown>>;
  checks.oneOf("source.build.runtime", runtime, APP_RUNNER_RUNTIMES);
  validateCommand(checks, "source.build.buildCommand", buildCommand);
  checks.that(
    startCommand !== undefined,
    "'startCommand' must be the command that starts the code, which has none of its own, got undefined",
  );
}

SOURCE.markAll(CodeSource);

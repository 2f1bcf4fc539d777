import type { Construct } from "constructs";
import * as fc from "fast-check";
import { APP_RUNNER_RUNTIMES, AppRunnerService, CodeSource, SourceConnection } from "../../modules";
import { arn, flag, id, matching, oneOf, type Recipe, type Recipes, text } from "./arbitrary-values";

/** Generates objects with the required props of a shape and some others. */
type MapOf = (shape: Readonly<Record<string, Recipes>>, required?: readonly string[]) => Recipes;

/** Generates builders of a construct from recipes for its props. */
type Build = (
  recipes: Recipes,
  create: (scope: Construct, props: never) => unknown,
) => fc.Arbitrary<(scope: Construct) => void>;

/** Builders of connections, and of services that run code. */
export function codeInputs(build: Build, map: MapOf, tags: Recipes): Record<string, ReturnType<Build>> {
  return {
    "AppRunnerService, code": build(codeRun(map), (scope, props) => new AppRunnerService(scope, "It", props)),
    SourceConnection: build(
      connection(map, tags),
      (scope, props) => new SourceConnection(scope, "It", props),
    ),
    "SourceConnection.fromArn": build(connectionArn, (scope, props) =>
      SourceConnection.fromArn(scope, "It", props),
    ),
  };
}

const connectionArn = arn("apprunner:eu-west-1:111122223333:connection/github/0123456789abcdef");

/** Props of a `SourceConnection`. */
function connection(map: MapOf, tags: Recipes): Recipes {
  const shape = {
    connectionName: matching(/^[A-Za-z0-9][A-Za-z0-9_-]{3,31}$/),
    providerType: oneOf("GITHUB", "BITBUCKET"),
    preventDestroy: flag,
    adopt: flag,
    tags,
  };
  return map(shape, ["connectionName", "providerType"]);
}

/** The props of a service that runs code. */
function codeRun(map: MapOf): Recipes {
  const common = {
    connection: fc.constantFrom<Recipe>(
      (scope) =>
        SourceConnection.fromArn(
          scope,
          id(scope),
          "arn:aws:apprunner:eu-west-1:111122223333:connection/github/1",
        ),
      (scope) => new SourceConnection(scope, id(scope), { connectionName: "github", providerType: "GITHUB" }),
    ),
    url: matching(/^https:\/\/github\.com\/[A-Za-z0-9-]{1,9}\/[A-Za-z0-9_-]{1,9}$/),
    branch: matching(/^[a-z0-9][A-Za-z0-9_+-]{0,9}(\/[a-z0-9]{1,5})?$/),
    sourceDirectory: matching(/^\/[ -#&-~]{0,20}$/),
    autoDeploy: flag,
  };
  const required = ["connection", "url", "branch"];
  const build = map({ runtime: oneOf(...APP_RUNNER_RUNTIMES), buildCommand: command(text) }, [
    "runtime",
    "buildCommand",
  ]);
  const source = (options: Recipes): Recipes =>
    options.map((recipe) => (scope: Construct) => CodeSource.repository(recipe(scope) as never));
  const built = map({ ...common, build, configurationSource: oneOf("API", undefined) }, [
    ...required,
    "build",
  ]);
  const configured = map({ ...common, configurationSource: oneOf("REPOSITORY") }, [
    ...required,
    "configurationSource",
  ]);
  const serviceName = matching(/^[A-Za-z0-9][A-Za-z0-9_-]{3,39}$/);
  const all = { serviceName, source: source(built), startCommand: command(text) };
  return fc.oneof(
    map(all, ["serviceName", "source", "startCommand"]),
    map({ serviceName, source: source(configured) }, ["serviceName", "source"]),
  );
}

/** A command: text in one line. */
export function command(lines: Recipes): Recipes {
  return lines.map((recipe) => (scope: Construct) => {
    const made = recipe(scope);
    return typeof made === "string" ? `run ${made.replaceAll(/[\r\n]/g, " ")}` : made;
  });
}

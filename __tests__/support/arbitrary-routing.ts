import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import * as fc from "fast-check";
import {
  AppRunnerService,
  CalculatedHealthCheck,
  DefaultScaling,
  HEALTH_CHECKER_REGIONS,
  HostedZone,
  HostedZoneDnssec,
  HostedZoneQueryLog,
  Scaling,
  ServiceHealthCheck,
  TrafficRouting,
} from "../../modules";
import type { Combinators } from "./arbitrary-combinators";
import {
  flag,
  id,
  matching,
  oneOf,
  type Recipe,
  type Recipes,
  someService,
  text,
  whole,
} from "./arbitrary-values";

/** Generates builders of a construct from recipes for its arguments. */
type Build = (
  recipes: Recipes,
  create: (scope: Construct, given: never) => unknown,
) => fc.Arbitrary<(scope: Construct) => void>;

const someHealthCheck: Recipes = fc.constantFrom<Recipe>(
  (scope) => ServiceHealthCheck.fromId(scope, id(scope), "abcdef11-2222-3333-4444-555555fedcba"),
  (scope) => {
    const service = AppRunnerService.fromAttributes(scope, id(scope), {
      serviceArn: `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${"0".repeat(32)}`,
      serviceUrl: "a.eu-west-1.awsapprunner.com",
    });
    return new ServiceHealthCheck(scope, id(scope), { service, path: "/" });
  },
);

/** Props of a health check. */
function endpoint(inputs: Combinators) {
  return {
    path: oneOf("/", "/healthz?a=b"),
    requestIntervalSeconds: oneOf(10, 30),
    failureThreshold: whole(1, 10),
    searchString: text,
    regions: inputs.list(...HEALTH_CHECKER_REGIONS.slice(0, 3).map((region) => oneOf(region))),
    tags: inputs.tags(),
  };
}

/** Builders of Route 53 health checks. */
export function healthCheckInputs(
  build: Build,
  buildOf: Build,
  inputs: Combinators,
): Record<string, ReturnType<Build>> {
  const props = inputs.map({ ...endpoint(inputs), service: someService }, ["service", "path"]);
  const combined = inputs.map(
    { healthChecks: inputs.list(someHealthCheck), minimumHealthy: whole(1, 1), tags: inputs.tags() },
    ["healthChecks"],
  );
  return {
    ServiceHealthCheck: build(props, (scope, given) => new ServiceHealthCheck(scope, "It", given)),
    "ServiceHealthCheck.fromId": buildOf(
      inputs.list(matching(/^[\w-]{1,64}$/)),
      (scope, [given]: [never]) => {
        new CalculatedHealthCheck(scope, "All", {
          healthChecks: [ServiceHealthCheck.fromId(scope, "It", given)],
        });
      },
    ),
    CalculatedHealthCheck: build(combined, (scope, given) => new CalculatedHealthCheck(scope, "It", given)),
  };
}

const zone: Recipes = fc.constant((scope) => {
  const name = id(scope);
  const provider = new AwsProvider(scope, name, { region: "us-east-1", alias: `${scope.node.addr}${name}` });
  return HostedZone.lookup(scope, id(scope), { domainName: "example.com", provider });
});

/** Builders of what a zone can have, and of the default scaling. */
export function zoneInputs(build: Build, inputs: Combinators): Record<string, ReturnType<Build>> {
  const shared = { zone, preventDestroy: flag, tags: inputs.tags() };
  const log = inputs.map({ ...shared, retentionDays: oneOf(7, 30) }, ["zone", "retentionDays"]);
  const dnssec = inputs.map({ ...shared, keySigningKeyName: matching(/^\w{3,128}$/) }, ["zone"]);
  const scaling: Recipes = fc.constant((scope) => new Scaling(scope, id(scope), { name: "hello" }));
  return {
    HostedZoneQueryLog: build(log, (scope, given) => new HostedZoneQueryLog(scope, "It", given)),
    HostedZoneDnssec: build(dnssec, (scope, given) => new HostedZoneDnssec(scope, "It", given)),
    DefaultScaling: build(inputs.map({ scaling }, ["scaling"]), (scope, given) => new DefaultScaling(scope, "It", given)), // prettier-ignore
  };
}

/** A routing of a domain. */
export function someRouting(inputs: Combinators): Recipes {
  const healthCheck = fc.oneof(inputs.map(endpoint(inputs), ["path"]), someHealthCheck);
  const options = inputs.map({ setIdentifier: text, healthCheck }, ["healthCheck"]);
  const country = matching(/^[A-Z]{2}$/);
  const location = fc.oneof(
    inputs.map({ continent: oneOf("EU", "NA") }, ["continent"]),
    inputs.map({ country }, ["country"]),
    inputs.map({ country: oneOf("US"), subdivision: matching(/^[A-Z]{2}$/) }, ["country", "subdivision"]),
    inputs.map({ country: oneOf("UA"), subdivision: matching(/^\d{2}$/) }, ["country", "subdivision"]),
    inputs.map({ country: oneOf("*") }, ["country"]),
  );
  return fc.oneof(
    inputs
      .list(options)
      .map((recipe) => (scope: Construct) => TrafficRouting.latency(...(recipe(scope) as [never]))),
    inputs.list(oneOf("PRIMARY", "SECONDARY"), options).map((recipe) => (scope: Construct) => {
      return TrafficRouting.failover(...(recipe(scope) as [never, never]));
    }),
    inputs.list(whole(0, 255), options).map((recipe) => (scope: Construct) => {
      return TrafficRouting.weighted(...(recipe(scope) as [never, never]));
    }),
    inputs.list(location, options).map((recipe) => (scope: Construct) => {
      return TrafficRouting.geolocation(...(recipe(scope) as [never, never]));
    }),
  );
}

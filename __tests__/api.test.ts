import * as modules from "../modules";
import * as stacks from "../stacks";
import * as testing from "../testing";

/**
 * The names that exist when a program runs: `api/*.api.md` does not show whether a class or only its type is exported.
 * Removing a name breaks a program that imports it, so it needs a new major version.
 */
describe("the public names", () => {
  test("of the library", () => {
    expect(Object.keys(modules).sort()).toEqual([
      "APP_RUNNER_REGIONS",
      "APP_RUNNER_RUNTIMES",
      "AppRunnerService",
      "CONTINENTS",
      "CalculatedHealthCheck",
      "CodeSource",
      "CustomDomain",
      "DefaultScaling",
      "HEALTH_CHECKER_REGIONS",
      "HealthCheck",
      "HostedZone",
      "HostedZoneDnssec",
      "HostedZoneQueryLog",
      "ImageSource",
      "InstanceSize",
      "Key",
      "MANAGED_RULE_GROUPS",
      "ObservabilityConfiguration",
      "Parameter",
      "ParameterReference",
      "PlanReview",
      "PullThroughCache",
      "REVIEW_RULES",
      "RegistryReplication",
      "RegistryScanning",
      "Repository",
      "Role",
      "RoleDefaults",
      "Scaling",
      "Secret",
      "SecretReference",
      "ServiceAlarms",
      "ServiceDashboard",
      "ServiceEvents",
      "ServiceHealthCheck",
      "ServiceLogs",
      "SourceConnection",
      "Topic",
      "TrafficRouting",
      "UpstreamRegistry",
      "ValidationError",
      "VpcConnector",
      "VpcEndpoint",
      "VpcIngressConnection",
      "WebAcl",
      "lifecyclePolicyDocument",
      "policyDocument",
    ]);
  });

  test("of the stacks", () => {
    expect(Object.keys(stacks).sort()).toEqual([
      "Backend",
      "BaseStack",
      "DomainStack",
      "FoundationStack",
      "ServiceStack",
    ]);
  });

  test("of the stand-in for tests", () => {
    expect(Object.keys(testing)).toEqual(["AppRunnerStandIn"]);
  });
});

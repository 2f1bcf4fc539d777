import { TerraformStack, TerraformVariable } from "cdktf";
import {
  CalculatedHealthCheck,
  HealthCheck,
  ImageSource,
  Key,
  ServiceAlarms,
  ServiceHealthCheck,
  TrafficRouting,
  WebAcl,
} from "../../modules";
import { FoundationStack, ServiceStack } from "../../stacks";
import { EVERYTHING, nameOf } from "../support/everything";
import { read, refusal, synth, testApp } from "../support/synth";
import { domain, parameter, PUBLIC, repository, scaling, secret, service, TEXTS } from "../support/texts";
import { VALID_TEXTS } from "../support/valid-texts";

const LAMBDA_ARN = "arn:aws:lambda:eu-west-1:111122223333:function:rotate";

/** Every prop that accepts a number, with a token. */
const NUMBERS: Record<string, (stack: TerraformStack, token: number) => unknown> = {
  "Repository.keepNewest": (stack, keepNewest) => repository({ keepNewest })(stack),
  "Repository.expireUntaggedAfterDays": (stack, days) => repository({ expireUntaggedAfterDays: days })(stack),
  "Secret.recoveryWindowInDays": (stack, days) => secret({ recoveryWindowInDays: days })(stack),
  "Secret.value.version": (stack, version) => secret({ value: { variableName: "hello", version } })(stack),
  "Parameter.value.version": (stack, version) =>
    parameter({ value: { variableName: "hello", version } })(stack),
  "Key.rotationPeriodInDays": (stack, days) =>
    new Key(stack, "It", { alias: "a", rotationPeriodInDays: days }),
  "WebAcl.rateLimit": (stack, rateLimit) => new WebAcl(stack, "It", { name: "hello", rateLimit }),
  "Scaling.minSize": (stack, minSize) => scaling({ minSize })(stack),
  "Scaling.maxSize": (stack, maxSize) => scaling({ maxSize })(stack),
  "Scaling.maxConcurrency": (stack, maxConcurrency) => scaling({ maxConcurrency })(stack),
  "ServiceAlarms.cpuUtilization": (stack, cpuUtilization) =>
    new ServiceAlarms(stack, "Alarms", { service: service({})(stack), cpuUtilization }),
  "ServiceAlarms, maxSize of the service": (stack, maxSize) =>
    new ServiceAlarms(stack, "Alarms", { service: service({ scaling: { maxSize } })(stack) }),
  "TrafficRouting.weight": (stack, weight) => {
    domain({ routing: TrafficRouting.weighted(weight) })(stack);
  },
  "CalculatedHealthCheck.minimumHealthy": (stack, minimumHealthy) =>
    new CalculatedHealthCheck(stack, "All", {
      healthChecks: [ServiceHealthCheck.fromId(stack, "Health", "abc")],
      minimumHealthy,
    }),
  "EndpointHealthCheck.failureThreshold": (stack, failureThreshold) => {
    domain({ routing: TrafficRouting.latency({ healthCheck: { path: "/", failureThreshold } }) })(stack);
  },
  "AppRunnerService.redeployOnSecretChange": (stack, timeoutMinutes) =>
    service({ redeployOnSecretChange: { timeoutMinutes } })(stack),
  "AppRunnerService.port": (stack, port) => service({ port })(stack),
  "Secret.rotation.automaticallyAfterDays": (stack, days) =>
    secret({ rotation: { lambdaArn: LAMBDA_ARN, automaticallyAfterDays: days } })(stack),
  "Secret.rotation.durationInHours": (stack, hours) =>
    secret({ rotation: { lambdaArn: LAMBDA_ARN, automaticallyAfterDays: 1, durationInHours: hours } })(stack),
  "HealthCheck.intervalSeconds": (stack, seconds) =>
    service({ healthCheck: HealthCheck.tcp({ intervalSeconds: seconds }) })(stack),
  "HealthCheck.timeoutSeconds": (stack, seconds) =>
    service({ healthCheck: HealthCheck.tcp({ timeoutSeconds: seconds }) })(stack),
  "HealthCheck.healthyThreshold": (stack, count) =>
    service({ healthCheck: HealthCheck.tcp({ healthyThreshold: count }) })(stack),
  "HealthCheck.unhealthyThreshold": (stack, count) =>
    service({ healthCheck: HealthCheck.tcp({ unhealthyThreshold: count }) })(stack),
};

/** Fails unless the Terraform JSON contains a reference to the variable `token`. */
function expectReference(text: string) {
  expect(text).toContain("var.token");
  expect(text).not.toMatch(/TfToken|unresolved-token|\[object|e\+289|String Map/);
}

describe.each(["stringValue", "value"] as const)("tokens pass: %s of a variable as", (kind) => {
  test.each(Object.entries(TEXTS))("%s", (_, build) => {
    const { text } = synth((stack) => {
      build(stack, new TerraformVariable(stack, "token", {})[kind] as string);
    });
    expectReference(text);
  });
});

describe.each(["numberValue", "value"] as const)("tokens pass: %s of a variable as", (kind) => {
  test.each(Object.entries(NUMBERS))("%s", (_, build) => {
    const { text } = synth((stack) => {
      build(stack, new TerraformVariable(stack, "token", {})[kind] as number);
    });
    expectReference(text);
  });
});

test("every prop has a valid text", () => {
  expect(Object.keys(VALID_TEXTS).sort()).toEqual(Object.keys(TEXTS).sort());
});

test("every construct has an entry", () => {
  const named = Object.keys(TEXTS).map(nameOf);
  expect(named).toEqual(expect.arrayContaining(Object.keys(EVERYTHING).map(nameOf)));
});

/** Texts around a token that no value of the token makes valid. */
const IMPOSSIBLE: readonly (readonly [prop: string, write: (token: string) => string])[] = [
  ["Repository.policyStatements principals", (v) => `a b${v}`],
  ["Repository.policyStatements actions", (v) => `ecr:Batch ${v}`],
  ["RegistryReplication.rules repositoryPrefixes", (v) => `Team/${v}`],
  ["RegistryScanning.rules", (v) => `Team/${v}`],
  ["Secret.replicas", (v) => `arn:aws:kms:eu-west-1:${v}:key/1234abcd`],
  ["Secret.rotation lambdaArn", (v) => `arn:aws:sns:eu-west-1:${v}:function:rotate`],
  ["Secret.rotation scheduleExpression", (v) => `at(${v})`],
  ["Secret.rotation scheduleExpression", (v) => `rate(${v} days`],
  ["EndpointHealthCheck.regions", (v) => `us-${v}-9`],
  ["EndpointHealthCheck.searchString", (v) => `${"é".repeat(130)}${v}`],
  ["TrafficRouting.geolocation continent", (v) => `X${v}`],
  ["TrafficRouting.geolocation country", (v) => `d${v}`],
  ["TrafficRouting.geolocation subdivision", (v) => `c${v}`],
  ["HostedZoneQueryLog.logGroupArn", (v) => `arn:aws:logs:eu-west-1:${v}:log-group:a`],
  ["HostedZoneQueryLog.logGroupArn", (v) => `arn:aws:logs:us-east-1:${v}:log-group:a:*`],
  ["HostedZoneDnssec.kmsKeyArn", (v) => `arn:aws:kms:eu-${v}-1:111122223333:key/1234abcd`],
  ["HostedZoneDnssec.keySigningKeyName", (v) => `my key ${v}`],
  ["ServiceHealthCheck.fromId", (v) => `a b${v}`],
  ["SecretReference.field", (v) => `a b${v}`],
  ["Role.description", (v) => `日${v}`],
];

test.each(IMPOSSIBLE)("the literal parts are checked: %s, %s", (prop, write) => {
  const { faults } = refusal((stack) => {
    TEXTS[prop]?.(stack, write(new TerraformVariable(stack, "token", {}).stringValue));
  });
  expect(faults).toHaveLength(1);
});

test.each([
  ["codebuild.amazonaws.com", "Service"],
  ["${v}.amazonaws.com", "Service"],
  ["codebuild.amazonaws.${v}", "Service"],
  ["codebuild.${v}", "Service"],
  ["${v}", "AWS"],
  ["arn:aws:iam::111122223333:role/aws-service-role/${v}.amazonaws.com", "AWS"],
])("the principal %s is of the kind %s", (text, kind) => {
  const result = synth((stack) => {
    const principal = text.replace("${v}", new TerraformVariable(stack, "v", {}).stringValue);
    TEXTS["Secret.policyStatements"]?.(stack, principal);
  });
  const { policy } = result.only("aws_secretsmanager_secret_policy");
  const { Statement: statements } = JSON.parse(String(policy)) as { Statement: { Principal: object }[] };
  expect(Object.keys(statements[0]?.Principal ?? {})).toEqual([kind]);
});

describe("tokens pass through the props of a stack", () => {
  test.each(["profile", "assumeRoleArn", "accountId"] as const)("%s", (prop) => {
    const app = testApp();
    const { stringValue } = new TerraformVariable(new TerraformStack(app, "other"), "token", {});
    const stack = new ServiceStack(app, "test", {
      region: "eu-west-1",
      serviceName: "hello",
      source: PUBLIC,
      [prop]: stringValue,
    });
    expect(read(stack).text).toContain("terraform_remote_state");
  });

  test("from a resource of a different stack", () => {
    const app = testApp();
    const region = "eu-west-1";
    const foundation = new FoundationStack(app, "foundation", { region, secrets: [{ secretName: "hello" }] });
    const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
    const secrets = { A: foundation.secret("hello").wholeValue() };
    const stack = new ServiceStack(app, "test", { region, serviceName: "hello", source, secrets });
    const { text } = read(stack);
    expect(text).toContain("cross-stack-output-aws_secretsmanager_secret");
    expect(text).not.toMatch(/TfToken|unresolved-token/);
  });
});

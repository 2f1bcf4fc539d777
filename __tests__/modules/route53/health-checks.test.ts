import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  CalculatedHealthCheck,
  type CalculatedHealthCheckProps,
  type IRoute53HealthCheck,
  ServiceHealthCheck,
  type ServiceHealthCheckProps,
} from "../../../modules";
import { refusal, synth } from "../../support/synth";

type Changes<T> = Partial<Record<keyof T, unknown>>;

const ATTRIBUTES = {
  serviceArn: `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${"0".repeat(32)}`,
  serviceUrl: "a.eu-west-1.awsapprunner.com",
};

function check(stack: TerraformStack, changes: Changes<ServiceHealthCheckProps> = {}): ServiceHealthCheck {
  const service = AppRunnerService.fromAttributes(stack, "Api", ATTRIBUTES);
  return new ServiceHealthCheck(stack, "Health", {
    service,
    path: "/",
    ...changes,
  } as ServiceHealthCheckProps);
}

function children(stack: TerraformStack, count: number): IRoute53HealthCheck[] {
  return Array.from({ length: count }, (_, index) =>
    ServiceHealthCheck.fromId(stack, `Child${index}`, `id-${index}`),
  );
}

describe("ServiceHealthCheck", () => {
  test("checks the default domain of the service, and is created before the old one is deleted", () => {
    expect(synth((stack) => check(stack)).only("aws_route53_health_check")).toEqual({
      type: "HTTPS",
      fqdn: ATTRIBUTES.serviceUrl,
      port: 443,
      resource_path: "/",
      request_interval: 30,
      failure_threshold: 3,
      lifecycle: { create_before_destroy: true, ignore_changes: ["regions"] },
    });
  });

  test("passes its props on", () => {
    const result = synth((stack) => {
      const provider = new AwsProvider(stack, "Dns", { alias: "dns", region: "eu-west-1" });
      check(stack, {
        provider,
        path: "/healthz",
        searchString: "ok",
        regions: ["eu-west-1", "us-east-1", "us-west-2"],
        requestIntervalSeconds: 10,
        failureThreshold: 1,
        tags: { Name: "hello" },
      });
    });
    expect(result.only("aws_route53_health_check")).toMatchObject({
      provider: "aws.dns",
      type: "HTTPS_STR_MATCH",
      resource_path: "/healthz",
      search_string: "ok",
      regions: ["eu-west-1", "us-east-1", "us-west-2"],
      request_interval: 10,
      failure_threshold: 1,
      tags: { Name: "hello" },
      lifecycle: { create_before_destroy: true },
    });
  });

  test("is rejected for a private service", () => {
    const build = (stack: TerraformStack) => {
      const service = AppRunnerService.fromAttributes(stack, "Private", {
        ...ATTRIBUTES,
        isPubliclyAccessible: false,
      });
      check(stack, { service });
    };
    expect(refusal(build)).toEqual({
      at: "test/Health",
      faults: [
        "'service' must be public: test/Private is private, and Route 53 sends its requests over the internet",
      ],
    });
  });

  test.each<[Changes<ServiceHealthCheckProps>, string]>([
    [{ service: "api" }, "'service' must be an AppRunnerService, such as new AppRunnerService(…), got 'api'"],
    [
      { path: undefined },
      "'path' must be a path of at most 255 URL characters that starts with '/', got undefined",
    ],
    [{ searchString: 5 }, "'searchString' must be a string, got a value of type number"],
    [{ searchString: "${x}" }, expect.stringContaining("'searchString' contains '${'") as string],
    [{ regions: [] }, "'regions' must have at least 3 different regions, got 0 with 0 different"],
    [{ tags: [] }, "'tags' must be a map, got a list"],
    [{ provider: "aws" }, "'provider' must be an AwsProvider, such as new AwsProvider(…), got 'aws'"],
  ])("rejects %j", (changes, fault) => {
    expect(refusal((stack) => check(stack, changes))).toEqual({ at: "test/Health", faults: [fault] });
  });

  test("accepts a search string and regions that are known only to Terraform", () => {
    const result = synth((stack) => {
      const searchString = new TerraformVariable(stack, "text", {}).stringValue;
      const region = new TerraformVariable(stack, "region", {}).stringValue;
      check(stack, { searchString, regions: ["eu-west-1", "us-east-1", region] });
    });
    expect(result.only("aws_route53_health_check")).toMatchObject({
      type: "HTTPS_STR_MATCH",
      search_string: "${var.text}",
      regions: ["eu-west-1", "us-east-1", "${var.region}"],
    });
  });
});

describe("ServiceHealthCheck.fromId", () => {
  test.each(["", "a b", "x".repeat(65), 5])("rejects the id %j", (id) => {
    expect(refusal((stack) => ServiceHealthCheck.fromId(stack, "Health", id as string)).faults).toEqual([
      expect.stringContaining("'healthCheckId' must be the id of a Route 53 health check"),
    ]);
  });
});

describe("CalculatedHealthCheck", () => {
  function combine(
    changes: (stack: TerraformStack) => Changes<CalculatedHealthCheckProps>,
  ): (stack: TerraformStack) => void {
    return (stack) => {
      const { healthChecks = children(stack, 2), ...others } = changes(stack);
      const props = { healthChecks, ...others };
      new CalculatedHealthCheck(stack, "All", props as CalculatedHealthCheckProps);
    };
  }

  test("is healthy while all health checks are", () => {
    const result = synth(combine((stack) => ({ healthChecks: [check(stack), ...children(stack, 1)] })));
    expect(Object.values(result.resources("aws_route53_health_check"))).toContainEqual({
      type: "CALCULATED",
      child_health_threshold: 2,
      child_healthchecks: ["${aws_route53_health_check.Health_02A586CD.id}", "id-0"],
    });
  });

  test("passes its props on", () => {
    const changes = (stack: TerraformStack) => ({
      minimumHealthy: 1,
      tags: { Name: "hello" },
      provider: new AwsProvider(stack, "Dns", { alias: "dns", region: "eu-west-1" }),
    });
    expect(synth(combine(changes)).only("aws_route53_health_check")).toMatchObject({
      child_health_threshold: 1,
      tags: { Name: "hello" },
      provider: "aws.dns",
    });
  });

  test.each([1, 256])("accepts %d health checks", (count) => {
    const build = combine((stack) => ({ healthChecks: children(stack, count) }));
    expect(synth(build).only("aws_route53_health_check")).toMatchObject({ child_health_threshold: count });
  });

  test.each<[string, (stack: TerraformStack) => Changes<CalculatedHealthCheckProps>, string]>([
    [
      "no health checks",
      () => ({ healthChecks: [] }),
      "'healthChecks' must have 1 to 256 health checks, got 0",
    ],
    [
      "257 health checks",
      (stack) => ({ healthChecks: Array(257).fill(check(stack)) }),
      "'healthChecks' must have 1 to 256 health checks, got 257",
    ],
    [
      "no list",
      () => ({ healthChecks: "id-1" }),
      "'healthChecks' must be a list of Route 53 health checks, got 'id-1'",
    ],
    [
      "an id",
      () => ({ healthChecks: ["id-1"] }),
      "'healthChecks[0]' must be a Route 53 health check, such as new ServiceHealthCheck(…), got 'id-1'",
    ],
    [
      "the same health check twice",
      (stack) => ({ healthChecks: Array(2).fill(check(stack)) }),
      "'healthChecks' must be different, got test/Health twice",
    ],
    [
      "a threshold of 0, with which Route 53 always reports healthy",
      () => ({ minimumHealthy: 0 }),
      "'minimumHealthy' must be a whole number between 1 and 2, got 0",
    ],
    [
      "a threshold that can never be met",
      () => ({ minimumHealthy: 3 }),
      "'minimumHealthy' must be a whole number between 1 and 2, got 3",
    ],
  ])("rejects %s", (_, changes, fault) => {
    expect(refusal(combine(changes))).toEqual({ at: "test/All", faults: [fault] });
  });
});

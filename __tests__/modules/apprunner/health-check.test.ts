import { AppRunnerService, HealthCheck, type HealthCheckOptions, ImageSource } from "../../../modules";
import { refusal, synth } from "../../support/synth";

function build(healthCheck?: HealthCheck) {
  return {
    serviceName: "hello",
    source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
    healthCheck,
  };
}

function rendered(healthCheck?: HealthCheck) {
  const result = synth((stack) => new AppRunnerService(stack, "Api", build(healthCheck)));
  return result.only("aws_apprunner_service")["health_check_configuration"];
}

function refused(healthCheck: HealthCheck) {
  return refusal((stack) => new AppRunnerService(stack, "Api", build(healthCheck)));
}

const DEFAULTS = { interval: 5, timeout: 2, healthy_threshold: 1, unhealthy_threshold: 5 };

describe("HealthCheck", () => {
  test("defaults to a TCP check and sets every value", () => {
    expect(rendered()).toEqual({ protocol: "TCP", path: "/", ...DEFAULTS });
    expect(rendered(HealthCheck.tcp())).toEqual(rendered());
  });

  test("checks a path over HTTP", () => {
    expect(rendered(HealthCheck.http("/healthz"))).toEqual({
      protocol: "HTTP",
      path: "/healthz",
      ...DEFAULTS,
    });
  });

  test.each<[keyof HealthCheckOptions, string]>([
    ["intervalSeconds", "interval"],
    ["timeoutSeconds", "timeout"],
    ["healthyThreshold", "healthy_threshold"],
    ["unhealthyThreshold", "unhealthy_threshold"],
  ])("accepts %s from 1 to 20 only", (option, attribute) => {
    for (const value of [1, 20]) {
      expect(rendered(HealthCheck.tcp({ [option]: value }))).toMatchObject({ [attribute]: value });
    }
    for (const value of [0, 21, 1.5, "5"]) {
      const got =
        typeof value === "string" ? `'${value}': it must be a number, without quotes` : String(value);
      expect(refused(HealthCheck.http("/", { [option]: value }))).toEqual({
        at: "test/Api",
        faults: [`'healthCheck.${option}' must be a whole number between 1 and 20, got ${got}`],
      });
    }
  });

  test.each(["/", `/${"x".repeat(51)}`, `/${"x".repeat(51_199)}`, "/a?b=c&d=%20", "/$a", "/-._~!'()*+,;:@"])(
    "accepts the path %j",
    (path) => {
      expect(rendered(HealthCheck.http(path))).toMatchObject({ path });
    },
  );

  test.each(["", "a", `/${"x".repeat(51_200)}`, "/a b", "/ä", "/a#b", "/\n", "/${x}"])(
    "rejects the path %j",
    (path) => {
      expect(refused(HealthCheck.http(path))).toEqual({
        at: "test/Api",
        faults: [
          expect.stringMatching(
            /^'healthCheck.path' must be a path of at most 51200 URL characters that starts with '\/', got '/,
          ),
        ],
      });
    },
  );

  test("rejects options that are not an object", () => {
    expect(refused(HealthCheck.tcp(null as unknown as HealthCheckOptions))).toEqual({
      at: "test/Api",
      faults: ["'healthCheck' is required: it must be an object, got null"],
    });
  });
});

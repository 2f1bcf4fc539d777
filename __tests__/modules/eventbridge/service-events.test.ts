import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  ImageSource,
  ServiceEvents,
  type ServiceEventsProps,
  Topic,
} from "../../../modules";
import { refusal, synth } from "../../support/synth";

type Changes = Partial<Record<keyof ServiceEventsProps, unknown>>;

function watch(stack: TerraformStack, changes: Changes = {}, serviceName = "hello"): ServiceEvents {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  const service = new AppRunnerService(stack, "Api", { serviceName, source });
  const topic = new Topic(stack, "Topic", { topicName: "alarms" });
  return new ServiceEvents(stack, "Events", { service, topic, ...changes } as ServiceEventsProps);
}

/** Returns an event in the format of App Runner. */
const event = (operationStatus: string, serviceName = "hello") => ({
  source: "aws.apprunner",
  "detail-type": "AppRunner Service Operation Status Change",
  detail: { operationStatus, serviceName, serviceId: "0123456789abcdef0123456789abcdef", severity: "ERROR" },
});

/** Whether an EventBridge pattern matches an event: a list contains the matching values. */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.includes(value);
  return Object.entries(pattern as object).every(([key, inner]) =>
    matches(inner, (value as Readonly<Record<string, unknown>>)[key]),
  );
}

function patternOf(changes: Changes = {}): unknown {
  const result = synth((stack) => watch(stack, changes));
  return JSON.parse(String(result.only("aws_cloudwatch_event_rule")["event_pattern"]));
}

describe("ServiceEvents", () => {
  test.each(["CreateServiceFailed", "UpdateServiceFailed", "DeploymentFailed", "DeleteServiceFailed"])(
    "matches %s",
    (status) => {
      expect(matches(patternOf(), event(status))).toBe(true);
    },
  );

  test.each([
    event("UpdateServiceStarted"),
    event("DeploymentCompletedSuccessfully"),
    event("DeploymentFailed", "other"),
  ])("does not match %j", (other) => {
    expect(matches(patternOf(), other)).toBe(false);
  });

  test("matches only the given operations", () => {
    const pattern = patternOf({ operations: ["Deployment"] });
    expect(matches(pattern, event("DeploymentFailed"))).toBe(true);
    expect(matches(pattern, event("UpdateServiceFailed"))).toBe(false);
  });

  test("creates the rule without waiting for the service, to report a failed creation", () => {
    const rule = synth((stack) => watch(stack)).only("aws_cloudwatch_event_rule");
    expect(JSON.stringify(rule)).not.toContain("aws_apprunner_service");
  });

  test("sends the topic a readable message, and allows EventBridge to publish", () => {
    const result = synth((stack) => watch(stack));
    expect(result.only("aws_cloudwatch_event_target")).toMatchObject({
      arn: expect.stringContaining("aws_sns_topic.Topic_") as unknown,
      input_transformer: {
        input_paths: { status: "$.detail.operationStatus", service: "$.detail.serviceName" },
        input_template: '"<status>: <service> in <region>. <message>"',
      },
    });
    expect(result.only("aws_sns_topic_policy")["policy"]).toContain("events.amazonaws.com");
  });

  test("shortens the name of the rule to 64 characters for a long service name", () => {
    const rule = synth((stack) => watch(stack, {}, "a".repeat(40))).only("aws_cloudwatch_event_rule");
    expect(String(rule["name"]).length).toBeLessThanOrEqual(64);
  });

  test.each<[Changes, string]>([
    [
      { service: "hello" },
      "'service' must be an AppRunnerService, such as new AppRunnerService(…), got 'hello'",
    ],
    [{ topic: undefined }, "'topic' is required: it must be a Topic, such as new Topic(…)"],
    [{ operations: [] }, "'operations' must have at least one operation"],
    [
      { operations: ["Deploy"] },
      "'operations[0]' must be one of 'CreateService', 'UpdateService', 'Deployment',",
    ],
  ])("rejects %j", (changes, fault) => {
    const { at, faults } = refusal((stack) => watch(stack, changes));
    expect([at, faults.join()]).toEqual(["test/Events", expect.stringContaining(fault)]);
  });
});

import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  type IAppRunnerService,
  ImageSource,
  ServiceAlarms,
  type ServiceAlarmsProps,
  Topic,
} from "../../../modules";
import { type Block, refusal, synth } from "../../support/synth";

const TOPIC = "arn:aws:sns:eu-west-1:111122223333:alarms";
const ARN = "arn:aws:apprunner:eu-west-1:111122223333:service/hello/0123456789abcdef0123456789abcdef";

type Changes = Partial<Record<keyof ServiceAlarmsProps, unknown>>;

function serve(stack: TerraformStack, scaling?: AppRunnerServiceProps["scaling"]): IAppRunnerService {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  return new AppRunnerService(stack, "Api", { serviceName: "hello", source, scaling });
}

function imported(stack: TerraformStack): IAppRunnerService {
  const serviceUrl = "a.eu-west-1.awsapprunner.com";
  return AppRunnerService.fromAttributes(stack, "Api", { serviceArn: ARN, serviceUrl });
}

/** Returns the alarms by the suffix of their names. */
function alarms(changes: Changes = {}, service: (stack: TerraformStack) => IAppRunnerService = serve) {
  const result = synth((stack) => {
    const props = { service: service(stack), ...changes } as ServiceAlarmsProps;
    new ServiceAlarms(stack, "Alarms", props);
  });
  const all = Object.values(result.resources("aws_cloudwatch_metric_alarm"));
  return Object.fromEntries(all.map((alarm) => [String(alarm["alarm_name"]).replace("hello-", ""), alarm]));
}

const refuse = (changes: Changes, service: (stack: TerraformStack) => IAppRunnerService = serve) =>
  refusal((stack) => new ServiceAlarms(stack, "Alarms", { service: service(stack), ...changes } as never));

describe("ServiceAlarms", () => {
  test("creates six alarms without actions by default", () => {
    const all = alarms();
    expect(Object.keys(all).sort()).toEqual([
      "concurrency",
      "cpu",
      "instances-at-max",
      "latency",
      "memory",
      "server-errors",
    ]);
    for (const alarm of Object.values(all)) {
      expect(alarm).toMatchObject({ treat_missing_data: "notBreaching" });
      expect(alarm).not.toHaveProperty("alarm_actions");
    }
  });

  test("watches the metrics of this service only", () => {
    const dimensions = {
      ServiceName: "hello",
      ServiceID: expect.stringMatching(/^\$\{aws_apprunner_service\.Api_\w+\.service_id\}$/) as unknown,
    };
    const { cpu, latency, "server-errors": errors } = alarms();
    expect(cpu).toMatchObject({
      namespace: "AWS/AppRunner",
      metric_name: "CPUUtilization",
      statistic: "Average",
      threshold: 80,
      period: 300,
      evaluation_periods: 3,
      datapoints_to_alarm: 3,
      dimensions,
    });
    expect(latency).toMatchObject({
      metric_name: "RequestLatency",
      extended_statistic: "p99",
      threshold: 2000,
    });
    expect(errors?.["metric_query"]).toMatchObject([
      { expression: "IF(requests >= 20, 100 * errors / requests, 0)", return_data: true },
      { id: "errors", metric: { metric_name: "5xxStatusResponses", stat: "Sum", period: 60, dimensions } },
      { id: "requests", metric: { metric_name: "Requests", stat: "Sum", period: 60, dimensions } },
    ]);
  });

  test("uses the limits of the scaling as thresholds", () => {
    const { concurrency, "instances-at-max": instances } = alarms({}, (stack) =>
      serve(stack, { maxSize: 4, maxConcurrency: 50 }),
    );
    expect((concurrency?.["metric_query"] as Block[])[0]).toMatchObject({
      expression: "100 * concurrency / (4 * 50)",
    });
    expect(instances).toMatchObject({
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 4,
      metric_name: "ActiveInstances",
    });
    expect(alarms({}, (stack) => serve(stack, { maxSize: 1 }))).not.toHaveProperty("instances-at-max");
  });

  test("omits alarms that require an unknown scaling, and rejects them if requested", () => {
    expect(Object.keys(alarms({}, imported)).sort()).toEqual(["cpu", "latency", "memory", "server-errors"]);
    expect(refuse({ concurrencyUtilization: 50, instancesAtMax: true }, imported).faults).toEqual([
      "'concurrencyUtilization' requires the scaling of the service: pass 'scaling' to AppRunnerService.fromAttributes",
      "'instancesAtMax' requires the scaling of the service, with 'minSize' below 'maxSize'",
    ]);
  });

  test("notifies the topic when an alarm goes off and when it recovers", () => {
    const topic = (stack: TerraformStack) => Topic.fromArn(stack, "Topic", TOPIC);
    const result = synth((stack) => {
      new ServiceAlarms(stack, "Alarms", { service: serve(stack), topic: topic(stack) });
    });
    for (const alarm of Object.values(result.resources("aws_cloudwatch_metric_alarm"))) {
      expect(alarm).toMatchObject({ alarm_actions: [TOPIC], ok_actions: [TOPIC] });
    }
    const own = synth((stack) => {
      const created = new Topic(stack, "Topic", { topicName: "alarms" });
      new ServiceAlarms(stack, "Alarms", { service: serve(stack), topic: created });
    });
    expect(own.only("aws_sns_topic_policy")["policy"]).toContain("cloudwatch.amazonaws.com");
  });

  test("creates the alarms for no traffic and for monthly hours on request only", () => {
    const all = alarms({
      noTrafficMinutes: 60,
      monthlyInstanceHours: 1000,
      serverErrorRate: false,
      cpuUtilization: false,
      memoryUtilization: false,
      latencyMilliseconds: false,
      concurrencyUtilization: false,
      instancesAtMax: false,
    });
    expect(Object.keys(all).sort()).toEqual(["instance-hours", "no-traffic"]);
    expect(all["no-traffic"]).toMatchObject({
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      evaluation_periods: 60,
      treat_missing_data: "breaching",
    });
    expect(all["instance-hours"]).toMatchObject({
      threshold: 1000,
      metric_query: [
        { expression: "active * 730" },
        { metric: { metric_name: "ActiveInstances", stat: "Average", period: 86_400 } },
      ],
    });
  });

  test("rejects a second set of alarms for a service with the same prefix", () => {
    const twice = (props: Partial<ServiceAlarmsProps>) => (stack: TerraformStack) => {
      const service = serve(stack);
      new ServiceAlarms(stack, "Alarms", { service });
      new ServiceAlarms(stack, "More", { service, ...props });
    };
    expect(refusal(twice({}))).toEqual({
      at: "test/More",
      faults: [
        "'alarmNamePrefix' must be unique for test/Api, got 'hello' twice: alarms with the same name overwrite each other",
      ],
    });
    const names = Object.values(
      synth(twice({ alarmNamePrefix: "strict" })).resources("aws_cloudwatch_metric_alarm"),
    ).map((alarm) => alarm["alarm_name"]);
    expect(new Set(names).size).toBe(12);
    expect(names).toContain("strict-latency");
  });

  test.each<[Changes, string]>([
    [
      { service: "hello" },
      "'service' must be an AppRunnerService, such as new AppRunnerService(…), got 'hello'",
    ],
    [{ topic: TOPIC }, "'topic' must be a Topic, got 'arn:aws:sns"],
    [{ latencyMilliseconds: 0 }, "'latencyMilliseconds' must be a whole number between 1 and 120000, got 0"],
    [{ serverErrorRate: true }, "'serverErrorRate' must be a whole number between 0 and 100, got true"],
    [{ noTrafficMinutes: 1441 }, "'noTrafficMinutes' must be a whole number between 1 and 1440, got 1441"],
    [{ instancesAtMax: 4 }, "'instancesAtMax' must be true or false, got 4"],
    [{ alarmNamePrefix: "" }, "'alarmNamePrefix' must be 1 to 200 characters"],
    [{ tags: { "aws:x": "y" } }, "a key of 'tags' must be"],
  ])("rejects %j", (changes, fault) => {
    const { at, faults } = refuse(changes);
    expect([at, faults.join()]).toEqual(["test/Alarms", expect.stringContaining(fault)]);
  });
});

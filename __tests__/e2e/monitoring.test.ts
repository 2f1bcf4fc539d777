import { AppRunnerService } from "../../modules";
import { ServiceLogs, Topic } from "../../modules";
import { BaseStack, type MonitoringOptions } from "../../stacks";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { callJson } from "../../testing/references/aws-calls";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("a service with monitoring", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  const synth = (monitoring?: MonitoringOptions) => {
    deployment.synth((app, base) => publicService(app, base, { monitoring } as object));
  };
  const call = async (service: string, target: string, request: object) => {
    const settings = { endpoint: world.moto.endpoint, region: world.region, credentials: TEST_CREDENTIALS };
    const { ok, body } = await callJson(settings, service, target, request);
    expect(ok).toBe(true);
    return body;
  };
  const inState = async (type: string) => {
    const resources = await (await deployment.stack("service")).state();
    return resources.filter((resource) => resource.type === type).map(({ values }) => values);
  };

  test("gets alarms, a dashboard and failure events in one apply", async () => {
    synth({ emailAddresses: ["team@example.com"], noTrafficMinutes: 60, monthlyInstanceHours: 1000 });
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
    const names = (await inState("aws_cloudwatch_metric_alarm")).map((alarm) => alarm["alarm_name"]);
    expect(names.sort()).toEqual(
      [
        "concurrency",
        "cpu",
        "instance-hours",
        "instances-at-max",
        "latency",
        "memory",
        "no-traffic",
        "server-errors",
      ].map((name) => `hello-${name}`),
    );
  });

  test("has alarms on its own metrics that notify the topic", async () => {
    const [service] = await inState("aws_apprunner_service");
    const [topic] = await inState("aws_sns_topic");
    const alarms = await inState("aws_cloudwatch_metric_alarm");
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ alarm_actions: [topic?.["arn"]], ok_actions: [topic?.["arn"]] });
      expect(JSON.stringify(alarm)).toContain(`"ServiceID":"${String(service?.["service_id"])}"`);
    }
    const [dashboard] = await inState("aws_cloudwatch_dashboard");
    expect(String(dashboard?.["dashboard_body"])).toContain(`"region":"${world.region}"`);
  });

  test("has a rule that matches the events of its failures", async () => {
    const Name = "hello-failed-operations";
    const { EventPattern } = await call("events", "AWSEvents.DescribeRule", { Name });
    expect(JSON.parse(String(EventPattern))).toMatchObject({ detail: { serviceName: ["hello"] } });
    const { Targets } = await call("events", "AWSEvents.ListTargetsByRule", { Rule: Name });
    expect(Targets).toEqual([
      expect.objectContaining({ Arn: expect.stringContaining("hello-alarms") as unknown }),
    ]);
  });

  test("changes a threshold in place, and removes an alarm", async () => {
    synth({ emailAddresses: ["team@example.com"], latencyMilliseconds: 500, cpuUtilization: false });
    const changes = await deployment.plannedChanges("service");
    expect(Object.values(changes).sort()).toEqual(["delete", "delete", "delete", "update", "update"]);
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
  });

  test("gets a log retention of one month after App Runner created the log groups", async () => {
    const [service] = await inState("aws_apprunner_service");
    const arn = String(service?.["arn"]);
    const synthLogs = () => {
      deployment.synth((app, base) => {
        const stack = new BaseStack(app, "logs", base);
        const attributes = { serviceArn: arn, serviceUrl: String(service?.["service_url"]) };
        const api = AppRunnerService.fromAttributes(stack, "Api", attributes);
        new ServiceLogs(stack, "Logs", { service: api, retentionDays: 30, adopt: true });
        new Topic(stack, "Topic", { topicName: "other" });
      });
    };
    synthLogs();
    const before = await (await deployment.stack("logs")).apply();
    expect(flat(before.output)).toContain("Cannot import non-existent remote object");
    const prefix = `/aws/apprunner/hello/${arn.split("/").at(-1)}`;
    for (const kind of ["application", "service"]) {
      await call("logs", "Logs_20140328.CreateLogGroup", { logGroupName: `${prefix}/${kind}` });
    }
    await deployment.apply("logs");
    await deployment.expectEmptyPlan("logs");
    const { logGroups } = await call("logs", "Logs_20140328.DescribeLogGroups", {
      logGroupNamePrefix: prefix,
    });
    expect(logGroups).toMatchObject([{ retentionInDays: 30 }, { retentionInDays: 30 }]);
    const gone = await (await deployment.stack("logs")).destroy();
    expect(gone.exitCode).toBe(0);
    const left = await call("logs", "Logs_20140328.DescribeLogGroups", { logGroupNamePrefix: prefix });
    expect(left["logGroups"]).toHaveLength(2);
  });

  test("keeps running if all monitoring is removed", async () => {
    synth();
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
    expect(await inState("aws_cloudwatch_metric_alarm")).toEqual([]);
    expect(world.appRunner.describe("hello")?.service.Status).toBe("RUNNING");
  });
});

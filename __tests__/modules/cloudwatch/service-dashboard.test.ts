import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  ImageSource,
  ServiceAlarms,
  ServiceDashboard,
  type ServiceDashboardProps,
} from "../../../modules";
import { refusal, synth } from "../../support/synth";

const ARN = "arn:aws:apprunner:eu-west-1:111122223333:service/hello/0123456789abcdef0123456789abcdef";

function serve(stack: TerraformStack): AppRunnerService {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  return new AppRunnerService(stack, "Api", { serviceName: "hello", source });
}

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly properties: { readonly title: string; readonly region?: string; readonly alarms?: string[] };
}

function widgets(build: (stack: TerraformStack) => Partial<ServiceDashboardProps>) {
  const result = synth((stack) => {
    new ServiceDashboard(stack, "Dashboard", { service: serve(stack), ...build(stack) });
  });
  const { dashboard_body: body, dashboard_name: name } = result.only("aws_cloudwatch_dashboard");
  const json = String(body).replaceAll(/\$\{[^}]*\}/g, (token) => token.replaceAll('"', "'"));
  return { name, widgets: (JSON.parse(json) as { readonly widgets: readonly Widget[] }).widgets };
}

describe("ServiceDashboard", () => {
  test("shows requests, latency, instances and load, with two graphs per row", () => {
    const { name, widgets: all } = widgets(() => ({}));
    expect(name).toBe("hello");
    expect(all.map(({ x, y, properties }) => [properties.title, x, y])).toEqual([
      ["Requests", 0, 0],
      ["Latency", 12, 0],
      ["Active instances", 0, 6],
      ["Concurrency", 12, 6],
      ["CPU", 0, 12],
      ["Memory", 12, 12],
    ]);
    expect(all[0]?.properties.region).toMatch(
      /^\$\{element\(split\(':', aws_apprunner_service\.Api_\w+\.arn\), 3\)\}$/,
    );
  });

  test("takes the region of an imported service from its ARN", () => {
    const { widgets: all } = widgets((stack) => ({
      service: AppRunnerService.fromAttributes(stack, "Other", {
        serviceArn: ARN,
        serviceUrl: "a.eu-west-1.awsapprunner.com",
      }),
    }));
    expect(all[0]?.properties).toMatchObject({
      region: "eu-west-1",
      metrics: expect.arrayContaining([
        [
          "AWS/AppRunner",
          "5xxStatusResponses",
          "ServiceName",
          "hello",
          "ServiceID",
          "0123456789abcdef0123456789abcdef",
          { stat: "Sum", label: "5xx" },
        ],
      ]) as unknown,
    });
  });

  test("shows the states of alarms in the first row", () => {
    const { widgets: all } = widgets((stack) => {
      const service = AppRunnerService.fromAttributes(stack, "Other", {
        serviceArn: ARN,
        serviceUrl: "a.b.awsapprunner.com",
      });
      return { alarms: new ServiceAlarms(stack, "Alarms", { service }) };
    });
    expect(all[0]).toMatchObject({ type: "alarm", y: 0 });
    expect(all[0]?.properties.alarms).toHaveLength(4);
    expect(all[1]).toMatchObject({ type: "metric", y: 2 });
  });

  test.each<[Record<string, unknown>, string]>([
    [
      { service: "hello" },
      "'service' must be an AppRunnerService, such as new AppRunnerService(…), got 'hello'",
    ],
    [{ dashboardName: "a b" }, "'dashboardName' must be 1 to 255 letters, digits, '-' and '_', got 'a b'"],
    [{ alarms: [] }, "'alarms' must be ServiceAlarms, such as new ServiceAlarms(…), got a list"],
  ])("rejects %j", (changes, fault) => {
    const build = (stack: TerraformStack) =>
      new ServiceDashboard(stack, "It", { service: serve(stack), ...changes });
    expect(refusal(build)).toEqual({ at: "test/It", faults: [fault] });
  });
});

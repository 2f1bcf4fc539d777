import type { ResourceChange } from "../../../cli/model";
import { alarmRemoved } from "../../../cli/rules/alarm-removed";
import {
  created,
  destroyed,
  findIn,
  forgotten,
  type Planned,
  replaced,
  serviceValues,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";
import { resource } from "../../support/reviews";

const RULE = "alarm-removed";

const ALARM = "aws_cloudwatch_metric_alarm";
const SERVICE = unchanged("aws_apprunner_service.web", serviceValues());

/** An alarm of the service `web`. */
const alarmValues = (values: Values = {}): Values => ({
  alarm_name: "web-5xx",
  namespace: "AWS/AppRunner",
  metric_name: "5xxStatusResponses",
  comparison_operator: "GreaterThanThreshold",
  dimensions: { ServiceName: "web", ServiceID: "0123456789abcdef0123456789abcdef" },
  actions_enabled: true,
  alarm_actions: ["arn:aws:sns:eu-west-1:123456789012:alerts"],
  threshold: 5,
  ...values,
});

/** An alarm that divides two metrics. */
const rate = (namespace: string): Values => {
  const metric = (metric_name: string) => ({
    metric: [{ namespace, metric_name, dimensions: { ServiceName: "web" } }],
  });
  const metric_query = [{ expression: "a/b", metric: [] }, metric("5xxStatusResponses"), metric("Requests")];
  return alarmValues({ namespace: null, metric_name: null, dimensions: null, metric_query });
};

describe("alarm-removed", () => {
  test("names the removed alarm", () => {
    expect(findingsOf("alarm-removed", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "alarm-removed", 0)).toContain(
      "The alarm 'portal-latency' of the service 'portal' is removed. ",
    );
  });

  test("names all removed alarms in one finding", () => {
    expect(findingsOf("monitoring-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "monitoring-removed", 0)).toContain(
      "'portal-memory' and 'portal-server-errors' of the service 'portal' are removed. ",
    );
  });

  test("tells removed alarms from alarms that no longer notify anyone", () => {
    const alarm = (name: string, after: Record<string, boolean | string[]> | null) => {
      const before = { alarm_name: name, alarm_actions: ["topic"], actions_enabled: true };
      return resource("app", name, "aws_cloudwatch_metric_alarm", after ? "update" : "delete", {
        before: { ...before, dimensions: { ServiceName: "web" } },
        after: after && { ...before, ...after },
      });
    };
    const service = resource("app", "Web", "aws_apprunner_service", "no-op", {
      before: { service_name: "web" },
      after: { service_name: "web" },
    });
    const check = (...alarms: ResourceChange[]) =>
      [...alarmRemoved.check({ stacks: [], resources: [service, ...alarms] })].map(({ message }) => message);
    const [gone, silent, disabled] = [
      alarm("gone", null),
      alarm("silent", { alarm_actions: [] }),
      alarm("disabled", { actions_enabled: false }),
    ];

    expect(check(silent)).toEqual(["The alarm 'silent' of the service 'web' no longer notifies anyone."]);
    expect(check(gone, silent, disabled)).toEqual([
      "The alarm 'gone' of the service 'web' is removed. " +
        "The alarms 'silent' and 'disabled' of the service 'web' no longer notify anyone.",
    ]);
  });

  test.each(["no-change", "waf-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  test.each<[string, readonly Planned[]]>([
    ["is removed", [destroyed(`${ALARM}.a`, alarmValues())]],
    ["divides metrics and is removed", [destroyed(`${ALARM}.a`, rate("AWS/AppRunner"))]],
    [
      "is changed to watch another service",
      [updated(`${ALARM}.a`, alarmValues(), { dimensions: { ServiceName: "api", ServiceID: "b" } })],
    ],
    [
      "is changed to watch another metric",
      [updated(`${ALARM}.a`, alarmValues(), { metric_name: "Requests" })],
    ],
    ["is disabled", [updated(`${ALARM}.a`, alarmValues(), { actions_enabled: false })]],
    ["loses its actions", [updated(`${ALARM}.a`, alarmValues(), { alarm_actions: [] })]],
    [
      "gets a new name and loses its actions",
      [replaced(`${ALARM}.a`, alarmValues(), { alarm_name: "b", alarm_actions: [] })],
    ],
    [
      "moves and loses its actions",
      [destroyed(`${ALARM}.a`, alarmValues()), created(`${ALARM}.b`, alarmValues({ alarm_actions: [] }))],
    ],
    [
      "is removed while an alarm of another metric is created",
      [
        destroyed(`${ALARM}.a`, alarmValues()),
        created(`${ALARM}.b`, alarmValues({ alarm_name: "b", metric_name: "RequestLatency" })),
      ],
    ],
    [
      "is removed while an equal alarm without actions is created",
      [
        destroyed(`${ALARM}.a`, alarmValues()),
        created(`${ALARM}.b`, alarmValues({ alarm_name: "b", alarm_actions: [] })),
      ],
    ],
    [
      "is one of two that one new alarm replaces",
      [
        destroyed(`${ALARM}.a`, alarmValues()),
        destroyed(`${ALARM}.b`, alarmValues({ alarm_name: "b" })),
        created(`${ALARM}.c`, alarmValues({ alarm_name: "c" })),
      ],
    ],
  ])("finds an alarm that %s", (_, plan) => {
    expect(findIn(RULE, SERVICE, ...plan)).toHaveLength(1);
  });

  test.each<[string, readonly Planned[]]>([
    ["of a service of this name in ECS", [destroyed(`${ALARM}.a`, alarmValues({ namespace: "AWS/ECS" }))]],
    ["that divides metrics of ECS", [destroyed(`${ALARM}.a`, rate("AWS/ECS"))]],
    ["of another service", [destroyed(`${ALARM}.a`, alarmValues({ dimensions: { ServiceName: "api" } }))]],
    [
      "of a service of this name in another region",
      [destroyed(`${ALARM}.a`, alarmValues({ dimensions: { ServiceName: "web", ServiceID: "other" } }))],
    ],
    [
      "that is created again under another key and name",
      [
        destroyed(`${ALARM}.a["old"]`, alarmValues()),
        created(`${ALARM}.a["new"]`, alarmValues({ alarm_name: "web-errors", threshold: 9 })),
      ],
    ],
    [
      "that is created again with unknown actions",
      [
        destroyed(`${ALARM}.a`, alarmValues()),
        created(`${ALARM}.b`, alarmValues({ alarm_name: "b", alarm_actions: null }), {
          change: { after_unknown: { alarm_actions: true } },
        }),
      ],
    ],
    ["that moves", [destroyed(`${ALARM}.a`, alarmValues()), created(`${ALARM}.b`, alarmValues())]],
    ["that becomes a rate of the same metric", [updated(`${ALARM}.a`, alarmValues(), rate("AWS/AppRunner"))]],
    [
      "whose dimensions are known only after the apply",
      [
        updated(
          `${ALARM}.a`,
          alarmValues(),
          { dimensions: null },
          { change: { after_unknown: { dimensions: true } } },
        ),
      ],
    ],
    ["that is forgotten", [forgotten(`${ALARM}.a`, alarmValues())]],
    ["whose name changes", [replaced(`${ALARM}.a`, alarmValues(), { alarm_name: "b" })]],
    ["whose threshold changes", [updated(`${ALARM}.a`, alarmValues(), { threshold: 50 })]],
  ])("does not find an alarm %s", (_, plan) => {
    expect(findIn(RULE, SERVICE, ...plan)).toEqual([]);
  });

  test("follows a service that gets another name", () => {
    const service = replaced("aws_apprunner_service.web", serviceValues(), { service_name: "web2" });
    const old = destroyed(`${ALARM}.a["web"]`, alarmValues());
    const next = created(`${ALARM}.a["web2"]`, alarmValues({ dimensions: { ServiceName: "web2" } }));
    expect(findIn(RULE, service, old, next)).toEqual([]);
    expect(findIn(RULE, service, old)).toHaveLength(1);
    expect(
      findIn(RULE, service, updated(`${ALARM}.a`, alarmValues(), { dimensions: { ServiceName: "web2" } })),
    ).toEqual([]);
  });

  test("does not find the alarm of a service that is destroyed too", () => {
    const service = destroyed("aws_apprunner_service.web", serviceValues());
    expect(findIn(RULE, service, destroyed(`${ALARM}.a`, alarmValues()))).toEqual([]);
  });
});

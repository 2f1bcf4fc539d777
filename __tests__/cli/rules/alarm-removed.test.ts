import type { ResourceChange } from "../../../cli/model";
import { alarmRemoved } from "../../../cli/rules/alarm-removed";
import { findingsOf, wordsOf } from "../../support/review-fixture";
import { resource } from "../../support/reviews";

const RULE = "alarm-removed";

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
});

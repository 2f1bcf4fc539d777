import { reviewOf } from "../../support/review-fixture";

describe("the costs of a service", () => {
  test.each([
    ["scaling-raised", { before: 10.22, after: 40.88 }, { before: 284.7, after: 1423.5 }],
    ["scaling-lowered", { before: 10.22, after: 10.22 }, { before: 284.7, after: 113.88 }],
    ["instance-size-raised", { before: 10.22, after: 61.32 }, { before: 284.7, after: 1241 }],
    ["service-destroyed", { before: 10.22, after: 0 }, { before: 284.7, after: 0 }],
    ["first-deploy", { before: 0, after: 2.555 }, { before: 0, after: 355.875 }],
  ])("are given before and after %s", (scenario, idle, active) => {
    const [cost] = reviewOf(scenario).costs;
    for (const side of ["before", "after"] as const) {
      expect(cost?.idle?.[side]).toBeCloseTo(idle[side]);
      expect(cost?.active?.[side]).toBeCloseTo(active[side]);
    }
    expect(cost?.basis).toMatch(/^prices in [a-z0-9-]+ as of \d{4}-\d\d-\d\d$/);
  });

  test.each(["no-change", "environment-change", "www-toggle-on"])("are not listed for %s", (scenario) => {
    expect(reviewOf(scenario).costs).toEqual([]);
  });
});

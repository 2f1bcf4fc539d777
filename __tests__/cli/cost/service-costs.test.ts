import { renderText } from "../../../cli/render/text/text";
import {
  created,
  forgotten,
  type Planned,
  planOf,
  replaced,
  reviewOfPlans,
  serviceValues,
  unchanged,
  updated,
} from "../../support/plans";
import { reviewOf } from "../../support/review-fixture";

const SIZE = { instance_configuration: [{ cpu: "2048", memory: "4096" }] };
const SCALING = unchanged("aws_apprunner_auto_scaling_configuration_version.s", {
  arn: serviceValues().auto_scaling_configuration_arn,
  min_size: 1,
  max_size: 2,
});

function costsOf(...resources: readonly Planned[]) {
  return reviewOfPlans({ app: planOf(resources) }).costs;
}

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

  test.each<[string, Planned, string]>([
    [
      "a size without a scaling configuration",
      updated("aws_apprunner_service.web", serviceValues(), SIZE),
      "its scaling configuration",
    ],
    [
      "a new service of which nothing is known",
      created(
        "aws_apprunner_service.web",
        {},
        { change: { after_unknown: { instance_configuration: true } } },
      ),
      "its size and its scaling configuration",
    ],
  ])("say what is missing for %s", (_, service, missing) => {
    expect(costsOf(service)).toEqual([
      expect.objectContaining({ basis: `no known price, because this plan does not contain ${missing}` }),
    ]);
  });

  test("are not listed for a forgotten service, which runs on", () => {
    expect(costsOf(forgotten("aws_apprunner_service.web", serviceValues()), SCALING)).toEqual([]);
  });

  test("include a replaced service that runs on", () => {
    const service = replaced("aws_apprunner_service.web", serviceValues(), SIZE, {
      change: { actions: ["create", "forget"] },
    });
    const [cost] = costsOf(service, SCALING);
    expect(cost?.idle?.before).toBeCloseTo(10.22);
    expect(cost?.idle?.after).toBeCloseTo(30.66);
  });

  test("name the service whose price is unknown", () => {
    const api = { ...serviceValues({ name: "api" }), auto_scaling_configuration_arn: "arn:other" };
    const review = reviewOfPlans({
      app: planOf([
        updated("aws_apprunner_service.web", serviceValues(), SIZE),
        updated("aws_apprunner_service.api", api, SIZE),
        SCALING,
      ]),
    });
    const text = renderText(review, { colors: false, width: 100 });
    expect(text).toContain("web: prices in eu-west-1");
    expect(text).toContain(
      "api: no known price, because this plan does not contain its scaling configuration",
    );
  });
});

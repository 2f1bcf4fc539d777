import {
  ACCOUNT,
  created,
  destroyed,
  findAcross,
  findIn,
  forgotten,
  type Planned,
  replaced,
  replacedFirst,
  REGION,
  serviceValues,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "scaling-replaced-in-use";

describe("scaling-replaced-in-use", () => {
  test("finds the provider's own resource without create_before_destroy", () => {
    expect(findingsOf("scaling-replaced-in-use", RULE)).toEqual([
      expect.objectContaining({ address: "aws_apprunner_auto_scaling_configuration_version.Scaling" }),
    ]);
    expect(wordsOf(RULE, "scaling-replaced-in-use", 0)).toContain("is destroyed while 'legacy' uses it");
    expect(wordsOf(RULE, "scaling-replaced-in-use", 0)).toContain("create_before_destroy");
  });

  test.each(["scaling-raised", "scaling-lowered"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  const arn = (id: string) => `arn:aws:apprunner:${REGION}:${ACCOUNT}:autoscalingconfiguration/web/${id}`;
  const scaling = (values: Values = {}) => ({
    arn: arn("1/abc"),
    auto_scaling_configuration_name: "web",
    max_size: 2,
    min_size: 1,
    has_associated_service: true,
    ...values,
  });
  const S = "aws_apprunner_auto_scaling_configuration_version.s";
  const V = "aws_apprunner_service.web";
  const newArn = { change: { after_unknown: { arn: true } } };
  const toNewArn = { change: { after_unknown: { auto_scaling_configuration_arn: true } } };
  const moves = updated(V, serviceValues(), { auto_scaling_configuration_arn: null }, toNewArn);
  const isReplaced = replaced(S, scaling(), { arn: null, max_size: 5 }, newArn);
  const isReplacedFirst = replacedFirst(S, scaling(), { arn: null, max_size: 5 }, newArn);
  const SET = /^Set create_before_destroy/;
  const TWO_CHANGES = /^Keep this configuration, create another one .* in a later change\./;

  test.each<[string, Planned[], RegExp]>([
    ["is replaced before the service moves", [moves, isReplaced], SET],
    [
      "is replaced, but the service does not move",
      [unchanged(V, serviceValues()), isReplacedFirst],
      TWO_CHANGES,
    ],
    [
      "is destroyed, but the service stays",
      [unchanged(V, serviceValues()), destroyed(S, scaling())],
      TWO_CHANGES,
    ],
    [
      "is destroyed, and the service is forgotten",
      [forgotten(V, serviceValues()), destroyed(S, scaling())],
      TWO_CHANGES,
    ],
    [
      "is destroyed, and the replaced service runs on",
      [
        replaced(
          V,
          serviceValues(),
          { service_name: "b" },
          { change: { actions: ["create", "forget"], ...toNewArn.change } },
        ),
        destroyed(S, scaling()),
      ],
      TWO_CHANGES,
    ],
    ["has a service that is not in the plan", [destroyed(S, scaling())], TWO_CHANGES],
    [
      "has two services, of which one is destroyed",
      [
        destroyed(V, serviceValues()),
        unchanged("aws_apprunner_service.b", { ...serviceValues(), service_name: "b" }),
        destroyed(S, scaling()),
      ],
      TWO_CHANGES,
    ],
  ])("finds one that %s", (_, resources, remedy) => {
    expect(findIn(RULE, ...resources)).toEqual([
      expect.objectContaining({ address: S, remedy: expect.stringMatching(remedy) as string }),
    ]);
  });

  test.each<[string, Planned[]]>([
    ["is created before it is destroyed", [moves, isReplacedFirst]],
    [
      "has a service that is replaced too, and so destroyed first",
      [
        replaced(
          V,
          serviceValues(),
          { service_name: "web2", auto_scaling_configuration_arn: null },
          toNewArn,
        ),
        isReplaced,
      ],
    ],
    ["is destroyed with its service", [destroyed(V, serviceValues()), destroyed(S, scaling())]],
    [
      "is destroyed after the service moves to another",
      [
        updated(V, serviceValues(), { auto_scaling_configuration_arn: arn("2/def") }),
        destroyed(S, scaling()),
      ],
    ],
    ["is forgotten", [unchanged(V, serviceValues()), forgotten(S, scaling())]],
    [
      "has no service",
      [
        unchanged(V, serviceValues()),
        destroyed(S, scaling({ arn: arn("9/z"), has_associated_service: false })),
      ],
    ],
    ["is created", [moves, created(S, scaling())]],
  ])("finds nothing if a configuration %s", (_, resources) => {
    expect(findIn(RULE, ...resources)).toEqual([]);
  });

  test.each([
    ["moves", moves],
    ["is destroyed", destroyed(V, serviceValues())],
  ])("reads the order of the stacks if a service %s", (_, service) => {
    expect(findAcross(RULE, { a: [isReplacedFirst], b: [service] })).toHaveLength(1);
    expect(findAcross(RULE, { b: [service], a: [isReplacedFirst] })).toEqual([]);
  });
});

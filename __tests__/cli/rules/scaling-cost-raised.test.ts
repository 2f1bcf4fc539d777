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
  serviceValues,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "scaling-cost-raised";

describe("scaling-cost-raised", () => {
  test("finds a higher maxSize and minSize", () => {
    expect(findingsOf("scaling-raised", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "scaling-raised", 0)).toContain("at least $10.22 → $40.88 (all instances idle)");
    expect(wordsOf(RULE, "scaling-raised", 0)).toContain("at most $284.70 → $1423.50 (all instances active)");
  });

  test("finds a larger instance size", () => {
    expect(findingsOf("instance-size-raised", RULE)).toEqual([
      expect.objectContaining({ constructPath: "hello-prod-service/Service/Resource" }),
    ]);
    expect(wordsOf(RULE, "instance-size-raised", 0)).toContain("$10.22 → $61.32");
  });

  test.each(["scaling-lowered", "first-deploy", "no-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  const V = "aws_apprunner_service.web";
  const S = "aws_apprunner_auto_scaling_configuration_version.s";
  const size = (cpu: string | null, memory: string | null, role = "") => ({
    instance_configuration: [{ cpu, memory, instance_role_arn: role }],
  });
  const arn = (id: string) => `arn:aws:apprunner:eu-west-1:${ACCOUNT}:autoscalingconfiguration/web/${id}`;
  const scaling = (min_size = 1, max_size = 2, id = "1/abc") => ({ arn: arn(id), min_size, max_size });
  const toNew = { change: { after_unknown: { auto_scaling_configuration_arn: true } } };
  const isNew = { change: { after_unknown: { arn: true } } };
  const moves = updated(V, serviceValues(), { auto_scaling_configuration_arn: null }, toNew);
  const inRegion = (region: string) => ({ arn: `arn:aws:apprunner:${region}:${ACCOUNT}:service/web/1` });
  const onDefault = {
    auto_scaling_configuration_arn: `arn:aws:apprunner:eu-west-1:${ACCOUNT}:autoscalingconfiguration/DefaultConfiguration/1/${"0".repeat(31)}1`,
  };
  /** A service in module a whose minimum becomes this, and another in module b. */
  const inModules = (minimum: number) =>
    [minimum, 1].flatMap((size, index) => {
      const module = `module.m${index}`;
      const values = { ...serviceValues({ name: module }), auto_scaling_configuration_arn: arn("old") };
      const inside = { more: { module_address: module } };
      return [
        updated(
          `${module}.aws_apprunner_service.this[0]`,
          values,
          { auto_scaling_configuration_arn: null },
          { ...toNew, ...inside },
        ),
        created(`${module}.${S}[0]`, { ...scaling(size, 3), arn: null }, { ...isNew, ...inside }),
        ...(index === 0 ? [unchanged(S, scaling(1, 3, "old"))] : []),
      ];
    });
  const S1 = unchanged(S, scaling());

  test.each<[string, Planned[], string]>([
    [
      "a larger size",
      [updated(V, serviceValues(), size("2048", "4096")), S1],
      "rises: at least $10.22 → $20.44",
    ],
    [
      "a larger size in words",
      [updated(V, serviceValues(), size("2 vCPU", "4 GB")), S1],
      "rises: at least $10.22 → $20.44",
    ],
    [
      "a larger size, with an unknown scaling",
      [updated(V, serviceValues(), size("2048", "4096"))],
      "can rise: more memory (all instances idle), more vCPU and memory",
    ],
    [
      "more instances",
      [moves, replacedFirst(S, scaling(), { arn: null, max_size: 5 }, isNew)],
      "at most $113.88 → $284.70",
    ],
    [
      "more instances of a configuration in another stack",
      [unchanged(V, serviceValues()), replacedFirst(S, scaling(), { arn: null, max_size: 5 }, isNew)],
      "at most $113.88 → $284.70",
    ],
    [
      "another configuration in the plan",
      [
        updated(V, serviceValues(), { auto_scaling_configuration_arn: arn("2/b") }),
        S1,
        unchanged(`${S}2`, scaling(2, 2, "2/b")),
      ],
      "at least $10.22 → $20.44",
    ],
    [
      "a configuration that is created",
      [moves, S1, created(`${S}2`, { ...scaling(1, 5), arn: null }, isNew)],
      "at most $113.88 → $284.70",
    ],
    [
      "another configuration that is not in the plan",
      [updated(V, serviceValues(), { auto_scaling_configuration_arn: arn("2/b") })],
      "can rise: its scaling configuration changes, and",
    ],
    [
      "more instances than the default configuration has",
      [
        updated(V, { ...serviceValues(), ...onDefault }, { auto_scaling_configuration_arn: null }, toNew),
        created(S, { ...scaling(1, 30), arn: null }, isNew),
      ],
      "at most $1423.50 → $1708.20",
    ],
    ["more instances in a module, next to another module", inModules(3), "at least $10.22 → $30.66"],
    [
      "a size that is unknown",
      [
        updated(V, serviceValues(), size(null, null), {
          change: { after_unknown: { instance_configuration: [{ cpu: true, memory: true }] } },
        }),
        S1,
      ],
      "can rise: its size changes, and",
    ],
    [
      "a replaced service",
      [replaced(V, serviceValues(), { service_name: "b", ...size("2048", "4096") }), S1],
      "rises: at least $10.22 → $20.44",
    ],
    [
      "a replaced service that runs on",
      [
        replaced(V, serviceValues(), { service_name: "b" }, { change: { actions: ["create", "forget"] } }),
        S1,
      ],
      "rises: at least $10.22 → $20.44",
    ],
    [
      "more instances in a region without a price",
      [
        updated(
          V,
          { ...serviceValues(), ...inRegion("eu-central-1") },
          { auto_scaling_configuration_arn: null },
          toNew,
        ),
        replacedFirst(S, scaling(), { arn: null, max_size: 5 }, isNew),
      ],
      "can rise: more vCPU and memory (all instances active). Basis: no known price for eu-central-1.",
    ],
    [
      "more instances in a region without a price of a vCPU",
      [
        updated(
          V,
          { ...serviceValues(), ...inRegion("ap-northeast-1") },
          { auto_scaling_configuration_arn: null },
          toNew,
        ),
        replacedFirst(S, scaling(), { arn: null, max_size: 5 }, isNew),
      ],
      "can rise: more vCPU and memory (all instances active)",
    ],
  ])("finds %s", (_, resources, words) => {
    expect(findIn(RULE, ...resources)).toEqual([
      expect.objectContaining({ message: expect.stringContaining(words) as string }),
    ]);
  });

  test.each<[string, Planned[]]>([
    [
      "a new instance role, with an unknown scaling",
      [updated(V, serviceValues(), size("1024", "2048", "arn:aws:iam::123456789012:role/n"))],
    ],
    ["the same size in words", [updated(V, serviceValues(), size("1 vCPU", "2 GB"))]],
    ["a smaller size, with an unknown scaling", [updated(V, serviceValues(), size("256", "512"))]],
    [
      "a smaller size in a region without a price",
      [updated(V, { ...serviceValues(), ...inRegion("eu-central-1") }, size("256", "512")), S1],
    ],
    [
      "fewer instances than the default configuration has",
      [
        updated(V, { ...serviceValues(), ...onDefault }, { auto_scaling_configuration_arn: null }, toNew),
        created(S, { ...scaling(1, 3), arn: null }, isNew),
      ],
    ],
    ["the same instances in two modules", inModules(1)],
    [
      "configurations that only get another key",
      ["a", "b"].flatMap((key) => {
        const named = { ...scaling(1, 2, `${key}/1`), auto_scaling_configuration_name: key };
        const values = { ...serviceValues({ name: key }), auto_scaling_configuration_arn: arn(`${key}/1`) };
        return [
          updated(
            `aws_apprunner_service.v["${key}"]`,
            values,
            { auto_scaling_configuration_arn: null },
            toNew,
          ),
          destroyed(`${S}["${key}"]`, named),
          created(`${S}["new-${key}"]`, { ...named, arn: null }, isNew),
        ];
      }),
    ],
    ["fewer instances", [moves, replacedFirst(S, scaling(1, 5), { arn: null, max_size: 2 }, isNew)]],
    [
      "the same instances in a new configuration",
      [
        moves,
        replacedFirst(S, { ...scaling(), max_concurrency: 100 }, { arn: null, max_concurrency: 50 }, isNew),
      ],
    ],
    [
      "a replaced service whose size and scaling are not set",
      [
        replaced(
          V,
          serviceValues(),
          { service_name: "b", instance_configuration: null, auto_scaling_configuration_arn: null },
          {
            change: { after_unknown: { instance_configuration: true, auto_scaling_configuration_arn: true } },
          },
        ),
      ],
    ],
    ["a new service", [created(V, serviceValues(), isNew), S1]],
    ["a destroyed service", [destroyed(V, serviceValues()), S1]],
    ["a forgotten service", [forgotten(V, serviceValues()), S1]],
    [
      "a sensitive size that stays",
      [
        updated(
          V,
          serviceValues(),
          { tags: { a: "b" } },
          {
            change: {
              before_sensitive: { instance_configuration: [{ cpu: true }] },
              after_sensitive: { instance_configuration: [{ cpu: true }] },
            },
          },
        ),
        S1,
      ],
    ],
  ])("finds nothing for %s", (_, resources) => {
    expect(findIn(RULE, ...resources)).toEqual([]);
  });

  test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
    "has no price for the region %s",
    (region) => {
      const values: Values = { ...serviceValues(), ...inRegion(region) };
      const [finding, ...others] = findIn(RULE, updated(V, values, size("2048", "4096")), S1);
      expect(finding?.message).toContain(`no known price for ${region}`);
      expect(finding?.message).not.toMatch(/\$|NaN/);
      expect(others).toEqual([]);
    },
  );

  test("follows the configuration of another stack", () => {
    const first = replacedFirst(S, scaling(), { arn: null, min_size: 2 }, isNew);
    expect(findAcross(RULE, { a: [first], b: [unchanged(V, serviceValues())] })).toHaveLength(1);
  });
});

import { TerraformVariable } from "cdktf";
import { Scaling, type ScalingProps } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const TYPE = "aws_apprunner_auto_scaling_configuration_version";

function create(props: Partial<ScalingProps> = {}) {
  return synth((stack) => new Scaling(stack, "Scaling", { name: "hello", ...props })).only(TYPE);
}

function refused(props: Partial<Record<keyof ScalingProps, unknown>>) {
  return refusal((stack) => new Scaling(stack, "Scaling", { name: "hello", ...props } as ScalingProps));
}

describe("Scaling", () => {
  test("uses App Runner's defaults and creates the new revision before it destroys the old one", () => {
    expect(create()).toEqual({
      auto_scaling_configuration_name: "hello",
      min_size: 1,
      max_size: 25,
      max_concurrency: 100,
      lifecycle: { create_before_destroy: true },
    });
  });

  test("accepts any maxSize from 1, because AWS Support can raise the quota of 25", () => {
    expect(create({ maxSize: 1 })["max_size"]).toBe(1);
    expect(create({ maxSize: 100 })["max_size"]).toBe(100);
    for (const value of [0, -1, 1.5]) {
      expect(refused({ maxSize: value })).toEqual({
        at: "test/Scaling",
        faults: [`'maxSize' must be a whole number of at least 1, got ${value}`],
      });
    }
  });

  test.each<[keyof ScalingProps, string, number, number]>([
    ["minSize", "min_size", 1, 25],
    ["maxConcurrency", "max_concurrency", 1, 200],
  ])("accepts %s (%s) from %i to %i only", (prop, attribute, min, max) => {
    expect(create({ [prop]: min })[attribute]).toBe(min);
    expect(create({ [prop]: max })[attribute]).toBe(max);
    for (const value of [min - 1, max + 1, 1.5]) {
      expect(refused({ [prop]: value })).toEqual({
        at: "test/Scaling",
        faults: [`'${prop}' must be a whole number between ${min} and ${max}, got ${value}`],
      });
    }
  });

  test("rejects a minSize above maxSize", () => {
    expect(create({ minSize: 5, maxSize: 5 })).toMatchObject({ min_size: 5, max_size: 5 });
    expect(refused({ minSize: 6, maxSize: 5 })).toEqual({
      at: "test/Scaling",
      faults: ["'minSize' must be at most 'maxSize' (5), got 6"],
    });
  });

  test("does not compare sizes that only Terraform knows", () => {
    const result = synth((stack) => {
      const maxSize = new TerraformVariable(stack, "max", {}).numberValue;
      new Scaling(stack, "Scaling", { name: "hello", minSize: 25, maxSize });
    });
    expect(result.only(TYPE)).toMatchObject({ min_size: 25, max_size: "${var.max}" });
  });

  test.each(["x".repeat(32), "a_-1"])("keeps the name %j", (name) => {
    expect(create({ name })["auto_scaling_configuration_name"]).toBe(name);
  });

  test("shortens a longer name to 32 characters and keeps it unique", () => {
    const [one, other] = ["a", "b"].map((end) => create({ name: "x".repeat(39) + end }));
    expect(one?.["auto_scaling_configuration_name"]).toMatch(/^x{25}-[0-9a-f]{6}$/);
    expect(one).not.toEqual(other);
  });

  test.each(["abc", "-abc", "a b c", ""])("rejects the name %j", (name) => {
    expect(refused({ name })).toEqual({
      at: "test/Scaling",
      faults: [
        `'name' must be 4 or more letters, digits, '-' and '_', starting with a letter or digit, got '${name}'`,
      ],
    });
  });

  test("reports all faults at once", () => {
    expect(refused({ minSize: 0, maxSize: 0, maxConcurrency: 201 }).faults).toHaveLength(3);
  });
});

import { buildReview } from "../../cli/build-review";
import { type Finding, NO_CHANGES, type StackReview } from "../../cli/model";
import { compareAttributes } from "../../cli/plan/attribute-changes";
import type { SynthesizedStack } from "../../cli/plan/synthesized";
import { findLocation } from "../../cli/plan/synthesized";
import { listFindings } from "../../cli/render/summary";
import { findByType } from "../../cli/rules/resources";
import type { Rule } from "../../cli/rules/rule";

/** Counts how often the code reads from its input. Time would differ from run to run. */
class Reads {
  public number = 0;

  /** Returns the same value, but counts each read of a member, at any depth. */
  public of<T>(value: T): T {
    if (typeof value !== "object" || value === null) return value;
    return new Proxy(value, {
      get: (target, key) => {
        this.number++;
        return this.of(Reflect.get(target, key));
      },
    });
  }
}

function range<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

function valuesOf(size: number, value: number): Record<string, number> {
  return Object.fromEntries(range(size, (index) => [`k${index}`, value]));
}

const stackOf = (more: Partial<StackReview> = {}): StackReview => ({
  name: "s",
  status: "planned",
  ...NO_CHANGES,
  ...more,
});

const resourceOf = (index: number): StackReview["resources"][number] => ({
  stack: "s",
  address: `aws_x.r${index}`,
  constructPath: `s/C${index}/Resource`,
  type: `aws_${index % 10}`,
  mode: "managed",
  action: "delete",
  createBeforeDestroy: false,
  before: { a: 1 },
  after: null,
  attributes: [],
});

const synthesizedOf = (more: Partial<SynthesizedStack>): SynthesizedStack => ({
  name: "s",
  dependencies: [],
  directory: "",
  constructPaths: new Map(),
  locations: new Map(),
  accepted: [],
  ...more,
});

const findEverything: Rule = {
  name: "waf-removed",
  severity: "error",
  title: "It is removed",
  check: ({ resources }) => resources.map((resource) => ({ resource, message: "m", remedy: "r" })),
};

const findingOf = (index: number): Finding => ({
  ...resourceOf(index),
  stack: `s${index}`,
  rule: "waf-removed",
  severity: "error",
  title: "t",
  message: "m",
  remedy: "r",
});

/** Work on an input of this size. */
const WORK: Readonly<Record<string, (size: number, reads: Reads) => unknown>> = {
  "comparing attributes, all of which force a replacement": (size, reads) => {
    const [before, after] = [valuesOf(size, 1), valuesOf(size, 2)];
    const replace_paths = range(size, (index) => [`k${size - 1 - index}`]);
    return compareAttributes(reads.of({ actions: ["update"], before, after, replace_paths }), before, after);
  },
  "finding accepted findings": (size, reads) => {
    const accept = { rule: "waf-removed", reason: "intended" } as const;
    const accepted = range(size, (index) => ({ ...accept, constructPath: `s/C${index}` }));
    const addressed = range(size, (index) => ({
      ...accept,
      constructPath: "s",
      address: `aws_x.r${size + index}`,
    }));
    return buildReview({
      stacks: [stackOf({ resources: range(2 * size, resourceOf) })],
      synthesized: [synthesizedOf({ accepted: reads.of([...accepted, ...addressed]) })],
      rules: [findEverything],
      severities: {},
      price: () => [],
    });
  },
  "listing the findings of each stack": (size, reads) => {
    const stacks = range(size, (index) => stackOf({ name: `s${index}` }));
    const review = { stacks, findings: reads.of(range(size, findingOf)), costs: [] };
    return stacks.map((stack) => listFindings(review, stack));
  },
  "finding resources by type": (size, reads) => {
    const change = { stacks: [], resources: reads.of(range(size, resourceOf)) };
    return range(size, (index) => findByType(change, `aws_none_${index}`));
  },
};

describe("the work for an input of twice the size", () => {
  test.each(Object.entries(WORK))("is at most twice as much when %s", (_, work) => {
    const count = (size: number): number => {
      const reads = new Reads();
      work(size, reads);
      return reads.number;
    };

    expect(count(100)).toBeGreaterThan(50);
    expect(count(400)).toBeLessThan(2.2 * count(200));
  });
});

test("accepts findings on a construct, around it, and by address", () => {
  const accept = (constructPath: string, reason: string, address?: string) => ({
    rule: "waf-removed",
    constructPath,
    reason,
    ...(address !== undefined && { address }),
  });
  const accepted = [
    accept("s/C0", "around"),
    accept("s/C1/Resource", "on it"),
    accept("s", "by address", "aws_x.r2"),
    accept("s/C", "not around"),
    accept("other", "another stack", "aws_x.r3"),
  ] as SynthesizedStack["accepted"];
  const { findings } = buildReview({
    stacks: [stackOf({ resources: range(4, resourceOf) })],
    synthesized: [synthesizedOf({ accepted })],
    rules: [findEverything],
    severities: {},
    price: () => [],
  });

  expect(findings.map(({ address, accepted: reason }) => [address, reason])).toEqual([
    ["aws_x.r3", undefined],
    ["aws_x.r0", "around"],
    ["aws_x.r1", "on it"],
    ["aws_x.r2", "by address"],
  ]);
});

test("looks up the locations of a limited number of ancestors", () => {
  const locations = new Map([["s/C", { file: "main.ts", line: 1 }]]);
  const get = jest.spyOn(locations, "get");

  expect(findLocation(synthesizedOf({ locations }), "s/C/a/b/c")).toEqual({ file: "main.ts", line: 1 });
  expect(findLocation(synthesizedOf({ locations }), "s/C" + "/a".repeat(10_000))).toBeUndefined();
  expect(get.mock.calls.length).toBeLessThan(150);
});

test("shortens the names of many attributes below a long key", () => {
  const after = { ["k".repeat(100_000)]: valuesOf(1000, 1) };
  const names = compareAttributes({ actions: ["update"], after }, {}, after).map(({ name }) => name);

  expect(names).toHaveLength(1000);
  expect(Math.max(...names.map(({ length }) => length))).toBe(1000);
});

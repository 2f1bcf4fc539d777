import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildReview, hasFindings, type SeveritySettings } from "../../cli/build-review";
import type { StackReview } from "../../cli/model";
import { buildStackReview } from "../../cli/plan/stack-review";
import type { SynthesizedStack } from "../../cli/plan/synthesized";
import type { Rule } from "../../cli/rules/rule";
import type { AcceptedFinding } from "../../contract/stack-comment";
import { reviewOf } from "../support/review-fixture";
import { EMPTY_PLAN } from "../support/plans";

/** Finds every resource. */
const EACH: Rule = {
  name: "service-replaced",
  severity: "error",
  title: "Something",
  *check({ resources }) {
    for (const resource of resources) yield { resource, message: "It happens.", remedy: "Let it be." };
  },
};

function stackOf(name: string, more: Partial<SynthesizedStack> = {}): SynthesizedStack {
  const constructPaths = new Map([["aws_x.y", `${name}/Api/Resource`]]);
  return {
    name,
    dependencies: [],
    directory: "",
    constructPaths,
    locations: new Map(),
    accepted: [],
    ...more,
  };
}

function planned(stack: SynthesizedStack, address = "aws_x.y"): StackReview {
  const change = {
    actions: ["delete", "create"],
    before: {},
    after: {},
    before_sensitive: {},
    after_sensitive: {},
  };
  const resourceChanges = [{ address, mode: "managed" as const, type: "aws_x", change }];
  return buildStackReview(stack.name, { ...EMPTY_PLAN, resourceChanges }, stack);
}

function reviewIt(accepted: AcceptedFinding[], severities: SeveritySettings = {}, address?: string) {
  const stack = stackOf("web", { accepted });
  const input = { stacks: [planned(stack, address)], synthesized: [stack], rules: [EACH], severities };
  return buildReview({ ...input, price: () => [] }).findings;
}

const accept = (constructPath: string, address?: string): AcceptedFinding => ({
  rule: "service-replaced",
  reason: "intended",
  constructPath,
  ...(address !== undefined && { address }),
});

describe("a review", () => {
  test("has the findings of the rules, with construct paths", () => {
    expect(reviewIt([])).toEqual([
      {
        rule: "service-replaced",
        severity: "error",
        title: "Something",
        message: "It happens.",
        remedy: "Let it be.",
        stack: "web",
        address: "aws_x.y",
        constructPath: "web/Api/Resource",
      },
    ]);
  });

  test.each([
    ["the construct itself", accept("web/Api/Resource")],
    ["a construct above it", accept("web/Api")],
    ["the stack", accept("web")],
    ["the stack, for its address", accept("web", "aws_x.y")],
  ])("accepts a finding on %s", (_, acceptance) => {
    expect(reviewIt([acceptance])).toEqual([expect.objectContaining({ accepted: "intended" })]);
  });

  test.each([
    ["a sibling construct", accept("web/Ap")],
    ["a different address", accept("web", "aws_x.z")],
    ["a different rule", { ...accept("web"), rule: "domain-replaced" }],
  ])("does not accept it on %s", (_, acceptance) => {
    expect(reviewIt([acceptance])[0]).not.toHaveProperty("accepted");
  });

  test("accepts a resource missing from the code only for its whole stack or by address", () => {
    expect(reviewIt([accept("web/Api")], {}, "aws_x.gone")[0]).not.toHaveProperty("accepted");
    expect(reviewIt([accept("web/Api", "aws_x.gone")], {}, "aws_x.gone")[0]).toHaveProperty("accepted");
    expect(reviewIt([accept("web")], {}, "aws_x.gone")[0]).toHaveProperty("accepted");
  });

  test.each(["aws_x.y", "aws_x.gone"])("accepts %s in a stack that is in another construct", (address) => {
    const [constructPath, constructPaths] = ["Prod/web", new Map([["aws_x.y", "Prod/web/Api/Resource"]])];
    const find = (path: string) => {
      const stack = stackOf("Prod_web", { constructPath, constructPaths, accepted: [accept(path)] });
      const input = {
        stacks: [planned(stack, address)],
        synthesized: [stack],
        rules: [EACH],
        severities: {},
      };
      return buildReview({ ...input, price: () => [] }).findings[0];
    };
    expect(find("Prod/web")).toHaveProperty("accepted", "intended");
    expect(find("Prod")).not.toHaveProperty("accepted");
  });

  test("uses severities from the settings", () => {
    expect(reviewIt([], { "service-replaced": "note" })).toEqual([
      expect.objectContaining({ severity: "note" }),
    ]);
    expect(reviewIt([], { "service-replaced": "off" })).toEqual([]);
  });

  test("lists the worst findings first and accepted ones last", () => {
    const severities = reviewOf("mutable-tag", { "mutable-tag": "error" }).findings.map(
      ({ severity }) => severity,
    );
    expect(severities).toEqual(["error", "error"]);
    const mixed = reviewOf("renamed-construct").findings.map(({ severity }) => severity);
    expect(mixed).toEqual([...mixed].sort());
  });

  test.each<[what: string, isPlanned: boolean, output: string, notes: string[][]]>([
    [
      "that a stack was planned against outputs that will change",
      true,
      "arn",
      [
        [],
        [
          "Planned against foundation's current outputs, which this change modifies. Plan this stack again after foundation is applied.",
        ],
      ],
    ],
    ["nothing on a stack that reads a different output", true, "name", [[], []]],
    [
      "on a stack that one outside the plan reads outputs that will change",
      false,
      "arn",
      [
        [
          "web reads outputs that this plan changes, and is not planned here. Plan it after foundation is applied.",
        ],
      ],
    ],
    ["nothing on a stack of which one outside the plan reads a different output", false, "name", [[]]],
  ])("notes %s", (_, isPlanned, output, notes) => {
    const directory = mkdtempSync(path.join(tmpdir(), "build-review-"));
    const reference = `\${data.terraform_remote_state.cross-stack-reference-input-foundation.outputs.${output}}`;
    writeFileSync(path.join(directory, "cdk.tf.json"), JSON.stringify({ locals: { reference } }));
    const upstream = stackOf("foundation");
    const downstream = stackOf("web", { dependencies: ["foundation"], directory });
    const outputs = [{ name: "arn", action: "update" as const, before: "a", after: "b" }];
    const stacks = [{ ...planned(upstream), outputs }, ...(isPlanned ? [planned(downstream)] : [])];
    const input = { stacks, synthesized: [upstream, downstream], rules: [], severities: {}, price: () => [] };
    expect(buildReview(input).stacks.map((stack) => stack.notes)).toEqual(notes);
    rmSync(directory, { recursive: true });
  });
});

describe("hasFindings", () => {
  const finding = { ...reviewIt([])[0], severity: "warning" } as Parameters<typeof hasFindings>[0][number];

  test.each([
    ["error", false],
    ["warning", true],
    ["note", true],
    ["never", false],
  ] as const)("for a warning with failOn %s returns %s", (failOn, expected) => {
    expect(hasFindings([finding], failOn)).toBe(expected);
  });

  test("ignores accepted findings", () => {
    expect(hasFindings([{ ...finding, accepted: "intended" }], "note")).toBe(false);
  });
});

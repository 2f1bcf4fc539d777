import { App, TerraformStack } from "cdktf";
import { PlanReview, Scaling, ValidationError } from "../../../modules";
import { stackComment } from "../../../modules/core/stack-comment";
import { synth } from "../../support/synth";

describe("PlanReview", () => {
  const accept = (...args: unknown[]) =>
    synth((stack) => {
      const scaling = new Scaling(stack, "Scaling", { name: "hello" });
      const review = PlanReview.of(scaling) as unknown as { accept: (...args: unknown[]) => void };
      review.accept(...args);
    });

  test("writes the accepted rule, its construct and the reason to the stack", () => {
    const stack = new TerraformStack(new App(), "web");
    const scaling = new Scaling(stack, "Scaling", { name: "hello" });
    PlanReview.of(scaling).accept("scaling-cost-raised", "the sale of the year");
    PlanReview.of(stack).accept("secret-removed-in-use", "OPS-12", {
      address: 'aws_secretsmanager_secret.x["a"]',
    });
    expect(stackComment(stack).accepted).toEqual([
      { constructPath: "web/Scaling", rule: "scaling-cost-raised", reason: "the sale of the year" },
      {
        constructPath: "web",
        rule: "secret-removed-in-use",
        reason: "OPS-12",
        address: 'aws_secretsmanager_secret.x["a"]',
      },
    ]);
  });

  test.each([
    [
      ["no-such-rule", "why"],
      /^'rule' must be one of 'alarm-removed', .*, got 'no-such-rule' \(at test\/Scaling\)$/,
    ],
    [[5, "why"], /^'rule' must be one of 'alarm-removed', .*, got 5 \(at test\/Scaling\)$/],
    [
      ["service-replacd", "why"],
      /^'rule' must be the name of a rule, got 'service-replacd': did you mean 'service-replaced'\? \(at test\/Scaling\)$/,
    ],
    [["mutable-tag", ""], "'reason' must be one line of text, got ''"],
    [["mutable-tag", " "], "'reason' must be one line of text"],
    [["mutable-tag", "a\nb"], "'reason' must be one line of text"],
    [["mutable-tag"], /^'reason' is required: it must be one line of text \(at test\/Scaling\)$/],
    [["mutable-tag", "x".repeat(1001)], "'reason' must be at most 1000 characters long, got 1001"],
    [["mutable-tag", "why", { address: "web/Api" }], "'address' must be the address of a resource"],
    [["mutable-tag", "why", { rule: "a" }], "unknown prop 'rule': expected 'address'"],
    [["mutable-tag", "why", { reason: "a" }], "unknown prop 'reason': expected 'address'"],
    [["mutable-tag", "why", []], "'options' must be an object"],
  ])("rejects %j", (args, fault) => {
    expect(() => accept(...args)).toThrow(ValidationError);
    expect(() => accept(...args)).toThrow(fault);
  });
});

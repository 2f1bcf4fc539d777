import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { REVIEW_RULES, type ReviewRule } from "../../contract/review-rules";
import { PropertyChecks } from "../core/property-checks";
import { stackComment } from "../core/stack-comment";

/** Options of an acceptance. */
export interface AcceptOptions {
  /**
   * Terraform address that the acceptance is limited to, such as `aws_route53_record.www`: for what the code no longer has, where it is
   * accepted on a construct or a stack that is still there.
   *
   * @default - the construct and what is below it
   */
  readonly address?: string;
}

/** Longest reason. */
const MAX_LENGTH = 1000;

/**
 * What the plan review is to know of a part of the app.
 *
 * @example
 * PlanReview.of(service).accept("service-replaced", "the new URL is in use since OPS-12");
 */
export class PlanReview {
  /**
   * The review of `scope` and of what is below it.
   *
   * @param scope a construct of a stack, or a stack
   */
  public static of(scope: IConstruct): PlanReview {
    return new PlanReview(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Accepts the findings of one rule. The review still lists them, with the reason, and they stop nothing.
   *
   * @param rule name of the rule
   * @param reason why: one line that a reviewer can judge by
   * @param options for what the code no longer has
   * @throws ValidationError when there is no such rule, or no reason
   */
  public accept(rule: ReviewRule, reason: string, options: AcceptOptions = {}): void {
    const checks = new PropertyChecks(this.scope)
      .choice("rule", rule, REVIEW_RULES)
      .literal("reason", reason, { pattern: /^(?=.*\S)[^\r\n]+$/u, allowed: "one line of text" })
      .text("reason", reason, MAX_LENGTH)
      .props("options", options);
    const { address } = options;
    checks.optional.literal("address", address, {
      pattern: /^(module\.\S+\.)?[a-z0-9_]+\.[\w-]+(\[.+\])?$/,
      allowed: "the address of a resource, such as 'aws_route53_record.www'",
    });
    checks.finish();
    const constructPath = this.scope.node.path;
    stackComment(TerraformStack.of(this.scope)).accepted.push({
      constructPath,
      rule,
      reason,
      ...(address !== undefined && { address }),
    });
  }
}

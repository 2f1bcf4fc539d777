import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { REVIEW_RULES, type ReviewRule } from "../../contract/review-rules";
import { PropertyChecks } from "../core/property-checks";
import { stackComment } from "../core/stack-comment";
import { findNearest } from "../core/unknown-props";
import { display } from "../core/values";

/** Options of `PlanReview.accept`. */
export interface AcceptOptions {
  /**
   * Terraform address to limit the acceptance to, such as `aws_route53_record.www`. Use it for a resource that the code no longer has: accept
   * the finding on an existing construct or stack.
   *
   * @default - the construct and everything below it
   */
  readonly address?: string;
}

/** Records a fault unless there is a rule with this name. */
function checkRule(checks: PropertyChecks, rule: unknown): void {
  const nearest =
    typeof rule === "string" &&
    !REVIEW_RULES.some((name) => name === rule) &&
    findNearest(rule, REVIEW_RULES);
  if (typeof nearest !== "string") checks.choice("rule", rule, REVIEW_RULES);
  else checks.fault(`'rule' must be the name of a rule, got ${display(rule)}: did you mean '${nearest}'?`);
}

const REASON = { pattern: /^(?=.*\S)[^\r\n]+$/u, allowed: "one line of text" };
/** Maximum length of a reason. */
const MAX_LENGTH = 1000;

/**
 * Tells the review which findings are intended in a part of the app.
 *
 * @example
 * PlanReview.of(service).accept("service-replaced", "the new URL is in use since OPS-12");
 */
export class PlanReview {
  /**
   * Returns the review of `scope` and everything below it.
   *
   * @param scope stack, or construct in a stack
   */
  public static of(scope: IConstruct): PlanReview {
    return new PlanReview(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Accepts the findings of one rule. The review still lists them, with the reason, but they no longer fail it.
   *
   * @param rule name of the rule
   * @param reason why the finding is intended, in one line
   * @param options limits the acceptance to one address
   * @throws ValidationError if the rule does not exist or the reason is missing
   */
  public accept(rule: ReviewRule, reason: string, options: AcceptOptions = {}): void {
    const checks = new PropertyChecks(this.scope);
    checkRule(checks, rule);
    checks.literal("reason", reason, REASON);
    if (typeof reason === "string") checks.text("reason", reason, MAX_LENGTH);
    checks.props("options", options);
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

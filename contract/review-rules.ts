/** Rules of the review, whose findings can be accepted. Each has a page in `docs/rules/`. */
export const REVIEW_RULES = [
  "alarm-removed",
  "auto-deploy-refused",
  "dnssec-removed",
  "domain-replaced",
  "iam-wildcard",
  "last-secret-removed",
  "made-public",
  "mutable-tag",
  "name-taken",
  "plaintext-secret",
  "rename-churn",
  "repository-destroyed",
  "role-narrowed-in-use",
  "scaling-cost-raised",
  "scaling-replaced-in-use",
  "secret-no-recovery",
  "secret-removed-in-use",
  "service-not-editable",
  "service-replaced",
  "source-kind-switched",
  "traffic-record-removed",
  "validation-record-removed",
  "vpc-connector-replaced",
  "waf-removed",
] as const;

/** Name of a rule of the review. */
export type ReviewRule = (typeof REVIEW_RULES)[number];

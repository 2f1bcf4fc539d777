/** How much a finding matters. `off` switches a rule off. */
export type Severity = "error" | "warning" | "note";

/** Names of all rules, with how much each matters unless `rules` in the context of `cdktf.json` says otherwise. */
export const RULE_SEVERITIES = {
  "alarm-removed": "warning",
  "auto-deploy-refused": "error",
  "domain-replaced": "error",
  "iam-wildcard": "warning",
  "last-secret-removed": "warning",
  "made-public": "error",
  "mutable-tag": "warning",
  "plaintext-secret": "error",
  "rename-churn": "error",
  "repository-destroyed": "error",
  "role-narrowed-in-use": "warning",
  "scaling-cost-raised": "warning",
  "scaling-replaced-in-use": "error",
  "secret-no-recovery": "error",
  "secret-removed-in-use": "error",
  "service-not-editable": "error",
  "service-replaced": "error",
  "source-kind-switched": "error",
  "traffic-record-removed": "error",
  "validation-record-removed": "error",
  "vpc-connector-replaced": "warning",
  "waf-removed": "error",
} as const satisfies Readonly<Record<string, Severity>>;

/** Name of a rule. */
export type RuleName = keyof typeof RULE_SEVERITIES;

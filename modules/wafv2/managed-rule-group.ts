import type { PropertyChecks } from "../core/property-checks";
import { display, isRecord } from "../core/values";

/**
 * Rule groups that AWS keeps up to date without a further fee, and what each takes of the web ACL's capacity.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export const MANAGED_RULE_GROUPS = {
  /** What is used against web applications of every kind. */
  AWSManagedRulesCommonRuleSet: 700,
  /** Patterns of requests that look for known vulnerabilities. */
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  /** Addresses that Amazon takes for bots and other threats. */
  AWSManagedRulesAmazonIpReputationList: 25,
  /** Addresses of VPNs, proxies, Tor nodes and hosting providers. */
  AWSManagedRulesAnonymousIpList: 50,
  /** Pages for administrators that are open to everybody. */
  AWSManagedRulesAdminProtectionRuleSet: 100,
  /** Injection of SQL. */
  AWSManagedRulesSQLiRuleSet: 200,
  /** What is used against Linux, such as reading its files. */
  AWSManagedRulesLinuxRuleSet: 200,
  /** What is used against systems with a POSIX shell. */
  AWSManagedRulesUnixRuleSet: 100,
  /** What is used against PHP. */
  AWSManagedRulesPHPRuleSet: 100,
  /** What is used against WordPress. */
  AWSManagedRulesWordPressRuleSet: 100,
} as const;

/** Name of a rule group of AWS. */
export type ManagedRuleGroupName = keyof typeof MANAGED_RULE_GROUPS;

/** A rule group of AWS in a web ACL. */
export interface ManagedRuleGroup {
  /** Name of the group. */
  readonly name: ManagedRuleGroupName;
  /**
   * Rules of the group that only count, and let the request through.
   *
   * @default - none
   */
  readonly countedRules?: readonly string[];
  /**
   * Whether the whole group only counts, to see what it would block.
   *
   * @default false
   */
  readonly countOnly?: boolean;
}

/**
 * What a web ACL holds unless its author says otherwise. `SizeRestrictions_BODY` only counts: it would block every body
 * of more than 8 KB, uploads among them.
 */
export const DEFAULT_RULE_GROUPS: readonly ManagedRuleGroup[] = [
  { name: "AWSManagedRulesAmazonIpReputationList" },
  { name: "AWSManagedRulesCommonRuleSet", countedRules: ["SizeRestrictions_BODY"] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet" },
];

const RULE = { pattern: /^[\w-]{1,128}$/, allowed: "the name of a rule, such as 'SizeRestrictions_BODY'" };

/** Checks the rule groups of a web ACL. */
export function validateRuleGroups(checks: PropertyChecks, groups: unknown): void {
  const names: unknown[] = [];
  checks.list("managedRuleGroups", groups, (prop, group) => {
    if (!isRecord(group)) {
      checks.fault(`'${prop}' must be an object with the name of a rule group`);
      return;
    }
    checks.props(prop, group).choice(`${prop}.name`, group.name, Object.keys(MANAGED_RULE_GROUPS));
    checks.that(!names.includes(group.name), `'${prop}.name' must be new, got ${display(group.name)} twice`);
    names.push(group.name);
    checks.boolean(`${prop}.countOnly`, group.countOnly);
    checks.list(`${prop}.countedRules`, group.countedRules, (name, rule) => checks.literal(name, rule, RULE));
  });
}

/** The statement of a rule group, as the provider takes it: it does not type statements. */
export function managedStatement(group: ManagedRuleGroup): object {
  const { name, countedRules = [] } = group;
  return {
    managed_rule_group_statement: {
      vendor_name: "AWS",
      name,
      rule_action_override: countedRules.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
    },
  };
}

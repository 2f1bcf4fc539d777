import type { PropertyChecks } from "../core/property-checks";
import { display, isRecord } from "../core/values";

/**
 * AWS managed rule groups without an extra fee, each with the web ACL capacity units (WCU) that it uses.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export const MANAGED_RULE_GROUPS = {
  /** Common attacks on web applications. */
  AWSManagedRulesCommonRuleSet: 700,
  /** Requests that probe for known vulnerabilities. */
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  /** Addresses that Amazon associates with bots and other threats. */
  AWSManagedRulesAmazonIpReputationList: 25,
  /** Addresses of VPNs, proxies, Tor nodes and hosting providers. */
  AWSManagedRulesAnonymousIpList: 50,
  /** Access to exposed administration pages. */
  AWSManagedRulesAdminProtectionRuleSet: 100,
  /** SQL injection. */
  AWSManagedRulesSQLiRuleSet: 200,
  /** Attacks on Linux, such as reading local files. */
  AWSManagedRulesLinuxRuleSet: 200,
  /** Attacks on systems with a POSIX shell. */
  AWSManagedRulesUnixRuleSet: 100,
  /** Attacks on PHP. */
  AWSManagedRulesPHPRuleSet: 100,
  /** Attacks on WordPress. */
  AWSManagedRulesWordPressRuleSet: 100,
} as const;

/** Name of an AWS managed rule group. */
export type ManagedRuleGroupName = keyof typeof MANAGED_RULE_GROUPS;

/** AWS managed rule group in a web ACL. */
export interface ManagedRuleGroup {
  /** Name of the group. */
  readonly name: ManagedRuleGroupName;
  /**
   * Rules of the group that only count requests instead of blocking them.
   *
   * @default - none
   */
  readonly countedRules?: readonly string[];
  /**
   * Whether the whole group only counts the requests that it would block.
   *
   * @default false
   */
  readonly countOnly?: boolean;
}

/**
 * Default rule groups of a web ACL. `SizeRestrictions_BODY` only counts, because it would block every body over 8 KB,
 * including uploads.
 */
export const DEFAULT_RULE_GROUPS: readonly ManagedRuleGroup[] = [
  { name: "AWSManagedRulesAmazonIpReputationList" },
  { name: "AWSManagedRulesCommonRuleSet", countedRules: ["SizeRestrictions_BODY"] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet" },
];

const RULE = {
  pattern: /^[\w-]{1,128}$/,
  allowed: "the name of a rule: 1 to 128 letters, digits, '-' and '_', such as 'SizeRestrictions_BODY'",
};

/** Records a fault for each invalid rule group of a web ACL. */
export function validateRuleGroups(checks: PropertyChecks, groups: unknown): void {
  const names: unknown[] = [];
  checks.list("managedRuleGroups", groups, (prop, group) => {
    if (!isRecord(group)) {
      checks.fault(`'${prop}' must be an object with the name of a rule group`);
      return;
    }
    checks.props(prop, group).choice(`${prop}.name`, group.name, Object.keys(MANAGED_RULE_GROUPS));
    checks.that(
      !names.includes(group.name),
      `'${prop}.name' must be unique, got ${display(group.name)} twice`,
    );
    names.push(group.name);
    checks.boolean(`${prop}.countOnly`, group.countOnly);
    checks.list(`${prop}.countedRules`, group.countedRules, (name, rule) => checks.literal(name, rule, RULE));
  });
}

/** Returns the statement of a rule group. The provider has no types for statements. */
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

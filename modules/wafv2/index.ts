/**
 * Web ACLs that protect a service.
 *
 * @module wafv2
 */
export { MANAGED_RULE_GROUPS } from "./managed-rule-group";
export type { ManagedRuleGroup, ManagedRuleGroupName } from "./managed-rule-group";
export { WebAcl } from "./web-acl";
export type { IWebAcl, WebAclProps } from "./web-acl";

import { alarmRemoved } from "./alarm-removed";
import { autoDeployRefused } from "./auto-deploy-refused";
import { dnssecRemoved } from "./dnssec-removed";
import { domainReplaced } from "./domain-replaced";
import { iamWildcard } from "./iam-wildcard";
import { lastSecretRemoved } from "./last-secret-removed";
import { madePublic } from "./made-public";
import { mutableTag } from "./mutable-tag";
import { nameTaken } from "./name-taken";
import { plaintextSecret } from "./plaintext-secret";
import { renameChurn } from "./rename-churn";
import { repositoryDestroyed } from "./repository-destroyed";
import { roleNarrowedInUse } from "./role-narrowed-in-use";
import type { Rule } from "./rule";
import { scalingCostRaised } from "./scaling-cost-raised";
import { scalingReplacedInUse } from "./scaling-replaced-in-use";
import { secretNoRecovery } from "./secret-no-recovery";
import { secretRemovedInUse } from "./secret-removed-in-use";
import { serviceNotEditable } from "./service-not-editable";
import { serviceReplaced } from "./service-replaced";
import { sourceKindSwitched } from "./source-kind-switched";
import { trafficRecordRemoved } from "./traffic-record-removed";
import { validationRecordRemoved } from "./validation-record-removed";
import { vpcConnectorReplaced } from "./vpc-connector-replaced";
import { wafRemoved } from "./waf-removed";

/** All rules, in the order of their findings within one severity: causes of other findings and permanent losses come first. */
export const RULES: readonly Rule[] = [
  renameChurn,
  serviceReplaced,
  nameTaken,
  sourceKindSwitched,
  serviceNotEditable,
  domainReplaced,
  validationRecordRemoved,
  trafficRecordRemoved,
  dnssecRemoved,
  secretRemovedInUse,
  secretNoRecovery,
  repositoryDestroyed,
  scalingReplacedInUse,
  autoDeployRefused,
  plaintextSecret,
  madePublic,
  wafRemoved,
  vpcConnectorReplaced,
  roleNarrowedInUse,
  iamWildcard,
  lastSecretRemoved,
  alarmRemoved,
  mutableTag,
  scalingCostRaised,
];

const READ_TYPES: ReadonlySet<string> = new Set(RULES.flatMap(({ reads = [] }) => reads));
const RELATED_TYPES: ReadonlySet<string> = new Set(RULES.flatMap(({ readsRelated = [] }) => readsRelated));

/** Says which unchanged resources the rules need: those of some types, and of others only those that are related to a changed one. */
export function needsUnchanged(type: string): boolean | "related" {
  if (READ_TYPES.has(type)) return true;
  return RELATED_TYPES.has(type) ? "related" : false;
}

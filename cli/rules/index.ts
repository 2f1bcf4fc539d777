import { alarmRemoved } from "./alarm-removed";
import { autoDeployRefused } from "./auto-deploy-refused";
import { domainReplaced } from "./domain-replaced";
import { iamWildcard } from "./iam-wildcard";
import { lastSecretRemoved } from "./last-secret-removed";
import { madePublic } from "./made-public";
import { mutableTag } from "./mutable-tag";
import { plaintextSecret } from "./plaintext-secret";
import { renameChurn } from "./rename-churn";
import { repositoryDestroyed } from "./repository-destroyed";
import { roleNarrowedInUse } from "./role-narrowed-in-use";
import type { Rule } from "./rule";
import type { RuleName } from "./rule-names";
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

const BY_NAME: Readonly<Record<RuleName, Rule>> = {
  "alarm-removed": alarmRemoved,
  "auto-deploy-refused": autoDeployRefused,
  "domain-replaced": domainReplaced,
  "iam-wildcard": iamWildcard,
  "last-secret-removed": lastSecretRemoved,
  "made-public": madePublic,
  "mutable-tag": mutableTag,
  "plaintext-secret": plaintextSecret,
  "rename-churn": renameChurn,
  "repository-destroyed": repositoryDestroyed,
  "role-narrowed-in-use": roleNarrowedInUse,
  "scaling-cost-raised": scalingCostRaised,
  "scaling-replaced-in-use": scalingReplacedInUse,
  "secret-no-recovery": secretNoRecovery,
  "secret-removed-in-use": secretRemovedInUse,
  "service-not-editable": serviceNotEditable,
  "service-replaced": serviceReplaced,
  "source-kind-switched": sourceKindSwitched,
  "traffic-record-removed": trafficRecordRemoved,
  "validation-record-removed": validationRecordRemoved,
  "vpc-connector-replaced": vpcConnectorReplaced,
  "waf-removed": wafRemoved,
};

/** All rules. */
export const RULES: readonly Rule[] = Object.values(BY_NAME);

/** Types of resources that some rule has to see even where they do not change. */
export const READ_TYPES: ReadonlySet<string> = new Set(RULES.flatMap(({ reads = [] }) => reads));

import type { Construct } from "constructs";
import * as fc from "fast-check";
import { RegistryReplication, RegistryScanning } from "../../modules";
import type { Combinators } from "./arbitrary-combinators";
import { arn, flag, matching, oneOf, type Recipes, roleArn, text, value, whole } from "./arbitrary-values";

type Build = (
  recipes: Recipes,
  create: (scope: Construct, props: never) => unknown,
) => fc.Arbitrary<(scope: Construct) => void>;

const accountId = matching(/^\d{12}$/);

/** A statement of the policy of a repository or secret. */
export function policyStatement(of: Combinators): Recipes {
  const conditions = of.named(
    fc.constantFrom("StringEquals", "ArnLike"),
    of.named(fc.constantFrom("aws:PrincipalOrgID", "aws:SourceAccount"), text),
  );
  const shape = {
    effect: oneOf("Allow", "Deny"),
    actions: of.many(oneOf("ecr:*", "ecr:GetImage")),
    conditions,
  };
  const principal = fc.oneof(accountId, roleArn, oneOf("lambda.amazonaws.com"));
  const required = ["principals", "actions"];
  return fc.oneof(
    of.map({ ...shape, principals: of.many(principal) }, required),
    of.map({ ...shape, effect: oneOf("Deny"), principals: of.list(oneOf("*")) }, [...required, "effect"]),
  );
}

/** Props of any secret. */
export function secretShape(of: Combinators): Record<string, Recipes> {
  return {
    replicas: fc.oneof(
      of.list(of.map({ region: oneOf("eu-central-1"), kmsKeyArn: arn("kms:eu-central-1:111122223333:key/a") }, ["region"])),
      of.list(of.map({ region: oneOf("us-east-1") }, ["region"]), of.map({ region: oneOf("us-gov-west-1") }, ["region"])),
    ), // prettier-ignore
    policyStatements: of.many(policyStatement(of)),
  };
}

/** Props of a secret with a customer key and without a `value`. */
export function sharedShape(of: Combinators): Record<string, Recipes> {
  const shape = {
    lambdaArn: arn("lambda:eu-west-1:111122223333:function:rotate"),
    durationInHours: whole(1, 24),
    rotateImmediately: flag,
  };
  const schedule = oneOf("rate(4 hours)", "rate(1 day)", "cron(0 8,20 ? * MON#1 *)");
  return {
    readAccountIds: of.many(accountId),
    rotation: fc.oneof(
      of.map({ ...shape, automaticallyAfterDays: whole(1, 1000) }, ["lambdaArn", "automaticallyAfterDays"]),
      of.map({ ...shape, scheduleExpression: schedule }, ["lambdaArn", "scheduleExpression"]),
    ),
  };
}

/** Builders of the settings of a registry. */
export function registryInputs(build: Build, of: Combinators): Record<string, ReturnType<Build>> {
  const destination = of.map({ region: oneOf("eu-central-1"), accountId }, ["region", "accountId"]);
  const prefix = matching(/^[a-z0-9]{2,9}(\/[a-z0-9._-]{0,9})?$/);
  const rule = of.map({ destinations: of.list(destination), repositoryPrefixes: of.many(prefix) }, [
    "destinations",
  ]);
  const filters = of.many(matching(/^[a-z0-9*]{1,9}([._/-][a-z0-9*]{1,9}){0,3}$/));
  const scan = (frequency: string) =>
    of.map({ scanFrequency: oneOf(frequency), repositoryFilters: filters }, [
      "scanFrequency",
      "repositoryFilters",
    ]);
  const replication = of.map({ rules: of.many(rule), adopt: flag, preventDestroy: flag }, ["rules", "adopt"]);
  const scanning = (scanType: string, rules: Recipes) =>
    of.map({ scanType: oneOf(scanType), rules, preventDestroy: flag }, ["scanType", "rules"]);
  const scannings = fc.oneof(
    scanning("BASIC", of.list(scan("SCAN_ON_PUSH"))),
    scanning("ENHANCED", of.list(scan("SCAN_ON_PUSH"), scan("CONTINUOUS_SCAN"))),
    scanning("ENHANCED", value(fc.constant([]))),
  );
  return {
    RegistryReplication: build(replication, (scope, props) => new RegistryReplication(scope, "It", props)),
    RegistryScanning: build(scannings, (scope, props) => new RegistryScanning(scope, "It", props)),
  };
}

import type { Construct } from "constructs";
import * as fc from "fast-check";
import { MANAGED_RULE_GROUPS, WebAcl } from "../../modules";
import type { Combinators } from "./arbitrary-combinators";
import { arn, flag, id, oneOf, type Recipes, value, whole } from "./arbitrary-values";

const name = value(fc.stringMatching(/^[A-Za-z0-9_-]{1,110}$/));
const cidr = fc.oneof(
  value(
    fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 })).map(([address, length]) => `${address}/${length}`),
  ),
  value(
    fc.tuple(fc.ipV6(), fc.integer({ min: 1, max: 128 })).map(([address, length]) => `${address}/${length}`),
  ),
);
const webAclArn = arn(
  "wafv2:eu-west-1:111122223333:regional/webacl/hello/1a2b3c4d-1111-2222-3333-444455556666",
);

/** A web ACL for services. */
export const someWebAcl: Recipes = webAclArn.map((recipe) => (scope) => {
  const given = recipe(scope) as string; // can create constructs, so it comes before the id
  return WebAcl.fromArn(scope, id(scope), given);
});

/** Input for the constructs of `wafv2`. */
export function webAclInputs(
  build: (
    recipes: Recipes,
    create: (scope: Construct, props: never) => unknown,
  ) => fc.Arbitrary<(scope: Construct) => void>,
  inputs: Combinators,
): Record<string, fc.Arbitrary<(scope: Construct) => void>> {
  const group = inputs.map(
    { name: oneOf(...Object.keys(MANAGED_RULE_GROUPS)), countedRules: inputs.many(name), countOnly: flag },
    ["name"],
  );
  const shape = {
    name,
    managedRuleGroups: inputs.many(group),
    rateLimit: fc.oneof(oneOf(false), whole(10, 2_000_000_000)),
    allowedCidrs: inputs.many(cidr),
    blockedCidrs: inputs.many(cidr),
    countOnly: flag,
    logRetentionDays: oneOf(1, 30, 365),
    tags: inputs.tags(),
  };
  return {
    WebAcl: build(inputs.map(shape, ["name"]), (scope, props) => new WebAcl(scope, "It", props)),
    "WebAcl.fromArn": build(webAclArn, (scope, webAcl) => WebAcl.fromArn(scope, "It", webAcl)),
  };
}

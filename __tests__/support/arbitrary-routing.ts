import type { Construct } from "constructs";
import * as fc from "fast-check";
import { TrafficRouting } from "../../modules";
import type { Combinators } from "./arbitrary-combinators";
import { oneOf, type Recipes, text, whole } from "./arbitrary-values";

/** A routing of a domain. */
export function someRouting(inputs: Combinators): Recipes {
  const healthCheck = inputs.map(
    {
      path: oneOf("/", "/healthz?a=b"),
      requestIntervalSeconds: oneOf(10, 30),
      failureThreshold: whole(1, 10),
    },
    ["path"],
  );
  const options = inputs.map({ setIdentifier: text, healthCheck }, ["healthCheck"]);
  return fc.oneof(
    inputs
      .list(options)
      .map((recipe) => (scope: Construct) => TrafficRouting.latency(...(recipe(scope) as [never]))),
    inputs.list(oneOf("PRIMARY", "SECONDARY"), options).map((recipe) => (scope: Construct) => {
      return TrafficRouting.failover(...(recipe(scope) as [never, never]));
    }),
    inputs.list(whole(0, 255), options).map((recipe) => (scope: Construct) => {
      return TrafficRouting.weighted(...(recipe(scope) as [never, never]));
    }),
  );
}

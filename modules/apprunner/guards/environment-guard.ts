import { Fn, Op, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { printPath } from "../../core/expressions";
import { isToken } from "../../core/values";
import type { RunProps } from "../source/source";

/**
 * Stops an apply if a variable has a name that App Runner sets or rejects. If `environment` is a map, synth checks this. If it is
 * a token, only Terraform knows the names.
 */
export function guardEnvironment(
  service: Construct,
  { environment, secrets = {} }: Pick<RunProps, "environment" | "secrets">,
): readonly Precondition[] {
  if (!isToken(environment)) return [];
  const names = Fn.try([Fn.keys(environment), []]) as unknown as string[];
  // cdktf renders the operand 0 as "undefined".
  const isEmpty = (list: unknown) => Op.lt(Fn.lengthOf(list), 1);
  const path = printPath(service);
  return [
    {
      condition: Op.and(
        isEmpty(Fn.setintersection(names, [["PORT"]])),
        isEmpty(Fn.regexall("(^| )AWSAPPRUNNER", Fn.join(" ", names))),
      ),
      errorMessage:
        `The environment of ${path} has a variable PORT, or one that starts with AWSAPPRUNNER. App Runner sets PORT itself and ` +
        "rejects the others. Remove it, and use the prop 'port' for PORT.",
    },
    {
      condition: isEmpty(Fn.setintersection(names, [Object.keys(secrets)])),
      errorMessage: `A variable of ${path} is both in environment and in secrets: remove it from one of them.`,
    },
  ];
}

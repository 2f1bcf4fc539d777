import { Fn, Lazy, Op, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { printPath } from "../../core/expressions";
import {
  type ArgumentPath,
  type FinalArguments,
  type Guard,
  guardIf,
  leaveOutIf,
} from "../../core/final-arguments";
import { isToken } from "../../core/values";
import type { RunProps } from "../source/source";

/**
 * Stops an apply if a variable has a name that App Runner sets or rejects. If `environment` is a map, synth checks this. If it is
 * a token, only Terraform knows the names.
 *
 * @param path path of the variables in the arguments of the service
 * @param findArguments returns the final arguments of the service at synth
 */
export function guardEnvironment(
  scope: Construct,
  service: Construct,
  { environment, secrets = {} }: Pick<RunProps, "environment" | "secrets">,
  path: ArgumentPath,
  findArguments: () => FinalArguments,
): readonly Guard[] {
  if (!isToken(environment)) return [];
  const applies = (args: FinalArguments) => !args.ignores(path) && isToken(args.read(path));
  // Terraform rejects a condition without a reference, and a map can consist of literals only.
  const variables = new TerraformLocal(
    scope,
    "Environment",
    Lazy.anyValue({ produce: () => findArguments().read(path) }),
  );
  leaveOutIf(variables, () => !applies(findArguments()));
  const names = Fn.try([Fn.keys(variables.expression), []]) as unknown as string[];
  // cdktf renders the operand 0 as "undefined".
  const isEmpty = (list: unknown) => Op.lt(Fn.lengthOf(list), 1);
  const constructPath = printPath(service);
  const conditions = [
    {
      condition: Op.and(
        isEmpty(Fn.setintersection(names, [["PORT"]])),
        isEmpty(Fn.regexall("(^| )AWSAPPRUNNER", Fn.join(" ", names))),
      ),
      errorMessage:
        `The environment of ${constructPath} has a variable PORT, or one that starts with AWSAPPRUNNER. App Runner sets PORT itself and ` +
        "rejects the others. Remove it, and use the prop 'port' for PORT.",
    },
    {
      condition: isEmpty(Fn.setintersection(names, [Object.keys(secrets)])),
      errorMessage: `A variable of ${constructPath} is both in environment and in secrets: remove it from one of them.`,
    },
  ];
  return guardIf(conditions, applies);
}

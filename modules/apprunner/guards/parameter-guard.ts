import { Op, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { differ, findAccountId } from "../../core/account";
import { parseArn } from "../../core/arn";
import { printPath } from "../../core/expressions";
import { findPlaceOf, findRegionAndAccount } from "../../core/place";
import { PropertyChecks } from "../../core/property-checks";
import type { IParameter } from "../../ssm/parameter-base";
import { currentAccountId } from "./lookup";

/** Result of the check of a parameter. */
interface GuardedParameter {
  readonly preconditions: readonly Precondition[];
  /** Version of the value, if Terraform sets it. It changes with the value. */
  readonly versionIds: readonly string[];
}

/**
 * Stops an apply if a parameter is in a different account from the service, which App Runner cannot read. It cannot check
 * whether the parameter exists.
 *
 * @throws ValidationError at synth if the accounts are known at synth and differ
 */
export function guardParameter(
  scope: Construct,
  service: Construct,
  variable: string,
  parameter: IParameter,
): GuardedParameter {
  const { parameterArn, valueVersion, node } = parameter;
  const versionIds = valueVersion === undefined ? [] : [valueVersion];
  const validate = (): string[] => {
    const { accountId } = findRegionAndAccount(parameter, parameterArn, "parameter/");
    const own = findPlaceOf(service)?.accountId;
    const checks = new PropertyChecks(service);
    checks.that(
      !differ(accountId, own),
      `'secrets.${variable}' must be a parameter in account ${own}, because App Runner cannot read those of other accounts, ` +
        `got one in account ${accountId} (${node.path})`,
    );
    checks.throwIfAny();
    return [];
  };
  service.node.addValidation({ validate });
  const { accountId = findAccountId(parameter) } = parseArn(parameterArn, "parameter/");
  if (accountId === undefined || findAccountId(service) !== undefined)
    return { preconditions: [], versionIds };
  const preconditions = [
    {
      condition: Op.eq(currentAccountId(scope), accountId),
      errorMessage:
        `App Runner cannot read a parameter in another account (${accountId}), such as the one for ${variable}. ` +
        `Use a parameter in the account of ${printPath(service)}.`,
    },
  ];
  return { preconditions, versionIds };
}

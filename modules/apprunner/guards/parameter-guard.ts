import { Op, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { differ, findAccountId, findRegionAndAccount } from "../../core/account";
import { PropertyChecks } from "../../core/property-checks";
import type { IParameter } from "../../ssm/parameter";
import { currentAccountId } from "./lookup";

/** What is known of a parameter before the service starts. */
interface GuardedParameter {
  readonly preconditions: readonly Precondition[];
  /** The number of the value, where Terraform sets it: it changes when the value does. */
  readonly versionIds: readonly string[];
}

/**
 * Stops an apply where a parameter is of another account than the service: App Runner reads none of those. Whether it exists
 * cannot be looked up.
 *
 * @throws ValidationError when the account is known to be another one
 */
export function guardParameter(
  scope: Construct,
  service: Construct,
  variable: string,
  parameter: IParameter,
): GuardedParameter {
  const { parameterArn, valueVersion, node } = parameter;
  const versionIds = valueVersion === undefined ? [] : [valueVersion];
  const { accountId } = findRegionAndAccount(parameter, parameterArn);
  const own = findAccountId(service);
  new PropertyChecks(service)
    .that(
      !differ(accountId, own),
      `'secrets.${variable}' must be a parameter of the account ${own}, as App Runner reads none of another one, got one of ` +
        `${accountId} (${node.path})`,
    )
    .throwIfAny();
  if (accountId === undefined || own !== undefined) return { preconditions: [], versionIds };
  const preconditions = [
    {
      condition: Op.eq(currentAccountId(scope), accountId),
      errorMessage:
        `App Runner reads no parameter of another account (${accountId}), such as that of ${variable}. ` +
        `Give ${service.node.path} one of its own account.`,
    },
  ];
  return { preconditions, versionIds };
}

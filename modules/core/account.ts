import { type TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { findProvider } from "./final-provider";
import { isToken } from "./values";

/** The settings that are read from the AWS provider of a stack. */
type StackProvider = TerraformProvider & { allowedAccountIds?: string[]; region?: string };

/** Returns the id of the AWS account that `scope` is deployed to, if the stack's provider allows only one. */
export function findAccountId(scope: IConstruct): string | undefined {
  const [accountId, ...others] = findStackProvider(scope)?.allowedAccountIds ?? [];
  return others.length > 0 || isToken(accountId) ? undefined : accountId;
}

/** Returns the region that `scope` is deployed to, if the stack's provider sets it. It may be a token. */
export function findRegion(scope: IConstruct): string | undefined {
  return findStackProvider(scope)?.region;
}

/** Whether two values are known at synth and differ. */
export function differ(one: string | undefined, other: string | undefined): boolean {
  const known = [one, other].every((value) => value !== undefined && !isToken(value));
  return known && one !== other;
}

/** Returns the default AWS provider of the stack. */
function findStackProvider(scope: IConstruct): StackProvider | undefined {
  return findProvider(TerraformStack.of(scope), "aws");
}

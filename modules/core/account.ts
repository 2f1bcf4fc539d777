import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { parseArn } from "./arn";
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

/**
 * Returns the region and account of `thing`, if known: from its ARN, or from the provider of its stack if tokens hide them in the ARN.
 *
 * @param arn ARN of `thing`, `arn:<partition>:<service>:<region>:<account>:<resource>`
 * @param resourceType start of the resource in the ARN, such as `repository/`
 */
export function findRegionAndAccount(
  thing: IConstruct,
  arn: string,
  resourceType = "",
): { readonly region?: string; readonly accountId?: string } {
  const { region = findRegion(thing), accountId = findAccountId(thing) } = parseArn(arn, resourceType);
  return { region, accountId };
}

/** Whether two values are known at synth and differ. */
export function differ(one: string | undefined, other: string | undefined): boolean {
  const known = [one, other].every((value) => value !== undefined && !isToken(value));
  return known && one !== other;
}

/** Cache: a stack may have thousands of children and is searched for each service. A stack never loses its provider. */
const providers = new WeakMap<TerraformStack, StackProvider>();

/** Returns the default AWS provider of the stack. */
export function findStackProvider(scope: IConstruct): StackProvider | undefined {
  const stack = TerraformStack.of(scope);
  const known = providers.get(stack);
  if (known) return known;
  const found = stack.node.children.find(
    (child): child is StackProvider =>
      TerraformProvider.isTerraformProvider(child) && !child.alias && child.terraformResourceType === "aws",
  );
  if (found) providers.set(stack, found);
  return found;
}

import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isToken } from "./values";

/** What is read of the AWS provider of a stack. */
type StackProvider = TerraformProvider & { allowedAccountIds?: string[]; region?: string };

/** Id of the AWS account that `scope` is deployed to, where the stack's provider allows only one. */
export function findAccountId(scope: IConstruct): string | undefined {
  const [accountId, ...others] = findStackProvider(scope)?.allowedAccountIds ?? [];
  return others.length > 0 || isToken(accountId) ? undefined : accountId;
}

/** Region that `scope` is deployed to, where the stack's provider names it. It may be a token. */
export function findRegion(scope: IConstruct): string | undefined {
  return findStackProvider(scope)?.region;
}

/**
 * Region and account of something, as far as they are known: by its ARN, or else by the provider of its stack.
 *
 * @param arn its ARN, `arn:<partition>:<service>:<region>:<account>:<resource>`
 */
export function findRegionAndAccount(
  thing: IConstruct,
  arn: string,
): { readonly region?: string; readonly accountId?: string } {
  if (isToken(arn)) return { region: findRegion(thing), accountId: findAccountId(thing) };
  const [, , , region, accountId] = arn.split(":");
  return { region, accountId };
}

/** Whether two values are known at synth and differ. */
export function differ(one: string | undefined, other: string | undefined): boolean {
  const known = [one, other].every((value) => value !== undefined && !isToken(value));
  return known && one !== other;
}

/** What was found, as a stack may have thousands of children and is asked for each service. A stack never loses its provider. */
const providers = new WeakMap<TerraformStack, StackProvider>();

/** The AWS provider that the resources of the stack have when they name none. */
function findStackProvider(scope: IConstruct): StackProvider | undefined {
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

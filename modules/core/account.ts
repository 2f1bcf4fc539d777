import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isToken } from "./validation";

/** What is read of the AWS provider of a stack. */
type StackProvider = TerraformProvider & { allowedAccountIds?: string[]; region?: string };

/**
 * Id of the AWS account that `scope` is deployed to, where the stack's provider allows only one.
 *
 * @param scope any construct of the stack
 */
export function knownAccountId(scope: IConstruct): string | undefined {
  const [accountId, ...others] = providerOf(scope)?.allowedAccountIds ?? [];
  return others.length > 0 || isToken(accountId) ? undefined : accountId;
}

/**
 * Region that `scope` is deployed to, where the stack's provider names it. It may be a token.
 *
 * @param scope any construct of the stack
 */
export function knownRegion(scope: IConstruct): string | undefined {
  return providerOf(scope)?.region;
}

function providerOf(scope: IConstruct): StackProvider | undefined {
  return TerraformStack.of(scope).node.children.find(
    (child): child is StackProvider =>
      TerraformProvider.isTerraformProvider(child) && !child.alias && child.terraformResourceType === "aws",
  );
}

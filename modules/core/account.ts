import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isToken } from "./validation";

/**
 * Id of the AWS account that `scope` is deployed to, where the stack's provider allows only one.
 *
 * @param scope any construct of the stack
 */
export function knownAccountId(scope: IConstruct): string | undefined {
  const provider = TerraformStack.of(scope).node.children.find(
    (child): child is TerraformProvider & { allowedAccountIds?: string[] } =>
      TerraformProvider.isTerraformProvider(child) && !child.alias && child.terraformResourceType === "aws",
  );
  const [accountId, ...others] = provider?.allowedAccountIds ?? [];
  return others.length > 0 || isToken(accountId) ? undefined : accountId;
}

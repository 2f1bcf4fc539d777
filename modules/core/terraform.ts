import { ref, TerraformDataSource, type TerraformResource, TerraformStack, Token } from "cdktf";

/**
 * Makes Terraform print `explanation` when `data` cannot be read.
 *
 * A data source that finds nothing fails with the provider's bare "couldn't find resource" and its address, nothing
 * else. So the data source gets one instance whose key, a part of the address, is the explanation.
 *
 * @param explanation what is read and the command that mends it; Terraform also prints it when all is well
 * @returns a function that refers to an attribute of the one instance
 */
export function explainFailure(
  data: TerraformDataSource,
  explanation: string,
): (attribute: string) => string {
  data.addOverride("for_each", { [explanation]: "" });
  const stack = TerraformStack.of(data);
  return (attribute) => Token.asString(ref(`one(values(${buildAddress(data)})).${attribute}`, stack));
}

/** The Terraform address of `element`, such as `aws_iam_role.Api_Role_1A2B3C4D`, to build larger expressions with. */
export function buildAddress(element: TerraformResource | TerraformDataSource): string {
  const kind = TerraformDataSource.isTerraformDataSource(element) ? "data." : "";
  return `${kind}${element.terraformResourceType}.${element.friendlyUniqueId}`;
}

import { TerraformDataSource, type TerraformResource, TerraformStack } from "cdktf";
import { expression } from "./expressions";

/**
 * Makes Terraform print `explanation` if `data` cannot be read.
 *
 * A failed lookup reports only the provider's "couldn't find resource" and the address. So the data source gets one instance whose key, a
 * part of the address, is the explanation.
 *
 * @param explanation what is read and the command that fixes a failure; Terraform also prints it if the lookup succeeds
 * @returns a function that returns a reference to an attribute of that instance
 */
export function explainFailure(
  data: TerraformDataSource,
  explanation: string,
): (attribute: string) => string {
  data.addOverride("for_each", { [explanation]: "" });
  const stack = TerraformStack.of(data);
  return (attribute) => expression(`one(values(${buildAddress(data)})).${attribute}`, stack);
}

/** Returns the Terraform address of `element`, such as `aws_iam_role.Api_Role_1A2B3C4D`, for use in larger expressions. */
export function buildAddress(element: TerraformResource | TerraformDataSource): string {
  const kind = TerraformDataSource.isTerraformDataSource(element) ? "data." : "";
  return `${kind}${element.terraformResourceType}.${element.friendlyUniqueId}`;
}

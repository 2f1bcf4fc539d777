/**
 * Returns the index or key of a resource in the root module, such as `[0]` or `["blue"]`. The resources of an app are in the root
 * module, where only an index or a key contains a bracket.
 *
 * @param address Terraform address
 * @returns an empty text for a resource without `count` and `for_each`
 */
export function findInstanceKey(address: string): string {
  const start = address.indexOf("[");
  return start === -1 ? "" : address.slice(start);
}

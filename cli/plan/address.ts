/** Maximum number of ancestors that are looked up. Constructs are nested less deeply. */
const MAX_ANCESTORS = 100;

/** Yields the path of a construct and those of the constructs around it, from the inside out. */
export function* listAncestors(constructPath: string): Generator<string> {
  let at = constructPath;
  for (let level = 0; level < MAX_ANCESTORS && at !== ""; level++) {
    yield at;
    at = at.slice(0, Math.max(0, at.lastIndexOf("/")));
  }
}

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

/** Removes the index or key of each resource and module: `module.a["x"].aws_y.z[0]` becomes `module.a.aws_y.z`. */
export function removeKeys(address: string): string {
  return address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/gs, "");
}

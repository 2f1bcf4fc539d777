/** Returns the name that cdktf gives to the remote state of another stack: it contains the construct path. */
export function formatRemoteState(constructPath: string): string {
  return `cross-stack-reference-input-${constructPath.replaceAll("/", "--").replaceAll(/[^\w-]/g, "")}`;
}

/**
 * Returns the names of the outputs that a stack reads from other stacks, through cross-stack references of cdktf.
 *
 * @param text the synthesized stack
 * @param dependencies name and construct path of each stack that it depends on
 * @returns the names, by the name of the other stack
 */
export function findOutputsRead(
  text: string,
  dependencies: readonly (readonly [name: string, constructPath: string])[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const read = new Map<string, Set<string>>();
  const references = text.matchAll(/\bdata\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g);
  for (const [, state = "", output = ""] of references)
    read.set(state, (read.get(state) ?? new Set()).add(output));
  return new Map(
    dependencies.map(([name, constructPath]) => [
      name,
      read.get(formatRemoteState(constructPath)) ?? new Set(),
    ]),
  );
}

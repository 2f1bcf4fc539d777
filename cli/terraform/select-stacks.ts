import { UsageError } from "../errors";

/**
 * Returns the stacks that match the arguments, in the order in which they are applied.
 *
 * @param stacks all stacks, in that order
 * @param patterns names, or patterns with `*` and `?`; all stacks if empty
 * @throws UsageError if a pattern matches no stack
 */
export function selectStacks<Stack extends { readonly name: string }>(
  stacks: readonly Stack[],
  patterns: readonly string[],
): readonly Stack[] {
  if (patterns.length === 0) return stacks;
  const matchers = patterns.map((pattern) => {
    const matches = buildMatcher(pattern);
    if (stacks.some(({ name }) => matches(name))) return matches;
    const names = stacks.map(({ name }) => name).join(", ");
    throw new UsageError(`no stack matches '${pattern}'. Stacks: ${names}`);
  });
  return stacks.filter(({ name }) => matchers.some((matches) => matches(name)));
}

/** Returns the names and patterns in arguments that have one per line, as an input of a GitHub action does. */
export function splitPatterns(args: readonly string[]): string[] {
  return args.flatMap((arg) => arg.split(/\r?\n/).map((line) => line.trim())).filter((line) => line !== "");
}

function buildMatcher(pattern: string): (name: string) => boolean {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  const expression = new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, "su");
  return (name) => expression.test(name);
}

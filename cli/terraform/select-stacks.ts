import { UsageError } from "../errors";
import type { SynthesizedStack } from "../plan/synthesized";

/**
 * Returns the stacks that match the arguments, in the order in which they are applied.
 *
 * @param stacks all stacks, in that order
 * @param patterns names, or patterns with `*` and `?`; all stacks if empty. One with `/` is compared with construct paths
 * @throws UsageError if a pattern matches no stack
 */
export function selectStacks<Stack extends Pick<SynthesizedStack, "name" | "constructPath">>(
  stacks: readonly Stack[],
  patterns: readonly string[],
): readonly Stack[] {
  if (patterns.length === 0) return stacks;
  const matchers = patterns.map((pattern) => {
    const expression = buildExpression(pattern);
    // Names have no '/', so a pattern of names never selects stacks by the construct around them.
    const matches = ({ name, constructPath = name }: Stack): boolean =>
      expression.test(pattern.includes("/") ? constructPath : name);
    if (stacks.some(matches)) return matches;
    const names = stacks.map(({ name }) => name).join(", ");
    throw new UsageError(`no stack matches '${pattern}'. Stacks: ${names}`);
  });
  return stacks.filter((stack) => matchers.some((matches) => matches(stack)));
}

/** Returns the names and patterns in arguments that have one per line, as an input of a GitHub action does. */
export function splitPatterns(args: readonly string[]): string[] {
  return args.flatMap((arg) => arg.split(/\r?\n/).map((line) => line.trim())).filter((line) => line !== "");
}

function buildExpression(pattern: string): RegExp {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, "su");
}

/** A stack with its id and its construct path. */
interface NamedStack {
  readonly id: string;
  readonly path: string;
}

/**
 * Returns each two stacks that have one id on a disk that ignores case, such as those of macOS and Windows. The first one has the path that comes
 * first in order.
 */
export function listSimilarIds<Stack extends NamedStack>(
  stacks: readonly Stack[],
): (readonly [first: Stack, second: Stack])[] {
  const byId = new Map<string, Stack>();
  return [...stacks]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap((stack) => {
      const id = stack.id.normalize("NFC").toLowerCase();
      const other = byId.get(id);
      byId.set(id, stack);
      return other ? [[other, stack] as const] : [];
    });
}

/**
 * Returns the warning about two stacks whose ids differ only in case, for a disk that does not ignore it.
 *
 * @param id id of the stack with the warning
 * @param other path of the other stack
 */
export function describeSimilarIds(id: string, other: string): string {
  return (
    `the id '${id}' and that of the stack '${other}' differ only in case. On macOS and Windows, which ignore case, both would have one ` +
    "folder and one state: rename one of them"
  );
}

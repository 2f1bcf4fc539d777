/** Groups items by a text, in their order, and leaves out those without one. */
export function groupBy<T>(
  items: Iterable<T>,
  write: (item: T) => string | undefined,
): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const text = write(item);
    if (text === undefined) continue;
    const group = groups.get(text);
    if (group) group.push(item);
    else groups.set(text, [item]);
  }
  return groups;
}

/** A line of a diff: kept, removed, added, or a placeholder for omitted lines. */
export interface DiffLine {
  readonly sign: " " | "-" | "+" | "…";
  readonly text: string;
}

/** Number of unchanged lines before and after a change. */
const CONTEXT = 1;
/** If both sides together have more lines, everything between the first and the last difference is one change. */
const MAX_COMPARED = 600;

/** Compares two texts line by line. Omits unchanged lines except one before and after each change. */
export function diffLines(before: readonly string[], after: readonly string[], maxLines = 40): DiffLine[] {
  const start = measureShared(before, after);
  const rest = Math.min(before.length, after.length) - start;
  const end = Math.min(rest, measureShared([...before].reverse(), [...after].reverse()));
  const lines: DiffLine[] = [
    ...before.slice(0, start).map(kept),
    ...compareLines(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(kept),
  ];
  return cut(withoutDistantLines(lines), maxLines);
}

function measureShared(before: readonly string[], after: readonly string[]): number {
  const different = before.findIndex((line, index) => line !== after[index]);
  return different === -1 ? Math.min(before.length, after.length) : different;
}

/** Returns the shortest edit, from the longest common subsequence. */
function compareLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  if (before.length + after.length > MAX_COMPARED) return [...before.map(removed), ...after.map(added)];
  const lengths = measureCommon(before, after);
  const lines: DiffLine[] = [];
  let [b, a] = [0, 0];
  while (b < before.length || a < after.length) {
    const [left, right] = [before[b], after[a]];
    if (left !== undefined && left === right) {
      lines.push(kept(left));
      b++;
      a++;
    } else if (
      left !== undefined &&
      (right === undefined || lengthAt(lengths, b + 1, a) >= lengthAt(lengths, b, a + 1))
    ) {
      lines.push(removed(left));
      b++;
    } else if (right !== undefined) {
      lines.push(added(right));
      a++;
    }
  }
  return lines;
}

/** Counts the common lines of `before` and `after`, for every pair of start indices. */
function measureCommon(before: readonly string[], after: readonly string[]): Uint16Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let b = before.length - 1; b >= 0; b--) {
    for (let a = after.length - 1; a >= 0; a--) {
      const longest = Math.max(lengthAt(lengths, b + 1, a), lengthAt(lengths, b, a + 1));
      const row = lengths[b];
      if (row) row[a] = before[b] === after[a] ? lengthAt(lengths, b + 1, a + 1) + 1 : longest;
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly Uint16Array[], b: number, a: number): number {
  return lengths[b]?.[a] ?? 0;
}

function withoutDistantLines(lines: readonly DiffLine[]): DiffLine[] {
  return lines.flatMap((line, index): DiffLine[] => {
    if (isNear(lines, index)) return [line];
    return index === 0 || isNear(lines, index - 1) ? [{ sign: "…", text: "" }] : [];
  });
}

/** Whether a line is changed, or next to a changed line. */
function isNear(lines: readonly DiffLine[], index: number): boolean {
  for (let other = index - CONTEXT; other <= index + CONTEXT; other++) {
    if ((lines[other]?.sign ?? " ") !== " ") return true;
  }
  return false;
}

function cut(lines: readonly DiffLine[], maxLines: number): DiffLine[] {
  if (lines.length <= maxLines) return [...lines];
  const left = lines.length - maxLines + 1;
  return [...lines.slice(0, maxLines - 1), { sign: "…", text: `${left} more lines` }];
}

function kept(text: string): DiffLine {
  return { sign: " ", text };
}

function removed(text: string): DiffLine {
  return { sign: "-", text };
}

function added(text: string): DiffLine {
  return { sign: "+", text };
}

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** Line numbers from 1; null on the side that has no such line. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Beyond this many pairs of lines the middle is told as removed and added whole. */
const PAIRS = 4_000_000;

/** What leads from one text to another, line by line: the fewest lines removed and added. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const keep = a.length - head - tail === 0 || b.length - head - tail === 0 ? [] : common(a, b, head, tail);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  const upTo = (endOfA: number, endOfB: number) => {
    for (; i < endOfA; i += 1) lines.push({ kind: 'removed', text: a[i] ?? '', before: i + 1, after: null });
    for (; j < endOfB; j += 1) lines.push({ kind: 'added', text: b[j] ?? '', before: null, after: j + 1 });
  };
  const same = () => {
    lines.push({ kind: 'same', text: a[i] ?? '', before: i + 1, after: j + 1 });
    i += 1;
    j += 1;
  };
  for (; i < head; ) same();
  for (const [x, y] of keep) {
    upTo(x, y);
    same();
  }
  upTo(a.length - tail, b.length - tail);
  for (; i < a.length; ) same();
  return lines;
}

function linesOf(text: string): readonly string[] {
  const trimmed = text.replace(/\s+$/, '');
  return trimmed === '' ? [] : trimmed.split(/\r?\n/);
}

/** A longest common subsequence of what is between the equal ends, as pairs of places. */
function common(a: readonly string[], b: readonly string[], head: number, tail: number): readonly (readonly [number, number])[] {
  const [rows, columns] = [a.length - head - tail, b.length - head - tail];
  if (rows * columns > PAIRS) return [];
  const width = columns + 1;
  const best = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number) => best[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const equal = a[head + row] === b[head + column];
      best[row * width + column] = equal ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (a[head + row] === b[head + column]) pairs.push([head + row++, head + column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}

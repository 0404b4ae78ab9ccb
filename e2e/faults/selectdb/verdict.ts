import type { Ground } from './ground.ts';
import { heapDifferences } from './heap.ts';
import { changedTables } from './made.ts';
import { hereRows, type Rows } from './rows.ts';
import { PAIRS } from './tables.ts';

interface Verdict {
  readonly rows: number;
  readonly differences: readonly string[];
}

/** Both sides, row for row; nobody writes, and everything was applied. */
export async function judge(ground: Ground): Promise<Verdict> {
  const differences: string[] = [];
  let rows = 0;
  for (const { table, here, there } of PAIRS) {
    const ours = await hereRows(ground, here);
    rows += ours.length;
    const difference = firstDifference(ours, await ground.client.rows(there));
    if (difference !== null) differences.push(`${table}: ${difference}`);
  }
  const [heap, changed] = [await heapDifferences(ground), await changedTables(ground)];
  return { rows: rows + heap.rows + changed.rows, differences: [...differences, ...heap.differences, ...changed.differences] };
}

function firstDifference(here: Rows, there: Rows): string | null {
  const [one, other] = [here.map(line), there.map(line)];
  const at = one.findIndex((row, index) => row !== other[index]);
  if (at < 0 && one.length === other.length) return null;
  const place = at < 0 ? one.length : at;
  return `${one.length} rows here and ${other.length} there; first other: ${one[place] ?? 'none'} and ${other[place] ?? 'none'}`;
}

/** JSON is compared by what it says: its text is each server's own. */
function line(row: readonly (string | null)[]): string {
  return JSON.stringify(row.map((value) => (value?.startsWith('{"') === true ? sorted(value) : value)));
}

function sorted(json: string): string {
  try {
    const value = JSON.parse(json) as Readonly<Record<string, unknown>>;
    return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  } catch {
    return json;
  }
}

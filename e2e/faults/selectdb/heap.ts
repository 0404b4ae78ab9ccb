import type { Ground } from './ground.ts';
import { hereRows } from './rows.ts';
import { SCHEMA } from './tables.ts';

/**
 * A table that keeps every change has what it was loaded with, and after that every change once. How many changes came after the load's
 * view is told by their number; which these were, by the source's own record: it must be the last so many, in their order, and what was
 * loaded is what the record comes to before them.
 */
export async function heapDifferences(ground: Ground): Promise<{ readonly rows: number; readonly differences: readonly string[] }> {
  const log = await hereRows(ground, 'select op, n, what, old_n, old_what from public.heap_log order by seq');
  const there = await ground.client.rows(
    `select \`n\`, \`what\`, \`_is_deleted\`, \`_record_id\` from ${SCHEMA}.heap order by \`_record_id\``,
  );
  const loaded = there.filter(([, , , record]) => record === '0');
  const kept = there.slice(loaded.length);
  const differences: string[] = [];
  const misnumbered = kept.findIndex(([, , , record], index) => record !== String(index + 1));
  if (misnumbered >= 0) differences.push(`heap: change ${misnumbered + 1} has the number ${kept[misnumbered]?.[3] ?? ''}`);
  const changes = log.map(([op, n = null, what = null, oldN = null, oldWhat = null]) =>
    op === 'DELETE' ? row(oldN, oldWhat, '1') : row(n, what, '0'),
  );
  const before = Math.max(0, changes.length - kept.length);
  const wrong = kept.findIndex(([n = null, what = null, gone = null], index) => row(n, what, gone) !== changes[before + index]);
  if (wrong >= 0)
    differences.push(`heap: change ${wrong + 1} of ${kept.length} is not the one the source recorded as ${before + wrong + 1}`);
  const count = new Map<string, number>();
  const add = (key: string, by: number) => count.set(key, (count.get(key) ?? 0) + by);
  for (const [n = null, what = null] of loaded) add(row(n, what, ''), -1);
  for (const [op, n = null, what = null, oldN = null, oldWhat = null] of log.slice(0, before)) {
    if (op !== 'DELETE') add(row(n, what, ''), 1);
    if (op !== 'INSERT') add(row(oldN, oldWhat, ''), -1);
  }
  for (const [key, off] of count)
    if (off !== 0) differences.push(`heap: ${key} is there ${off > 0 ? `${off} times too few` : `${-off} times too often`}`);
  return { rows: there.length, differences: differences.slice(0, 10) };
}

function row(n: string | null, what: string | null, gone: string | null): string {
  return JSON.stringify([n, what, gone]);
}

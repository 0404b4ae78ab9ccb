import type { Ground } from './ground.ts';
import { heapDifferences } from './heap.ts';
import { hereRows, type Rows } from './rows.ts';
import { PAIRS, SCHEMA } from './tables.ts';

interface Verdict {
  readonly rows: number;
  readonly differences: readonly string[];
}

/** Both sides, row for row; nobody writes, and everything was applied. */
export async function judge(ground: Ground): Promise<Verdict> {
  const differences: string[] = [];
  let rows = 0;
  for (const { table, here, there } of [...PAIRS, await shape(ground)]) {
    const ours = await hereRows(ground, here);
    rows += ours.length;
    const difference = firstDifference(ours, await ground.client.rows(there));
    if (difference !== null) differences.push(`${table}: ${difference}`);
  }
  const heap = await heapDifferences(ground);
  return { rows: rows + heap.rows, differences: [...differences, ...heap.differences] };
}

/** The table whose columns come and go: those that are there now. */
async function shape(ground: Ground): Promise<{ readonly table: string; readonly here: string; readonly there: string }> {
  const columns = `select attname from pg_attribute where attrelid = '${SCHEMA}.shape'::regclass and attnum > 0 and not attisdropped order by attname`;
  const names = (await hereRows(ground, columns)).map(([name]) => name ?? '');
  // `*` shows a column that should be gone as well: rows are then longer than ours.
  const found = await ground.client.rows(
    `select \`COLUMN_NAME\` from \`information_schema\`.\`columns\` where \`TABLE_SCHEMA\` = '${SCHEMA}' and \`TABLE_NAME\` = 'shape'`,
  );
  const there = found.map(([name]) => name ?? '').sort();
  const listed = (list: readonly string[]) => list.map((name) => `'${name}'`).join(', ');
  if (listed(there) !== listed([...names].sort()))
    return { table: 'shape', here: `select ${listed(names)}`, there: `select ${listed(there)} from ${SCHEMA}.shape limit 1` };
  return {
    table: 'shape',
    here: `select ${names.join(', ')} from ${SCHEMA}.shape order by id`,
    there: `select ${names.map((name) => `\`${name}\``).join(', ')} from ${SCHEMA}.shape order by \`id\``,
  };
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

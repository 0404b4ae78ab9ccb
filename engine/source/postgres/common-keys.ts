import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { foundKeys } from '../../postgres/keys.ts';
import { withinPart, withinTime } from '../../postgres/within-time.ts';
import type { Key } from '../../schema/row.ts';
import { type TableId, type TableName, tableId } from '../../schema/table.ts';
import type { CommonKeys, LookTime } from '../keys.ts';
import { drawKeys, type Keyed, scopeOf } from './some-keys.ts';

const SCOPE = { side: 'source' } as const;

interface Drawn {
  readonly table: Keyed;
  readonly keys: readonly Key[];
}

/**
 * Each table is asked for some keys of all others. A row that is just moved from one to another is in one of them at any moment. A table
 * that takes too long, or that others keep locked, keeps nobody from the rest.
 */
export async function commonKeys(
  client: pg.ClientBase,
  tables: readonly TablePlan[],
  most: number,
  { forMs, inMs }: LookTime,
): Promise<CommonKeys> {
  const begun = Date.now();
  const isBefore = (share: number) => Date.now() - begun < inMs * share;
  const part = <T>(table: Keyed, work: () => Promise<T>) => withinPart(client, scopeOf(table), work);
  const asked = inOneOrder(tables);
  const drawn: Drawn[] = [];
  const searched = new Set<TableId>();
  const found = new Map<string, Key>();
  const shared = new Map<TableId, TableName>();
  await withinTime(client, SCOPE, { forMs, moments: 'one' }, async () => {
    for (const table of asked) {
      // Half of the time is for finding them in the others.
      const keys = isBefore(0.5) ? await part(table, () => drawKeys(client, table, most)) : null;
      if (keys !== null) drawn.push({ table, keys });
    }
    for (const one of drawn) {
      const others = drawn.filter((other) => other !== one);
      const here = isBefore(1) ? await part(one.table, () => foundIn(client, one.table, others)) : null;
      if (here === null) continue;
      searched.add(tableId(one.table.source));
      for (const key of here) found.set(JSON.stringify(key), key);
      for (const { table } of here.size === 0 ? [] : [one, ...others.filter(({ keys }) => keys.some((key) => here.has(key)))])
        shared.set(tableId(table.source), table.source);
    }
  });
  const looked = searched.size === 0 ? 0 : new Set(drawn.flatMap(({ keys }) => keys.map((key) => JSON.stringify(key)))).size;
  const unseen = tables.map(({ source }) => source).filter((source) => !searched.has(tableId(source)));
  return { looked, found: [...found.values()], tables: [...shared.values()], unseen };
}

async function foundIn(client: pg.ClientBase, table: Keyed, others: readonly Drawn[]): Promise<ReadonlySet<Key>> {
  const place = { table: table.source, columns: table.key, alone: { where: table.where } };
  const keys = others.flatMap((other) => other.keys);
  return new Set(await foundKeys(client, scopeOf(table), place, keys));
}

/** Each one's key in the order of the first one's, as they meet at the destination; a table whose key is another one there is left out. */
function inOneOrder(tables: readonly TablePlan[]): readonly Keyed[] {
  const [first] = tables;
  if (first === undefined) return [];
  const order = first.key.flatMap((name) => first.columns.find(({ source }) => source === name)?.destination ?? []);
  return tables.flatMap(({ source, where, key, columns }) => {
    const named = order.flatMap((name) => columns.find(({ destination }) => destination === name)?.source ?? []);
    const isSame = named.length === key.length && key.every((column) => named.includes(column));
    return isSame && key.length > 0 ? [{ source, where, key: named }] : [];
  });
}

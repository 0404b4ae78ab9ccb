import type pg from 'pg';
import { foundKeys } from '../../postgres/keys.ts';
import { withinTime } from '../../postgres/within-time.ts';
import type { Key } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';
import type { KeyPlace } from '../keys.ts';

/** Those of the keys that rows of the table have, in its partitions too. */
export function keysThere(
  client: pg.ClientBase,
  { table, columns }: KeyPlace,
  keys: readonly Key[],
  forMs: number,
): Promise<readonly Key[] | null> {
  const scope = { side: 'destination', object: displayName(table) } as const;
  return withinTime(client, scope, { forMs }, () => foundKeys(client, scope, { table, columns }, keys));
}

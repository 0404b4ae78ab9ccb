import type pg from 'pg';
import type { SequenceValue } from '../../plan/plan.ts';
import { query } from '../../postgres/query.ts';
import { sequenceName } from '../../postgres/sequence.ts';

const SCOPE = { side: 'destination' } as const;

/** Never back: a sequence that was there before may be ahead, and the numbers it gave are in rows of its own. */
export async function setSequences(client: pg.Client, values: readonly SequenceValue[]): Promise<void> {
  for (const { plan, last, called } of values) {
    const name = await sequenceName(client, SCOPE, plan.destination);
    // A table that was there before need not number its rows.
    if (name === null) continue;
    const sql = `select setval($1::regclass, $2::bigint, $3::boolean) from ${name} as s, pg_sequence as p
      where p.seqrelid = $1::regclass and not (s.is_called and case when p.seqincrement > 0 then s.last_value > $2 else s.last_value < $2 end)`;
    await query(client, { ...SCOPE, object: name }, sql, [name, last, called]);
  }
}

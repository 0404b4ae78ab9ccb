import type pg from 'pg';
import { notCopied } from '../../ddl/refused.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { qualified } from '../../postgres/quote.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';

/**
 * Triggers that fire in a session like this one would do to other tables, for every row that goes and comes, what the source has done long
 * ago.
 * @throws EngineError `table.not-copied-again`
 */
export async function requireQuiet(client: pg.Client, { source, destination }: TablePlan): Promise<void> {
  const scope = { side: 'destination', object: displayName(destination) } as const;
  const fires = (await query(client, scope, FIRING, [qualified(destination)])).map(({ name }) => need(name)).join(', ');
  if (fires === '') return;
  const why = text(
    `triggers of the table would fire for each of its rows: ${fires}. Disable them at the destination for as long as it takes`,
    `复制时该表的触发器会对每一行触发：${fires}。请在复制期间禁用目标库中的这些触发器`,
  );
  throw notCopied(displayName(source), why);
}

/** For INSERT (4), DELETE (8) or TRUNCATE (32); what keeps constraints is not meant. */
const FIRING = `select t.tgname as name from pg_catalog.pg_trigger t left join pg_catalog.pg_constraint k on k.oid = t.tgconstraint
  where t.tgrelid = $1::regclass and coalesce(k.contype, 't') = 't' and t.tgtype::int & 44 <> 0 and t.tgenabled::text in
    ('A', case current_setting('session_replication_role') when 'replica' then 'R' else 'O' end) order by 1`;

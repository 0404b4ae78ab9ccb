import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { tableId } from '../../schema/table.ts';
import { reachOperators, readInherited } from './facts.ts';
import { readReferred } from './referred.ts';
import type { TargetTable } from './statements.ts';
import { typedAsThere } from './types-there.ts';

/**
 * Tables with what of them is to be known to write their statements, as they stand at the destination now. What these compare by is on the
 * path from here on.
 */
export async function asThere(
  client: pg.ClientBase,
  tables: readonly TablePlan[],
  columnType: (type: string) => string,
): Promise<readonly TargetTable[]> {
  const [inherited, ruled, referred] = [await readInherited(client), await readRuled(client), await readReferred(client)];
  const typed = await typedAsThere(client, tables, columnType);
  await reachOperators(client, typed);
  return typed.map((table) => {
    const id = tableId(table.destination);
    const keys = referred.get(id);
    return {
      ...table,
      ...(inherited.has(id) ? { alone: true } : {}),
      ...(ruled.has(id) ? { ruled: true } : {}),
      ...(keys === undefined ? {} : { referred: keys }),
    };
  });
}

/** Tables of which rules rewrite every INSERT of a session like this one: with replica as its role those are few. */
async function readRuled(client: pg.ClientBase): Promise<ReadonlySet<string>> {
  const rows = await query(
    client,
    { side: 'destination' },
    `select n.nspname as schema, c.relname as name from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
     where r.ev_type = '3' and c.relkind in ('r', 'p') and r.ev_enabled::text in
       ('A', case current_setting('session_replication_role') when 'replica' then 'R' else 'O' end)`,
  );
  return new Set(rows.map((row) => tableId({ schema: need(row.schema), name: need(row.name) })));
}

import type pg from 'pg';
import { notCopied } from '../../ddl/refused.ts';
import type { EngineError } from '../../errors.ts';
import { isEngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { literal, qualified, quote } from '../../postgres/quote.ts';
import { displayName, type TableName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { tablesWithoutRows } from './without-rows.ts';

/**
 * Begins the comment of a foreign key that waits for rows; what the comment was follows it. A comment goes with the constraint through
 * whatever commands make of it, which a note of ours would not.
 */
const WAITS = 'OpenDTS: validated when all rows are there. ';

const FOREIGN = `select n.nspname as schema, c.relname as name, k.conname as key, pg_catalog.pg_get_constraintdef(k.oid) as definition,
    coalesce(pg_catalog.obj_description(k.oid, 'pg_constraint'), '') as said
  from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where k.contype = 'f' and c.relkind = 'r' and k.conislocal`;

/**
 * Foreign keys to a table whose rows go for a while: made anew without a look at the rows there are, for any ALTER TABLE of the columns
 * would look at them again.
 */
export async function loosenForeignKeys(client: pg.Client, table: TableName): Promise<readonly string[]> {
  const scope = { side: 'destination', object: displayName(table) } as const;
  const sql = `${FOREIGN} and k.convalidated and k.confrelid = pg_catalog.to_regclass($1) and k.conrelid <> k.confrelid`;
  const rows = await query(client, scope, sql, [qualified(table)]);
  return rows.flatMap((row) => {
    const [of, key] = [qualified({ schema: need(row.schema), name: need(row.name) }), quote(need(row.key))];
    return [
      `alter table ${of} drop constraint ${key}, add constraint ${key} ${need(row.definition)} not valid`,
      waits(of, key, need(row.said)),
    ];
  });
}

/**
 * Foreign keys that are looked at in a session like this one would refuse rows while this table has none, or is ahead of others.
 * @throws EngineError `table.not-copied-again`
 */
export async function requireUnbound(client: pg.Client, { source, destination }: TablePlan): Promise<void> {
  if (!(await isBound(client, destination))) return;
  const why = text(
    'foreign keys of the table, or to it, would refuse rows meanwhile, for the account at the destination may not set session_replication_role',
    '目标库账号无权设置 session_replication_role，复制期间该表的外键或引用该表的外键会拒绝写入',
  );
  throw notCopied(displayName(source), why);
}

/** Whether the session looks at foreign keys of the table, or to it. False where there is no such table. */
export async function isBound(client: pg.Client, table: TableName): Promise<boolean> {
  const [bound] = await query(client, { side: 'destination', object: displayName(table) }, BOUND, [qualified(table)]);
  return bound?.yes === 't';
}

const BOUND = `select exists (select from pg_catalog.pg_constraint k join pg_catalog.pg_trigger t on t.tgconstraint = k.oid
  where k.contype = 'f' and pg_catalog.to_regclass($1) in (k.conrelid, k.confrelid) and t.tgenabled::text in
    ('A', case current_setting('session_replication_role') when 'replica' then 'R' else 'O' end)) as yes`;

/** The comment that makes a foreign key wait. */
export function waits(table: string, key: string, said = ''): string {
  return `comment on constraint ${key} on ${table} is ${literal(WAITS + said)}`;
}

/** Names of tables, as `away`; what one is a partition of has not all of its rows either. */
const AWAY = `with recursive away(relation) as (
    select pg_catalog.to_regclass(pg_catalog.format('%I.%I', w.schema, w.name))::oid from unnest($2::text[], $3::text[]) as w(schema, name)
    union select h.inhparent from away join pg_catalog.pg_inherits h on h.inhrelid = away.relation)`;

/**
 * Looks at the rows of foreign keys that waited for them; the errors of those that rows break, which stay as they are. Not where rows of
 * either table are away, by whatever task of the destination: who brings them back looks then.
 */
export async function validateForeignKeys(client: pg.Client): Promise<readonly EngineError[]> {
  const scope = { side: 'destination' } as const;
  const away = await tablesWithoutRows(client);
  const waiting = await query(
    client,
    scope,
    `${AWAY} ${FOREIGN} and pg_catalog.starts_with(pg_catalog.obj_description(k.oid, 'pg_constraint'), $1)
       and not exists (select from away where away.relation in (k.conrelid, k.confrelid))`,
    [WAITS, away.map(({ schema }) => schema), away.map(({ name }) => name)],
  );
  const broken: EngineError[] = [];
  for (const row of waiting) {
    const table = { schema: need(row.schema), name: need(row.name) };
    const [of, key, said] = [qualified(table), quote(need(row.key)), need(row.said).slice(WAITS.length)];
    try {
      await query(client, { ...scope, object: displayName(table) }, `alter table ${of} validate constraint ${key}`);
    } catch (error) {
      if (!isEngineError(error) || error.connection || error.retry === 'soon') throw error;
      broken.push(error);
    }
    await query(
      client,
      { ...scope, object: displayName(table) },
      `comment on constraint ${key} on ${of} is ${said === '' ? 'null' : literal(said)}`,
    );
  }
  return broken;
}

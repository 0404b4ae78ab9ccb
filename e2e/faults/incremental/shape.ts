import type { TestClient } from '../servers.ts';
import { SCHEMA } from './tables.ts';

/** A column that DDL of the run has added, and may do anything to. The first letter of its name says what it holds. */
export interface Extra {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

interface Named {
  readonly table: string;
  readonly name: string;
}

/** What DDL of the run has left at the source until now: names are those that `ddl.ts` gives. */
export interface Shape {
  readonly extras: readonly Extra[];
  readonly checks: readonly Named[];
  readonly indexes: readonly Named[];
  /** Tables that were made since the task follows. */
  readonly made: readonly string[];
  readonly attached: readonly string[];
  readonly detached: readonly string[];
}

const FOUND = `
with t as (select c.oid, c.relname::text as name, c.relispartition as below from pg_class c
  where c.relnamespace = '${SCHEMA}'::regnamespace and c.relkind in ('r', 'p'))
select 'extra' as what, t.name as table, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type
  from t join pg_attribute a on a.attrelid = t.oid where not t.below and not a.attisdropped and a.attname ~ '^[intrz][0-9]+$'
union all select 'check', t.name, k.conname::text, '' from t join pg_constraint k on k.conrelid = t.oid where not t.below and k.conname ~ '^c[0-9]+$'
union all select 'index', t.name, i.relname::text, '' from t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
  where not t.below and i.relname ~ '^by[0-9]+$'
union all select 'made', t.name, t.name, '' from t where t.name ~ '^made_[0-9]+$'
union all select case when t.below then 'attached' else 'detached' end, t.name, t.name, '' from t where t.name ~ '^parts_[0-9]+$'
order by 1, 2, 3`;

/** Asked each time: whether the last command before a crash was committed is for the server to say. */
export async function shapeOf(client: TestClient): Promise<Shape> {
  const { rows } = await client.query<Extra & { readonly what: string }>(FOUND);
  const of = (kind: string) => rows.filter(({ what }) => what === kind);
  const names = (kind: string) => of(kind).map(({ name }) => name);
  return {
    extras: of('extra').filter(({ table }) => !table.startsWith('made_') && !table.startsWith('parts_')),
    checks: of('check'),
    indexes: of('index'),
    made: names('made'),
    attached: names('attached'),
    detached: names('detached'),
  };
}

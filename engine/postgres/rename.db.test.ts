import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connected, sql, startServers, type TestClient, type TestServers } from '#e2e/faults/servers.ts';
import { createNameMap } from '../plan/name-map.ts';
import type { NameMap } from '../plan/names.ts';
import type { SchemaSelection, TaskConfig } from '../task/config.ts';
import { loadGrammar } from './grammar.ts';
import { literal, qualified } from './quote.ts';
import { SHOP_ACTIONS, SHOP_PARTS, SHOP_ROUTINES, SHOP_ROWS, SHOP_TABLES, SHOP_VIEWS } from './rename/shop.ts';
import { createRenamer } from './rename.ts';

let servers: TestServers;
let definitions: Definitions;

interface Definitions {
  readonly parts: readonly string[];
  readonly views: ReadonlyMap<string, string>;
  readonly routines: readonly string[];
  readonly actions: readonly string[];
  readonly relations: Parameters<typeof createNameMap>[0]['relations'];
}

beforeAll(async () => {
  await loadGrammar();
  servers = await startServers();
  const [source] = await servers.databases('origin');
  const views = Object.entries(SHOP_VIEWS).map(([name, query]) => `create view a.${name} as ${query}`);
  await sql(
    source,
    'set check_function_bodies = on',
    ...SHOP_TABLES,
    ...SHOP_ROWS,
    ...SHOP_PARTS,
    ...views,
    ...SHOP_ROUTINES,
    ...SHOP_ACTIONS,
  );
  definitions = await readDefinitions(source);
}, 60_000);

afterAll(async () => {
  await servers?.[Symbol.asyncDispose]();
});

/** As the source adapter reads them: the server qualifies every name. */
async function readDefinitions(url: string): Promise<Definitions> {
  await using client = await connected(url);
  await client.query(`set search_path to ''`);
  const list = async (query: string): Promise<readonly string[]> =>
    (await client.query({ text: query, rowMode: 'array' })).rows.map(([text]: string[]) => text ?? '');
  const ours = `where connamespace = 'a'::regnamespace and conislocal and conrelid <> 0 and contype <> 'n' order by contype <> 'p', oid`;
  const views = await client.query(
    `select relname, pg_get_viewdef(oid) as query from pg_class where relnamespace = 'a'::regnamespace and relkind = 'v' order by oid`,
  );
  const relations = await client.query(
    `select 'a' as schema, relname as name, case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end as kind,
       array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 order by attnum) as columns,
       (select json_build_object('schema', 'a', 'name', p.relname) from pg_inherits join pg_class p on p.oid = inhparent where inhrelid = c.oid) as parent
     from pg_class c where relnamespace = 'a'::regnamespace and relkind in ('r', 'p', 'v', 'S')`,
  );
  return {
    parts: [
      ...(await list(`select format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        from pg_constraint ${ours}`)),
      ...(await list(`select pg_get_indexdef(indexrelid) from pg_index join pg_class on pg_class.oid = indexrelid
        where relnamespace = 'a'::regnamespace and not relispartition and not exists (select from pg_constraint where conindid = indexrelid)`)),
      ...(await list('select pg_get_statisticsobjdef(oid) from pg_statistic_ext')),
    ],
    views: new Map(views.rows.map(({ relname, query }) => [relname, query.replace(/;\s*$/, '')])),
    routines: [
      ...(await list(`select pg_get_functiondef(oid) from pg_proc where pronamespace = 'a'::regnamespace order by oid`)),
      'CREATE OPERATOR a.=== (FUNCTION = a.same, LEFTARG = a.point, RIGHTARG = a.point, COMMUTATOR = OPERATOR(a.===))',
    ],
    actions: [
      ...(await list('select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal')),
      ...(await list(`select pg_get_ruledef(oid) from pg_rewrite where rulename <> '_RETURN' and ev_class >= 16384`)),
      ...(await list(`select format('CREATE POLICY %I ON %s AS PERMISSIVE FOR ALL TO PUBLIC USING (%s) WITH CHECK (%s)', polname, polrelid::regclass,
        pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) from pg_policy`)),
    ],
    relations: relations.rows,
  };
}

const NASTY: readonly SchemaSelection[] = [
  {
    schema: 'a',
    as: 'The "Shop" ü.x',
    tables: [
      {
        name: 'orders',
        as: 'select',
        columns: [
          { name: 'id', as: 'from "é"' },
          { name: 'customer_id', as: 'buyer.id' },
          { name: 'note', as: 'order' },
          { name: 'place', as: 'Place' },
          { name: 'total' },
        ],
      },
      {
        name: 'items',
        as: 'orders',
        columns: [
          { name: 'order_id', as: 'id' },
          { name: 'qty', as: 'Qty' },
          { name: 'select', as: 'from' },
          { name: 'position', as: 'position 2' },
        ],
      },
      {
        name: 'customers',
        columns: [
          { name: 'id', as: 'Id' },
          { name: 'manager_id', as: 'boss' },
          { name: 'Größe é', as: 'size' },
        ],
      },
      { name: 'measures', as: 'Measures', columns: [{ name: 'at', as: 'on "day"' }] },
      {
        name: 'log',
        columns: [
          { name: 'what', as: 'WHAT' },
          { name: 'when', as: 'then' },
        ],
      },
      { name: 'named', as: 'items' },
    ],
  },
];

const TASKS: Readonly<Record<string, Pick<TaskConfig, 'objects' | 'nameCase'>>> = {
  schemas: { nameCase: 'source', objects: [{ schema: 'a', as: 'b' }] },
  nasty: { nameCase: 'source', objects: [...NASTY] },
  upper: { nameCase: 'upper', objects: [{ schema: 'a' }] },
};

/** Those of the tables are made again as the source prints them. */
const WITHOUT_CONSTRAINTS = `do $$ declare c record; begin
  for c in select conrelid::regclass as t, conname from pg_constraint where conrelid >= 16384 and contype in ('p', 'c') loop
    execute format('alter table %s drop constraint %I', c.t, c.conname);
  end loop; end $$`;

describe.each(Object.entries(TASKS))('definitions work with names of the task: %s', (database, config) => {
  let names: NameMap;
  let there: TestClient;
  beforeAll(async () => {
    names = createNameMap({ config, destinationCase: 'lower', relations: definitions.relations });
    await servers.databases(database);
    there = await connected(servers.destination.url(database));
    await there.query(`set search_path to ''; set check_function_bodies = on`);
    const renamer = createRenamer(names);
    const views = [...definitions.views].map(([name, query]) => `CREATE VIEW a.${name} AS ${query}`);
    const { parts, routines, actions } = definitions;
    const made = [...SHOP_TABLES, ...SHOP_ROWS, WITHOUT_CONSTRAINTS, ...parts, ...views, ...routines, ...actions];
    for (const statement of made) await run(there, statement, renamer.statement(statement));
  }, 60_000);
  afterAll(() => there.end());

  test('views show the rows and columns they showed', async () => {
    await using here = await connected(servers.source.url('origin'));
    for (const name of definitions.views.keys()) {
      const view = { schema: 'a', name };
      const to = names.relation(view);
      const [from, now] = [await rowsOf(here, qualified(view)), await rowsOf(there, qualified(to))];
      expect({ name, columns: now.columns }).toEqual({ name, columns: from.columns.map((column) => names.column(view, column)) });
      if (name !== 'constants') expect({ name, rows: now.rows }).toEqual({ name, rows: from.rows });
    }
  });

  test('rules, triggers and functions do what they did', async () => {
    const renamer = createRenamer(names);
    await using here = await connected(servers.source.url('origin'));
    await here.query(`set search_path to ''`);
    for (const client of [here, there]) await client.query('begin');
    const acts = [
      `update a.orders set note = 'changed' where id = 2`,
      `update a.named set note = 'by rule' where nr = 1`,
      `call a.write('written')`,
      'delete from a.named where nr = 3',
    ];
    for (const act of acts) {
      await here.query(act);
      await run(there, act, renamer.statement(act));
    }
    for (const query of [
      'select orders.* from a.orders order by 1',
      'select log.what from a.log order by 1',
      'select items.* from a.items order by 1, 2',
      'select customers.* from a.customers order by 1',
      'select f.nr from a.pairs(1) f(nr, note)',
    ]) {
      const now = await there.query({ text: renamer.statement(query), rowMode: 'array' });
      expect(now.rows).toEqual((await here.query({ text: query, rowMode: 'array' })).rows);
    }
    for (const client of [here, there]) await client.query('rollback');
  });
});

async function run(client: TestClient, before: string, after: string): Promise<void> {
  await client.query(after).catch((error: Error) => {
    throw new Error(`${error.message}\n${before}\n--\n${after}`);
  });
}

async function rowsOf(
  client: TestClient,
  view: string,
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly unknown[] }> {
  const columns = await client.query(
    `select attname::text from pg_attribute where attrelid = ${literal(view)}::regclass and attnum > 0 order by attnum`,
  );
  const { rows } = await client.query({ text: `select * from ${view}`, rowMode: 'array', types: { getTypeParser: () => String } });
  return { columns: columns.rows.map(({ attname }) => attname), rows: rows.map(String).sort() };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { prepareMarks, readMarks } from '../destination/postgres/marks.ts';
import { Builders } from '../destination/postgres/structure/builders.ts';
import type { Plan, Statement, TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { TaskStructure } from '../task/structure.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const TASK = 'beside';
const TABLES = ['public.a', 'public.b', 'public.c'];

const root = mkdtempSync(join(tmpdir(), 'opendts-beside-'));
let server: PostgresServer;
let control: pg.Client;
let builders: Builders;

beforeAll(async () => {
  server = await startServer({ dir: join(root, 'server'), settings: { fsync: 'off' } });
  control = await open();
});
beforeEach(async () => {
  await builders?.close();
  await control.query('drop schema if exists opendts cascade; drop schema public cascade; create schema public');
  for (const table of TABLES) await control.query(`create table ${table} (id int, note text)`);
  await prepareMarks(control, TASK);
  builders = new Builders(TASK, open);
});
afterAll(async () => {
  await builders.close();
  await control.end();
  await server.stop('immediate');
  for (const dir of [server.dir, root]) rmSync(dir, { recursive: true, force: true });
});

async function open(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url() });
  client.on('error', () => {});
  await client.connect();
  return client;
}

function part(id: string, sql: string, edits: Partial<Statement> = {}): Statement {
  const table = `public.${id.slice(0, 1)}`;
  return { id, phase: 'after', kind: 'index', part: 'make', object: id, objectId: id, table, sql, requires: [], locks: [id], ...edits };
}

const key = (table: string): Statement =>
  part(`${table}_key`, `alter table ${table} add constraint ${table}_key unique (id)`, { kind: 'constraint' });

/** A task's structure over what is marked at the server, and the tables that are loaded. */
async function structureOf(statements: readonly Statement[], signal = new AbortController().signal) {
  const tables = TABLES.map((id) => ({ id, hasRows: true, bytes: 2 ** 30 }) as TablePlan);
  const plan: Plan = { steps: ['schema', 'full'], tables, statements, sequences: [], leftOut: [] };
  const events: TaskEvent[] = [];
  const structure = new TaskStructure({
    plan,
    destination: { run: (some) => builders.run(some), building: () => builders.building(control, 150000) },
    state: await readMarks(control, TASK),
    emit: (event) => events.push(event),
    onDurable: () => {},
    signal,
  });
  const ready = new Set<string>();
  const beside = structure.beside((table) => ready.has(table), 1);
  const loaded = (table: string) => {
    ready.add(`public.${table}`);
    beside.more();
  };
  return { structure, beside, loaded, events };
}

async function made(): Promise<readonly string[]> {
  const { rows } = await control.query<{ name: string }>(
    "select indexrelid::regclass::text as name from pg_index where indrelid::regclass::text in ('a', 'b', 'c') order by 1",
  );
  return rows.map(({ name }) => name);
}

const isRunning = async (text: string): Promise<boolean> => {
  const { rows } = await control.query(
    "select from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and strpos(query, $1) > 0",
    [text],
  );
  return rows.length > 0;
};

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

test('statements of a table that is loaded run while another is being copied', async () => {
  const { structure, beside, loaded } = await structureOf([
    key('a'),
    part('a_note', 'create index a_note on a (note)'),
    key('b'),
    key('c'),
  ]);
  const copying = await open();
  await copying.query("begin; insert into b select i, 'x' from generate_series(1, 1000) i");
  loaded('a');
  await soon(made).toEqual(['a_key', 'a_note']);
  loaded('c');
  await soon(made).toEqual(['a_key', 'a_note', 'c_key']);
  await copying.query('commit');
  await copying.end();
  await beside.end();
  await structure.after(({ table }) => table !== 'public.b');
  expect(await made()).toEqual(['a_key', 'a_note', 'c_key']);
  await structure.after();
  expect(await made()).toEqual(['a_key', 'a_note', 'b_key', 'c_key']);
  expect(structure.isWhole()).toBe(true);
});

test('what reads other tables, or is of none, waits until all are there', async () => {
  const routine = part('f', 'create function f(int) returns int immutable language sql as $$ select $1 $$', {
    kind: 'function',
    table: null,
  });
  const calls = part('a_call', 'create index a_call on a (f(id))', { requires: ['f'] });
  const foreign = part('a_b', 'alter table a add foreign key (id) references b (id)', { kind: 'foreign-key', requires: ['b_key'] });
  const { structure, beside, loaded } = await structureOf([routine, calls, foreign, key('a'), key('b')]);
  for (const table of ['a', 'b', 'c']) loaded(table);
  await beside.end();
  expect(await made()).toEqual(['a_key', 'b_key']);
  await structure.after();
  expect(await made()).toEqual(['a_call', 'a_key', 'b_key']);
  await structure.last();
  expect(structure.isWhole()).toBe(true);
});

test('a failure is shown while the copying goes on, and mended', async () => {
  await control.query('insert into a values (1), (1)');
  const { structure, beside, loaded, events } = await structureOf([
    key('a'),
    part('a_needs', 'create index a_needs on a (id)', { requires: ['a_key'] }),
    key('b'),
  ]);
  loaded('a');
  loaded('b');
  await soon(() => structure.failures.map(({ id }) => id)).toEqual(['a_key']);
  expect(events.some(({ kind }) => kind === 'statement-failed')).toBe(true);
  await soon(made).toEqual(['b_key']);
  await control.query('delete from a where ctid = (select min(ctid) from a)');
  structure.mend({ action: 'retry', statement: 'a_key' });
  await soon(made).toEqual(['a_key', 'a_needs', 'b_key']);
  await beside.end();
  expect([structure.failures, structure.isWhole()]).toEqual([[], true]);
});

test('a task that is stopped in the middle goes on where it was', async () => {
  const statements = [part('a_slow', 'select pg_sleep(1); create index a_slow on a (id)'), key('a'), key('b')];
  const stop = new AbortController();
  const { beside, loaded } = await structureOf(statements, stop.signal);
  loaded('a');
  await soon(() => isRunning('pg_sleep')).toBe(true);
  stop.abort();
  loaded('b');
  await beside.end();
  expect(await made()).toEqual(['a_slow']);
  const again = await structureOf(statements);
  await again.beside.end();
  await again.structure.after();
  expect(await made()).toEqual(['a_key', 'a_slow', 'b_key']);
});

test('a connection that is lost meanwhile is told at the end; another run makes the rest', async () => {
  const statements = [part('a_slow', 'select pg_sleep(30); create index a_slow on a (id)'), key('a'), key('b')];
  const { structure, beside, loaded } = await structureOf(statements);
  loaded('a');
  await soon(() => isRunning('pg_sleep')).toBe(true);
  await control.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where strpos(query, 'pg_sleep') > 0 and pid <> pg_backend_pid()",
  );
  await soon(() => isRunning('pg_sleep')).toBe(false);
  loaded('b');
  await expect(beside.end()).rejects.toMatchObject({ connection: true });
  expect([await made(), structure.failures]).toEqual([[], []]);
  const again = await structureOf(statements.map((each) => ({ ...each, sql: each.sql.replace('30', '0') })));
  for (const table of ['a', 'b']) again.loaded(table);
  await again.beside.end();
  expect(await made()).toEqual(['a_key', 'a_slow', 'b_key']);
});

test('indexes of one table are made side by side, a key by itself', async () => {
  const shared = { locks: [], shares: ['a'] };
  const statements = [
    { ...key('a'), locks: ['a'] },
    part('a_1', 'select pg_sleep(0.5); create index a_1 on a (id)', shared),
    part('a_2', 'select pg_sleep(0.5); create index a_2 on a (id)', shared),
  ];
  const { beside, loaded, events } = await structureOf(statements);
  loaded('a');
  await beside.end();
  const together = events.flatMap((event) => (event.kind === 'building' ? [event.running.map(({ id }) => id).join()] : []));
  expect(together).toContain('a_1,a_2');
  expect(together.filter((ids) => ids.includes('a_key') && ids !== 'a_key')).toEqual([]);
  expect(await made()).toEqual(['a_1', 'a_2', 'a_key']);
});

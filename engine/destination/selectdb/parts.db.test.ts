import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import type { Plan, TablePlan } from '../../plan/plan.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { selectdbEndpoint } from '../../task/config.ts';
import { at, HALVES, textRows, unit } from '../contract/ground.ts';
import { openSelectDbDestination } from './destination.ts';
import { openSelectDbSession } from './session.ts';

/** Slices that are longer than one body may be. */

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator[Symbol.asyncDispose]());

beforeEach(async () => {
  await using session = await openSelectDbSession(endpoint());
  await session.query('drop database if exists big');
  await session.query('create database big');
  await session.query(
    'create table big.keyed (id int not null, v string) unique key (id) distributed by hash(id) buckets 1 properties ("function_column.sequence_type" = "bigint", "replication_num" = "1")',
  );
  await session.query(
    `create table big.log (id int, v string, _is_deleted int not null default '0', _version bigint not null default '0', _record_id bigint not null default '0') duplicate key (id) distributed by hash(id) buckets 1 properties ("replication_num" = "1")`,
  );
});

const endpoint = () =>
  selectdbEndpoint.parse({ type: 'selectdb', host: emulator.host, port: emulator.mysqlPort, httpPort: emulator.httpPort, user: 'root' });

const columns = ['id', 'v'].map((name, index) => ({
  source: name,
  destination: name,
  type: index === 0 ? 'INT' : 'STRING',
  comparable: true,
}));
const model = (engine: 'unique' | 'duplicate', keys: readonly string[]) => ({ engine, keys, distribution: keys, buckets: 1 }) as const;
const KEYED = plannedTable({ id: 'keyed', source: { schema: 'big', name: 'keyed' }, columns, key: ['id'], model: model('unique', ['id']) });
const LOG = plannedTable({ id: 'log', source: { schema: 'big', name: 'log' }, columns, model: model('duplicate', []) });
const PLAN: Plan = { steps: ['full'], tables: [KEYED, LOG], statements: [], sequences: [], leftOut: [] };

/** Some 4 MB, in bodies of half a megabyte. */
const ROWS = Array.from({ length: 4_000 }, (_, index) => [String(index), `${index}`.padEnd(1_000, 'x')] as const);
const open = (task: string) => openSelectDbDestination(endpoint(), task, {}, 1 << 19);

/** Rows, and how many of them are others. */
async function counted(table: TablePlan): Promise<string> {
  await using session = await openSelectDbSession(endpoint());
  const rows = await session.query(`select id from big.${table.source.name}`);
  return `${rows.length} ${new Set(rows.map(({ id }) => id)).size}`;
}

test.each([KEYED, LOG])('all of them arrive, and are marked when the last has ($id)', async (table) => {
  const before = emulator.cluster.loaded.requests;
  await using destination = await open(`whole ${table.id}`);
  await destination.open(PLAN);
  expect(await destination.load(unit(table), async () => textRows(ROWS), at(5))).toMatchObject({ rows: ROWS.length });
  expect(emulator.cluster.loaded.requests - before).toBeGreaterThan(4);
  expect(await counted(table)).toBe(`${ROWS.length} ${ROWS.length}`);
  expect((await destination.state()).tables.get(table.id)?.done.get(0)).toMatchObject({ rows: ROWS.length });
  expect(await destination.load(unit(table), async () => textRows(ROWS), at(5))).toBeNull();
});

test.each([KEYED, LOG])('one that breaks off in the midst is made up for by the same call, each row once ($id)', async (table) => {
  await using destination = await open(`broken ${table.id}`);
  await destination.open(PLAN);
  const wrong = ROWS.map(([id, v], index) => [index === 3_000 ? 'no number' : id, v] as const);
  await expect(destination.load(unit(table), async () => textRows(wrong), at(5))).rejects.toThrow();
  expect(await counted(table)).not.toBe('0 0');
  expect(await destination.load(unit(table), async () => textRows(ROWS), at(6))).toMatchObject({ rows: ROWS.length });
  expect(await counted(table)).toBe(`${ROWS.length} ${ROWS.length}`);
});

test('where other slices are in the table, one that arrived in part is told, and the table is begun anew', async () => {
  await using destination = await open('slices');
  await destination.open(PLAN);
  await destination.load(unit(LOG, 0, HALVES), async () => textRows([['9999', 'other']]), at(5));
  const wrong = ROWS.map(([id, v], index) => [index === 3_000 ? 'no number' : id, v] as const);
  await expect(destination.load(unit(LOG, 1, HALVES), async () => textRows(wrong), at(5))).rejects.toThrow();
  const again = destination.load(unit(LOG, 1, HALVES), async () => textRows(ROWS), at(6));
  await expect(again).rejects.toMatchObject({ code: 'load.unclear', retry: 'by-hand' });
  await destination.unload(LOG);
  expect(await destination.load(unit(LOG), async () => textRows(ROWS), at(7))).toMatchObject({ rows: ROWS.length });
  expect(await counted(LOG)).toBe(`${ROWS.length} ${ROWS.length}`);
});

test('other slices of the table come and go while one is between its parts', async () => {
  await using destination = await open('beside');
  await destination.open(PLAN);
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const { format, chunks } = textRows(ROWS);
  async function* waiting() {
    let seen = 0;
    for await (const chunk of chunks) {
      seen += 1;
      if (seen === ROWS.length / 2) await held;
      yield chunk;
    }
  }
  const long = destination.load(unit(LOG, 0, HALVES), async () => ({ format, chunks: waiting() }), at(5));
  await expect.poll(() => counted(LOG)).not.toBe('0 0');
  expect(await destination.load(unit(LOG, 1, HALVES), async () => textRows([['9999', 'other']]), at(5))).toMatchObject({ rows: 1 });
  goOn();
  expect(await long).toMatchObject({ rows: ROWS.length });
  expect(await counted(LOG)).toBe(`${ROWS.length + 1} ${ROWS.length + 1}`);
});

test.each([KEYED, LOG])('a load that is said to have failed, and did not, brings each row once ($id)', async (table) => {
  await using destination = await open(`commit ${table.id}`);
  await destination.open(PLAN);
  const message = '[THRIFT_RPC_ERROR]failed to call frontend service, FE address=127.0.0.1:9020, reason: THRIFT_EAGAIN (timed out)';
  emulator.faults.next({ kind: 'fail after commit', message }, { table: table.source.name });
  const few = ROWS.slice(0, 3);
  const load = () => destination.load(unit(table), async () => textRows(few), at(5));
  // As the full load does with what may pass.
  expect(await load().catch(load)).toMatchObject({ rows: few.length });
  expect(await counted(table)).toBe(`${few.length} ${few.length}`);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { rootOf, rowsAt } from '#e2e/selectdb/reach.ts';
import type { Plan, TablePlan } from '../../../plan/plan.ts';
import { plannedTable } from '../../../plan/test-table.ts';
import { asPosition, type ChangeBatch, type RelationShape, type TableChange } from '../../../schema/row.ts';
import { openSelectDbDestination } from '../destination.ts';
import { openSelectDbSession } from '../session.ts';

/** Engines that are killed between the loads of a write and its checkpoint, one after the other. */

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator[Symbol.asyncDispose]());

const endpoint = () => rootOf(emulator);

const rowsOf = (query: string) => rowsAt(emulator, query);

const columns = [
  { source: 'id', destination: 'id', type: 'INT', comparable: true },
  { source: 'v', destination: 'v', type: 'STRING', comparable: true },
];
const model = (engine: 'unique' | 'duplicate', keys: readonly string[]) => ({ engine, keys, distribution: keys, buckets: 1 }) as const;
const one = { id: 'one', source: { schema: 'rep', name: 'one' }, columns };
const log = { id: 'log', source: { schema: 'rep', name: 'log' }, columns };
const ONE: TablePlan = plannedTable({ ...one, key: ['id'], model: model('unique', ['id']) });
const LOG: TablePlan = plannedTable({ ...log, model: model('duplicate', []) });
const PLAN: Plan = { steps: ['incremental'], tables: [ONE, LOG], statements: [], sequences: [], leftOut: [] };

const shape = ({ id, source }: TablePlan, identity: readonly string[]): RelationShape => ({
  id,
  table: source,
  columns: ['id', 'v'],
  types: [],
  identity,
});
const ofOne = shape(ONE, ['id']);
const ofLog = shape(LOG, ['id', 'v']);

/** Change n of the log: each adds a row to one table and writes the other's only row. */
function change(n: number): readonly TableChange[] {
  const next = [String(n), `v${n}`];
  return [
    { kind: 'insert', relation: ofLog, next },
    { kind: 'update', relation: ofOne, previous: null, next: ['1', `v${n}`] },
  ];
}

const position = (n: number) => asPosition(n.toString(16).toUpperCase().padStart(16, '0'));
const changes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => change(from + index)).flat();
const whole = (from: number, to: number): ChangeBatch => ({
  changes: changes(from, to),
  commit: { position: position(to * 10), at: 1_700_000_000_000, transactions: 1 },
});
/** Written, but of a transaction that is not over: the checkpoint stays. */
const part = (from: number, to: number, end: number): ChangeBatch => ({
  changes: changes(from, to),
  commit: null,
  open: { commit: position(end * 10 - 5), at: 1_700_000_000_000 },
});

/** Applies batch after batch, written each, and is killed. */
async function run(task: string, batches: readonly ChangeBatch[]): Promise<string | null> {
  await using destination = await openSelectDbDestination(endpoint(), task);
  const { checkpoint } = await destination.open(PLAN);
  if (checkpoint === null) await destination.begin(position(1));
  for (const batch of batches) {
    await destination.apply(batch);
    await destination.flush();
  }
  return (await destination.state()).checkpoint;
}

async function tables(): Promise<void> {
  await using session = await openSelectDbSession(endpoint());
  await session.query('create database if not exists rep');
  await session.query('drop table if exists rep.one');
  await session.query('drop table if exists rep.log');
  await session.query(
    'create table rep.one (`id` INT NOT NULL, `v` STRING NULL) unique key (`id`) distributed by hash(`id`) buckets 1 properties ("function_column.sequence_type" = "bigint", "replication_num" = "1")',
  );
  await session.query(
    "create table rep.log (`id` INT NULL, `v` STRING NULL, `_is_deleted` INT NOT NULL DEFAULT '0', `_version` BIGINT NOT NULL DEFAULT '0', `_record_id` BIGINT NOT NULL DEFAULT '0') duplicate key (`id`) distributed by hash(`id`) buckets 1 properties (\"replication_num\" = \"1\")",
  );
}

const LOGGED = 'select `id`, `_record_id` from rep.log order by `_record_id`';
const numbered = (to: number) => Array.from({ length: to }, (_, index) => `${index + 1}|${index + 1}`);

test('changes that come again, cut in any way, are there once', async () => {
  await tables();
  expect(await run('cut', [whole(1, 3), part(4, 8, 12)])).toBe(position(30));
  expect(await rowsOf(LOGGED)).toEqual(numbered(8));
  // Again from the checkpoint, in other pieces, and killed before it is as far as the one before; then once more.
  expect(await run('cut', [part(4, 5, 12)])).toBe(position(30));
  expect(await run('cut', [part(4, 9, 12), part(10, 10, 12)])).toBe(position(30));
  expect(await rowsOf(LOGGED)).toEqual(numbered(10));
  expect(await run('cut', [part(4, 6, 12), whole(7, 12)])).toBe(position(120));
  expect(await run('cut', [whole(7, 12), whole(13, 13)])).toBe(position(130));
  expect(await rowsOf(LOGGED)).toEqual(numbered(13));
  expect(await rowsOf('select `v` from rep.one')).toEqual(['v13']);
});

test('a checkpoint on the way does not forget what is written after it', async () => {
  await tables();
  // Written up to 8 in one go whose checkpoint is lost, as by a kill right before it.
  expect(await run('way', [part(1, 8, 8)])).toBe(position(1));
  expect(await run('way', [whole(1, 2)])).toBe(position(20));
  expect(await run('way', [whole(3, 5)])).toBe(position(50));
  expect(await run('way', [whole(6, 9)])).toBe(position(90));
  expect(await rowsOf(LOGGED)).toEqual(numbered(9));
  expect(await rowsOf('select `v` from rep.one')).toEqual(['v9']);
});

test('a TRUNCATE that comes again takes nothing that came after it', async () => {
  await tables();
  const truncate: TableChange = { kind: 'truncate', relations: [ofLog, ofOne], restartIdentity: false };
  const open = { commit: position(95), at: 1_700_000_000_000 };
  const cleared = { changes: [...changes(1, 4), truncate, ...changes(5, 6)], commit: null, open };
  await run('cleared', [cleared]);
  await run('cleared', [cleared, part(7, 7, 10)]);
  await run('cleared', [{ ...cleared, commit: { position: position(100), at: 1_700_000_000_000, transactions: 1 } }]);
  expect(await rowsOf(LOGGED)).toEqual(['5|5', '6|6']);
  expect(await rowsOf('select `v` from rep.one')).toEqual(['v6']);
});

test('what a killed engine had under way comes before what is new, or never', async () => {
  await tables();
  emulator.faults.next({ kind: 'late commit', commitAfterMs: 1_000 }, { table: 'log' });
  {
    await using destination = await openSelectDbDestination(endpoint(), 'late');
    await destination.open(PLAN);
    await destination.begin(position(1));
    await destination.apply(whole(1, 3));
    destination.flush().catch(() => {});
    // Its loads are noted and sent; nobody waits for the answers.
    await expect.poll(() => emulator.faults.waiting.length).toBe(0);
  }
  expect(await run('late', [whole(1, 3), whole(4, 4)])).toBe(position(40));
  expect(await rowsOf(LOGGED)).toEqual(numbered(4));
  expect(await rowsOf('select `v` from rep.one')).toEqual(['v4']);
});

test('what a killed engine wrote counts as written before anybody can see it', async () => {
  await tables();
  emulator.faults.next({ kind: 'publish timeout', visibleAfterMs: 2_000 }, { table: 'log' });
  await run('unseen', [part(1, 4, 10)]);
  expect(await rowsOf(LOGGED)).toEqual([]);
  expect(await run('unseen', [whole(1, 5)])).toBe(position(50));
  await expect.poll(() => rowsOf(LOGGED), { timeout: 5_000 }).toContain('5|5');
  expect(await rowsOf(LOGGED)).toEqual(numbered(5));
});

test('release takes the marks away, and their table with the last of them', async () => {
  await tables();
  await run('one', [whole(1, 1)]);
  await run('other', [whole(1, 1)]);
  const tasks = "select distinct `task_id` from opendts.task_mark where `task_id` in ('one', 'other') order by `task_id`";
  await using destination = await openSelectDbDestination(endpoint(), 'one');
  expect(await destination.release()).toEqual([]);
  expect(await rowsOf(tasks)).toEqual(['other']);
  for (const task of ['cut', 'way', 'cleared', 'late', 'unseen', 'other']) {
    await using each = await openSelectDbDestination(endpoint(), task);
    expect(await each.release()).toEqual([]);
  }
  const left = "select `TABLE_NAME` from `information_schema`.`tables` where `TABLE_SCHEMA` = 'opendts'";
  expect(await rowsOf(left)).toEqual([]);
  expect(await destination.release()).toEqual([]);
});

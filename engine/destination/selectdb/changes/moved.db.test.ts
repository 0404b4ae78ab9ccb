import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { rootOf, rowsAt } from '#e2e/selectdb/reach.ts';
import type { ChangeBatch, TableChange } from '../../../schema/row.ts';
import { at } from '../../contract/ground.ts';
import { openSelectDbDestination } from '../destination.ts';
import { openSelectDbSession } from '../session.ts';
import { insert, planOf, planWith } from './test-commands.ts';

/** Rows that take other keys with values that the log does not tell, and engines that are killed after that was written. */

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator[Symbol.asyncDispose]());

const T = planOf('t');
const { relation } = insert(T);

const moves = (from: string, to: string): TableChange => ({
  kind: 'update',
  relation,
  previous: { form: 'key', tuple: [from, null] },
  next: [to, undefined],
});
const comes = (id: string, v: string): TableChange => insert(T, id, v);
const touched = (id: string): TableChange => ({ kind: 'update', relation, previous: null, next: [id, undefined] });
const goes = (id: string): TableChange => ({ kind: 'delete', relation, previous: { form: 'key', tuple: [id, null] } });

const whole = (number: number, changes: readonly TableChange[]): ChangeBatch => ({
  changes,
  commit: { position: at(number), at: 1_700_000_000_000, transactions: 1 },
});
/** Written, and the checkpoint stays before it. */
const written = (number: number, changes: readonly TableChange[]): ChangeBatch => ({
  changes,
  commit: null,
  open: { commit: at(number), at: 1_700_000_000_000 },
});

/** Each is written; then the engine is killed. */
async function run(task: string, ...batches: readonly ChangeBatch[]): Promise<void> {
  await using destination = await openSelectDbDestination(rootOf(emulator), task);
  const { checkpoint } = await destination.open(planWith(T));
  if (checkpoint === null) await destination.begin(at(1));
  for (const batch of batches) {
    await destination.apply(batch);
    await destination.flush();
  }
}

async function fresh(task: string): Promise<void> {
  await using session = await openSelectDbSession(rootOf(emulator));
  await session.query('create database if not exists nam');
  await session.query('drop table if exists nam.t force');
  await session.query(
    'create table nam.t (`id` INT NOT NULL, `v` STRING NULL) unique key (`id`) distributed by hash(`id`) buckets 1 properties ("function_column.sequence_type" = "bigint", "replication_num" = "1")',
  );
  await run(task, whole(2, [comes('1', 'long')]));
}

const rows = () => rowsAt(emulator, 'select `id`, `v` from nam.t order by `id`');

test.each([
  ['another row has its old key', [moves('1', '2'), comes('1', 'another')], [], ['1|another', '2|long']],
  [
    'it went on, and others after it',
    [moves('1', '2'), comes('1', 'another'), moves('2', '3'), moves('1', '2'), comes('1', 'third')],
    [],
    ['1|third', '2|another', '3|long'],
  ],
  ['it is gone', [moves('1', '2'), comes('1', 'another'), goes('2')], [], ['1|another']],
  ['it was only changed before the kill', [touched('1')], [moves('1', '2'), comes('1', 'another')], ['1|another', '2|long']],
  ['nothing of it was written', [comes('7', 'other')], [moves('1', '2')], ['2|long', '7|other']],
] as const)('a row that takes another key keeps its values when that comes again: %s', async (name, before, after, wanted) => {
  await fresh(name);
  await run(name, written(3, before));
  await run(name, whole(4, [...before, ...after]));
  expect(await rows()).toEqual(wanted);
});

test('where nothing tells whose values they are the task stops, and says of which column', async () => {
  await fresh('back');
  const before = [moves('1', '2'), moves('2', '1')];
  await run('back', written(3, before));
  await expect(run('back', whole(4, [...before, moves('1', '2')]))).rejects.toMatchObject({ code: 'source.value-unsent' });
});

test('a row takes along what was loaded before, also where nobody can see that yet', async () => {
  await fresh('unseen');
  emulator.faults.next({ kind: 'publish timeout', visibleAfterMs: 2_000 }, { table: 't' });
  const longer: TableChange = { kind: 'update', relation, previous: null, next: ['1', 'longer'] };
  await run('unseen', whole(3, [longer]), whole(4, [moves('1', '2')]));
  await expect.poll(rows, { timeout: 5_000 }).toEqual(['2|longer']);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { rootOf, rowsAt } from '#e2e/selectdb/reach.ts';
import { EngineError } from '../../../errors.ts';
import type { TablePlan } from '../../../plan/plan.ts';
import { at } from '../../contract/ground.ts';
import { openSelectDbDestination } from '../destination.ts';
import { openSelectDbSession } from '../session.ts';
import { end, insert, planOf, planWith } from './test-commands.ts';

/** Tables that were there before, and order versions of a row by a column of their own. */

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  await using session = await openSelectDbSession(rootOf(emulator));
  await session.query('create database nam');
  await session.query(
    'create table nam.own (`id` INT NOT NULL, `v` BIGINT NULL) unique key (`id`) distributed by hash(`id`) buckets 1 properties ("function_column.sequence_col" = "v", "replication_num" = "1")',
  );
  await session.query('insert into nam.own values (1, 10)');
});

afterAll(() => emulator[Symbol.asyncDispose]());

const planned = planOf('own');
const columns = planned.columns.map((column) => (column.source === 'v' ? { ...column, type: 'BIGINT' } : column));
const OWN: TablePlan = { ...planned, origin: 'existing', columns };

test('a row that is deleted would stay there: the task stops by name before it writes anything', async () => {
  await using destination = await openSelectDbDestination(rootOf(emulator), 'own');
  await destination.open(planWith(OWN));
  await destination.begin(at(1));
  const { relation } = insert(OWN);
  const applied = destination.apply(end({ kind: 'delete', relation, previous: { form: 'key', tuple: ['1', null] } }));
  const written = applied.then(() => destination.flush());
  const outcome = await written.then(
    () => rowsAt(emulator, 'select `id`, `v` from nam.own'),
    (error: unknown) => (error instanceof EngineError ? error.code : error),
  );
  expect(outcome).toBe('table.own-order');
});

import { expect } from 'vitest';
import type { ObjectsPreview } from '#engine/engine.ts';
import { tableId } from '#engine/schema/table.ts';
import type { TaskConfig } from '#engine/task/config.ts';
import { sql, type TestServers, value } from './servers.ts';
import { TestTask } from './test-task.ts';

/** Tables of one schema, by name. */
export function listed(...names: readonly string[]): TaskConfig['objects'] {
  return [{ schema: 'public', tables: names.map((name) => ({ name })) }];
}

/** Has the task follow these, from now on. */
export function change(task: TestTask, ...names: readonly string[]): Promise<ObjectsPreview> {
  return task.engine.changeObjects(task.id, { objects: listed(...names), accepted: ['PG_PRIMARY_KEY'] });
}

export function stateOf(task: TestTask, name: string) {
  return task.progress?.tables[tableId({ schema: 'public', name })]?.state;
}

export function follows(task: TestTask, name: string): Promise<void> {
  return task.when(() => stateOf(task, name) === 'following');
}

/** Waits until the task's log has said so. */
export function says(task: TestTask, code: string): Promise<void> {
  return task.when(() => task.events.some((event) => event.kind === 'log' && event.code === code));
}

/** So that a copy takes ten seconds. */
export const SLOW = { throttle: { rowsPerSecond: 40, megabytesPerSecond: null, queriesPerSecond: null } };

export function quick(task: TestTask): Promise<unknown> {
  return task.engine.adjust(task.id, { throttle: null });
}

/**
 * A transaction over all three tables. The one without a key stays small however long the writing goes on: each of its rows is looked
 * for among all, and one that grew made a slow machine slower with every round.
 */
export const ROUND = (n: number): readonly string[] => [
  `insert into item values (${n + 1000}, 'new')`,
  `update late set v = 'changed ${n}' where id = ${(n % 300) + 1}`,
  `insert into late values (${n + 1000}, 'new')`,
  `delete from late where id = ${n + 900}`,
  `insert into keyless values (${n % 7}, 'same')`,
  `update keyless set word = 'other' where ctid = any (array(select ctid from keyless where n = ${n % 5} limit 3))`,
  `delete from keyless where ctid = any (array(select ctid from keyless where n = ${n % 7} offset 6))`,
];

/** Three tables of which some are followed, by a task that copies slowly until it is told otherwise. */
export async function begun(
  servers: TestServers,
  name: string,
  init: { readonly followed?: readonly string[]; readonly incremental?: Partial<TaskConfig['incremental']> } = {},
) {
  const { followed = ['item'], incremental = {} } = init;
  const [source, destination] = await servers.databases(name);
  await sql(
    source,
    'create table item (id int primary key, v text)',
    'create table late (id int primary key, v text)',
    'create table keyless (n int, word text)',
    'alter table keyless replica identity full',
    `insert into item select n, 'first' from generate_series(1, 5) n`,
    `insert into late select n, 'first' from generate_series(1, 400) n`,
    `insert into keyless select n % 3, 'first' from generate_series(1, 20) n`,
  );
  const task = await TestTask.create(servers, name, { objects: listed(...followed), full: SLOW, incremental });
  await task.startAndFollow();
  return { task, source, destination };
}

/** One slot and one publication of the task; at the destination marks of the task alone. */
export async function expectTidy(source: string, destination: string): Promise<void> {
  expect(await value(source, 'select count(*) from pg_replication_slots where database = current_database()')).toBe('1');
  expect(await value(source, 'select count(*) from pg_publication')).toBe('1');
  expect(await value(destination, 'select count(*) from opendts.task')).toBe('1');
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import type { TablePlan } from './plan/plan.ts';
import { tableId } from './schema/table.ts';
import { unloadTable } from './destination/postgres/load.ts';
import { beginTable, claimSlice } from './destination/postgres/load-marks.ts';
import { prepareMarks } from './destination/postgres/marks.ts';

let servers: TestServers;
beforeAll(async () => {
  servers = await startServers();
}, 300_000);
afterAll(() => servers[Symbol.asyncDispose]());

test.each(['create', 'existing'] as const)('6 a slice that a killed engine still commits is taken back as well (%s)', async (origin) => {
  const [, url] = await servers.databases(`unload_${origin}`);
  await sql(url, 'create table t (a int)');
  const name = { schema: 'public', name: 't' };
  const table = { id: tableId(name), source: name, destination: name, origin, columns: [], key: [] } as unknown as TablePlan;
  const unit = { table, cut: { by: 'page', bounds: [1, 2] } as const, storage: '1', slice: 1 };
  await using killed = await connected(url);
  await using next = await connected(url);
  await prepareMarks(killed, 'task');
  await beginTable(killed, 'task', { ...unit, occupied: false });
  await killed.query('begin');
  await claimSlice(killed, 'task', unit, null);
  await killed.query('insert into t select generate_series(1, 10)');
  const unloaded = unloadTable(next, 'task', table);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await killed.query('commit');
  await unloaded;
  expect(await value(url, 'select count(*) from t')).toBe('0');
  expect(await value(url, 'select count(*) from opendts.task_slice')).toBe('0');
});

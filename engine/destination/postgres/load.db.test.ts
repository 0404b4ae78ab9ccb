import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { connect } from '../../postgres/connect.ts';
import type { RowChunk, RowStream } from '../../schema/row.ts';
import { WHOLE } from '../../schema/slice.ts';
import { tableId } from '../../schema/table.ts';
import { unloadTable } from './load.ts';
import { beginTable, claimSlice } from './load-marks.ts';
import { Loads } from './loads.ts';
import { prepareMarks } from './marks.ts';

let servers: TestServers;
beforeAll(async () => {
  servers = await startServers();
}, 300_000);
afterAll(() => servers[Symbol.asyncDispose]());

test.each(['create', 'existing'] as const)('a slice that a killed engine still commits is taken back as well (%s)', async (origin) => {
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

/** Rows as a source sends them: in pieces that end anywhere. */
async function* rowsInPieces(count: number): AsyncGenerator<RowChunk> {
  const messages = Array.from({ length: count }, (_, n) => {
    const row = Buffer.from(`${n}\t${'x'.repeat(900)}\n`);
    const head = Buffer.from('d0000');
    head.writeInt32BE(4 + row.length, 1);
    return Buffer.concat([head, row]);
  });
  const bytes = Buffer.concat(messages);
  for (let at = 0; at < bytes.length; at += 65_000) {
    yield { bytes: bytes.subarray(at, at + 65_000), messages: 65 };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a slice that meets a row which came meanwhile is broken off, and goes around it when it is asked for again', async () => {
  const [, url] = await servers.databases('meanwhile');
  await sql(url, 'create table t (a int primary key, b text)');
  const name = { schema: 'public', name: 't' };
  const columns = ['a', 'b'].map((column) => ({
    source: column,
    destination: column,
    type: column === 'a' ? 'integer' : 'text',
    comparable: true,
  }));
  const table = { id: tableId(name), source: name, destination: name, origin: 'existing', columns, key: ['a'] } as unknown as TablePlan;
  const open = () => connect(servers.destination.endpoint('meanwhile'), { side: 'destination', purpose: 'load' });
  const control = await open();
  await prepareMarks(control, 'task');
  const loads = new Loads({ taskId: 'task', control, open });
  const unit = { table, cut: WHOLE, storage: '1', slice: 0 };
  const read = async (): Promise<RowStream> => {
    await sql(url, "insert into t values (5, 'theirs') on conflict do nothing");
    return { format: 'text', chunks: rowsInPieces(1000) };
  };
  await expect(loads.load(unit, read, null)).rejects.toMatchObject({ code: 'table.occupied' });
  expect(await loads.load(unit, read, null)).toMatchObject({ rows: 1000, skipped: 1 });
  expect(await value(url, 'select b from t where a = 5')).toBe('theirs');
  await Promise.all([loads.close(), control.end()]);
});

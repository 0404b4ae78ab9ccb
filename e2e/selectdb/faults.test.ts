import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, DUPLICATE_TABLE, oneRow, openBench, until } from './testing.ts';

/** Longer than any test: what waits is released. */
const HOUR = 3_600_000;

describe('faults', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
    await bench.client.run(DUPLICATE_TABLE);
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const rows = () => bench.client.rows('SELECT k FROM t');
  const state = async (label: string) => (await bench.client.get(`/api/app/get_load_state?label=${label}`)).json.data;

  test('Publish Timeout: committed, not to be seen yet, and later loads of the table follow it', async () => {
    bench.emulator.faults.next({ kind: 'publish timeout', visibleAfterMs: HOUR });
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Publish Timeout', NumberLoadedRows: 1 });
    expect(await state('a')).toBe('COMMITTED');
    expect(await rows()).toEqual([]);
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Label Already Exists', ExistingJobStatus: 'FINISHED' });
    expect((await bench.client.load(oneRow('b', 2))).json).toMatchObject({ Status: 'Publish Timeout' });
    expect(await bench.client.outcome('DROP TABLE t')).toContain('COMMITTED state');
    bench.emulator.release();
    expect(await state('b')).toBe('VISIBLE');
    expect(await rows()).toEqual([['1'], ['2']]);
  });

  test('-235, as often as asked for: nothing is loaded and the label is free again', async () => {
    bench.emulator.faults.next({ kind: 'too many versions' }, { times: 2 });
    for (const _ of [1, 2])
      expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Fail', Message: expect.stringContaining('E-235') });
    expect(await state('a')).toBe('ABORTED');
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Success' });
    expect(await rows()).toEqual([['1']]);
  });

  test('no answer after the commit: the label knows', async () => {
    bench.emulator.faults.next({ kind: 'no answer' });
    await expect(bench.client.load(oneRow('a'))).rejects.toThrow();
    expect(await state('a')).toBe('VISIBLE');
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Label Already Exists', ExistingJobStatus: 'FINISHED' });
    expect(await rows()).toEqual([['1']]);
  });

  test('late commit: the label is RUNNING for a while', async () => {
    bench.emulator.faults.next({ kind: 'late commit', commitAfterMs: HOUR });
    await expect(bench.client.load(oneRow('a'))).rejects.toThrow();
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Label Already Exists', ExistingJobStatus: 'RUNNING' });
    bench.emulator.release();
    expect(await state('a')).toBe('VISIBLE');
    expect(await rows()).toEqual([['1']]);
  });

  test('dead backend: the frontend leads to where nobody listens, and nothing has begun', async () => {
    bench.emulator.faults.next({ kind: 'dead backend' });
    await expect(bench.client.load(oneRow('a'))).rejects.toThrow('ECONNREFUSED');
    expect(await state('a')).toBe('UNKNOWN');
  });

  test('reset in mid-body: aborted', async () => {
    bench.emulator.faults.next({ kind: 'reset', afterBytes: 5 });
    await expect(bench.client.load(oneRow('a'))).rejects.toThrow();
    expect(await state('a')).toBe('ABORTED');
    expect(await rows()).toEqual([]);
  });

  test('failures with HTTP 200, of the backend and of the frontend', async () => {
    bench.emulator.faults.next({ kind: 'fail', message: '[INTERNAL_ERROR]tablet writer failed' });
    expect(await bench.client.load(oneRow('a'))).toMatchObject({
      status: 200,
      json: { Status: 'Fail', Message: '[INTERNAL_ERROR]tablet writer failed' },
    });
    bench.emulator.faults.next({ kind: 'refuse', message: 'get tableList write lock timeout' });
    expect(await bench.client.load(oneRow('a'))).toMatchObject({
      status: 200,
      json: { status: 'FAILED', msg: 'get tableList write lock timeout' },
    });
  });

  test('an answer that is not JSON, after the commit', async () => {
    bench.emulator.faults.next({ kind: 'garbled answer' });
    expect((await bench.client.load(oneRow('a'))).json).toEqual({});
    expect(await rows()).toEqual([['1']]);
  });

  test('slow: the answer waits, the label is RUNNING', async () => {
    bench.emulator.faults.next({ kind: 'slow', ms: HOUR });
    const load = bench.client.load(oneRow('a'));
    await until(async () => (await state('a')) === 'PREPARE');
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Label Already Exists', ExistingJobStatus: 'RUNNING' });
    // The body may still be on its way when the label is known.
    await until(() => {
      bench.emulator.release();
      return bench.client.rows('SELECT k FROM t').then((found) => found.length === 1);
    });
    expect((await load).json).toMatchObject({ Status: 'Success' });
  });

  test('a table or database that is dropped under a load takes it down', async () => {
    for (const drop of ['DROP TABLE app.t', 'DROP DATABASE app FORCE']) {
      bench.emulator.faults.next({ kind: 'slow', ms: HOUR });
      const load = bench.client.load(oneRow('a'));
      await until(async () => (await state('a')) === 'PREPARE');
      await bench.client.run(drop);
      const released = setInterval(() => bench.emulator.release(), 5);
      expect((await load).json).toMatchObject({ Status: 'Fail', Message: expect.stringContaining('has been dropped') });
      clearInterval(released);
      if (drop.startsWith('DROP TABLE')) await bench.client.run(DUPLICATE_TABLE);
    }
  });

  test('addresses that are none, and texts that are no HTTP, end nothing but themselves', async () => {
    const { host, httpPort, backendPort, mysqlPort } = bench.emulator;
    for (const port of [httpPort, backendPort])
      expect((await fetch(`http://${host}:${port}/api/%E0%A4%A/t/_stream_load`)).status).toBe(404);
    await expect(fetch(`http://${host}:${mysqlPort}/`)).rejects.toThrow();
    expect((await bench.client.load(oneRow('a'))).json.Status).toBe('Success');
  });

  test('a fault waits for its table', async () => {
    await bench.client.run(DUPLICATE_TABLE.replace('TABLE t', 'TABLE u'));
    bench.emulator.faults.next({ kind: 'too many versions' }, { table: 'u' });
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Success' });
    expect((await bench.client.load({ ...oneRow('b'), table: 'u' })).json).toMatchObject({ Status: 'Fail' });
  });

  test('read only: neither statements nor loads write, reading goes on', async () => {
    bench.emulator.faults.readOnly = true;
    expect(await bench.client.outcome('CREATE DATABASE other')).toContain('read only');
    expect(await bench.client.outcome('INSERT INTO t VALUES (1, 1)')).toContain('read only');
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Fail' });
    expect(await rows()).toEqual([]);
  });

  test('no backend alive', async () => {
    const [backend] = bench.emulator.cluster.backends;
    if (backend !== undefined) backend.alive = false;
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({
      status: 'FAILED',
      msg: expect.stringContaining('No backend load available'),
    });
    expect((await bench.client.rows('SHOW BACKENDS')).map((row) => row[9])).toEqual(['false']);
    expect(await bench.client.outcome(DUPLICATE_TABLE.replace('TABLE t', 'TABLE u'))).toContain('available backend num is 0');
  });

  test('switches over HTTP, for another process; what they do not know is refused', async () => {
    const { host, httpPort } = bench.emulator;
    const post = (what: string, body: unknown) =>
      fetch(`http://${host}:${httpPort}/_emulator/${what}`, { method: 'POST', body: JSON.stringify(body) });
    expect((await post('faults', { fault: { kind: 'too many versions' }, table: 't' })).status).toBe(200);
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Fail' });
    expect((await post('faults', { fault: { kind: 'earthquake' } })).status).toBe(400);
    expect((await post('switches', { readOnly: true, passwordExpired: [] })).status).toBe(200);
    expect(await bench.client.outcome('TRUNCATE TABLE t')).toContain('read only');
    expect(await (await fetch(`http://${host}:${httpPort}/_emulator`)).json()).toMatchObject({ readOnly: true, waiting: [] });
  });

  test('sink: counts bytes and lines, and keeps nothing', async () => {
    bench.emulator.faults.sink = true;
    const body = '{"k":1,"v":1}\n'.repeat(100_000);
    const { json } = await bench.client.load({ ...oneRow('a'), body });
    expect(json).toMatchObject({ Status: 'Success', NumberLoadedRows: 100_000, LoadBytes: body.length });
    expect(bench.emulator.cluster.loaded).toEqual({ requests: 1, bytes: body.length, lines: 100_000 });
    expect(await rows()).toEqual([]);
  });
});

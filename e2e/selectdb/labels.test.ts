import { afterEach, describe, expect, test } from 'vitest';
import { exchange } from './client.ts';
import type { EmulatorSettings } from './emulator.ts';
import { type Bench, DUPLICATE_TABLE, oneRow, openBench, UNIQUE_TABLE } from './testing.ts';

describe('labels and two-phase commit', () => {
  let bench: Bench;
  const open = async (settings: EmulatorSettings = {}, table = UNIQUE_TABLE) => {
    bench = await openBench(settings);
    await bench.client.run(table);
  };
  afterEach(() => bench[Symbol.asyncDispose]());

  const state = async (label: string) => (await bench.client.get(`/api/app/get_load_state?label=${label}`)).json.data;
  const twoPhase = async (headers: Readonly<Record<string, string>>) => {
    const { host, backendPort: port } = bench.emulator;
    const authorization = `Basic ${Buffer.from('root:').toString('base64')}`;
    return (
      await exchange(
        { host, port, path: '/api/app/_stream_load_2pc', method: 'PUT', headers: { authorization, 'content-length': '0', ...headers } },
        null,
      )
    ).json;
  };
  const prepared = (label: string) => ({ ...oneRow(label), headers: { ...oneRow(label).headers, two_phase_commit: 'true' } });

  test('only so many finished labels are remembered; a forgotten one loads again', async () => {
    await open({ labelLimit: 2 }, DUPLICATE_TABLE);
    for (const label of ['a', 'b', 'c']) expect((await bench.client.load(oneRow(label))).json.Status).toBe('Success');
    expect(await state('a')).toBe('UNKNOWN');
    expect(await state('b')).toBe('VISIBLE');
    expect((await bench.client.load(oneRow('a'))).json.Status).toBe('Success');
    expect(await bench.client.rows('SELECT count(*) FROM t')).toEqual([['4']]);
  });

  test('and only for so long', async () => {
    await open({ labelKeepMs: -1 });
    expect((await bench.client.load(oneRow('a'))).json.Status).toBe('Success');
    expect(await state('a')).toBe('UNKNOWN');
  });

  test('a label belongs to its database', async () => {
    await open();
    await bench.client.run('CREATE DATABASE other');
    await bench.client.run(UNIQUE_TABLE.replace('TABLE t', 'TABLE other.t'));
    expect((await bench.client.load(oneRow('a'))).json.Status).toBe('Success');
    expect((await bench.client.load({ ...oneRow('a'), database: 'other' })).json.Status).toBe('Success');
  });

  test('INSERT takes part: WITH LABEL is idempotent', async () => {
    await open();
    await bench.client.run('INSERT INTO t WITH LABEL a VALUES (1, 1)');
    expect(await bench.client.outcome('INSERT INTO t WITH LABEL a VALUES (2, 2)')).toContain('Label [a] has already been used');
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ Status: 'Label Already Exists', ExistingJobStatus: 'FINISHED' });
    expect((await bench.client.rows(`SHOW TRANSACTION FROM app WHERE label = 'a'`)).map((row) => row[3])).toEqual(['VISIBLE']);
  });

  test('too many open transactions', async () => {
    await open({ maxRunning: 1 });
    expect((await bench.client.load(prepared('a'))).json.Status).toBe('Success');
    expect((await bench.client.load(oneRow('b'))).json.Message).toContain('current running txns on db app is 1, larger than limit 1');
  });

  test('pre-commit, commit, and what a second answer says', async () => {
    await open();
    const { json } = await bench.client.load(prepared('a'));
    expect(json).toMatchObject({ Status: 'Success', TwoPhaseCommit: 'true' });
    const txn = String(json.TxnId);
    expect(await state('a')).toBe('PRECOMMITTED');
    expect(await bench.client.rows('SELECT * FROM t')).toEqual([]);
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({
      Status: 'Label Already Exists',
      ExistingJobStatus: 'PRECOMMITTED',
    });
    expect(await twoPhase({ txn_id: txn, txn_operation: 'commit' })).toEqual({
      status: 'Success',
      msg: `transaction [${txn}] commit successfully.`,
    });
    expect((await twoPhase({ txn_id: txn, txn_operation: 'commit' })).msg).toBe(
      `transaction [${txn}] is already visible, not pre-committed.`,
    );
    expect((await twoPhase({ txn_id: txn, txn_operation: 'abort' })).msg).toBe(`transaction [${txn}] is already VISIBLE, could not abort.`);
    expect((await twoPhase({ txn_id: '1', txn_operation: 'commit' })).msg).toBe('transaction [1] not found.');
    expect(await bench.client.rows('SELECT * FROM t')).toEqual([['1', '1']]);
  });

  test('abort, and a pre-commit that nobody ended in time', async () => {
    await open({ precommitMs: -1 });
    const late = await bench.client.load(prepared('late'));
    expect((await twoPhase({ label: 'late', txn_operation: 'commit' })).msg).toContain(
      'is already aborted. abort reason: timeout by txn manager',
    );
    expect(late.json.Status).toBe('Success');
    expect(await state('late')).toBe('ABORTED');
    expect(await bench.client.rows('SELECT * FROM t')).toEqual([]);
  });

  test('cloud mode refuses it on merge-on-write, and wants a compute group', async () => {
    await open({ cloud: true });
    expect((await bench.client.load(oneRow('a'))).json).toMatchObject({ status: 'FAILED', msg: 'No cloud cluster name selected.' });
    const cloud = (load: ReturnType<typeof oneRow>) => ({ ...load, headers: { ...load.headers, cloud_cluster: 'default_cluster' } });
    expect((await bench.client.load(cloud(prepared('a')))).json.Message).toContain('stream load 2pc is unsupported for mow table');
    expect((await bench.client.load(cloud(oneRow('a')))).json.Status).toBe('Success');
    expect(await bench.client.rows('SELECT @@version_comment')).toEqual([[expect.stringContaining('(Cloud Mode)')]]);
  });
});

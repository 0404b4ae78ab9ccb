import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, problemAbout, sqlOf, startBench } from '#e2e/precheck/bench.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ source: 18, destination: 15 });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

const PUBLIC = [{ schema: 'public' }];

test.each([
  { code: 'CHECK_CONN_SRC', side: 'source' },
  { code: 'CHECK_CONN_DEST', side: 'destination' },
] as const)('$code: an account the $side does not let in', async ({ code, side }) => {
  const pair = await bench.pair();
  const endpoint = pair.config(PUBLIC)[side];
  const finding = await pair.find(code, PUBLIC, { user: { [side]: 'nobody' } });
  expect(finding).toMatchObject({ code, severity: 'fail', problems: [{ subject: `${endpoint.host}:${endpoint.port}` }] });
  expect(finding?.problems[0]?.cause.en).toContain('nobody');
  expect(await pair.find(code, PUBLIC)).toMatchObject({ code, severity: 'pass', problems: [] });
});

test('an item that cannot be tested fails and refers to the connection, even if it only warns otherwise', async () => {
  const pair = await bench.pair();
  const finding = await pair.find('CHECK_DEST_VERSION', PUBLIC, { user: { source: 'nobody' }, accepted: ['CHECK_DEST_VERSION'] });
  expect(finding).toMatchObject({ severity: 'fail', accepted: false });
  expect(finding?.problems[0]?.cause.en).toMatch(/^Could not be tested: .*nobody/);
  expect(finding?.problems[0]?.fix.en).toContain('Source Database Connectivity');
});

test('CHECK_SRC, CHECK_DEST_VERSION: versions', async () => {
  const pair = await bench.pair();
  expect(await pair.find('CHECK_SRC', PUBLIC)).toMatchObject({ code: 'CHECK_SRC', severity: 'pass' });
  const finding = await pair.find('CHECK_DEST_VERSION', PUBLIC);
  expect(finding).toMatchObject({ code: 'CHECK_DEST_VERSION', severity: 'warn' });
  expect(finding?.problems[0]?.cause.en).toMatch(/destination \(PostgreSQL 15\..* older than the source \(PostgreSQL 18/);
});

test('PG_DATABASE_EXIST: databases that are not there', async () => {
  const pair = await bench.pair();
  const edits = { database: { source: 'No source', destination: 'No destination' } };
  const finding = await pair.find('PG_DATABASE_EXIST', PUBLIC, edits);
  expect(finding).toMatchObject({ code: 'PG_DATABASE_EXIST', severity: 'fail' });
  expect(problemAbout(finding, 'No source').cause.en).toContain('No source');
  const problem = problemAbout(finding, 'No destination');
  expect(problem.cause.en).toContain('No destination');
  await pair.run('destination', sqlOf(problem));
  expect(await pair.find('PG_DATABASE_EXIST', PUBLIC, { database: { destination: 'No destination' } })).toMatchObject({
    severity: 'pass',
    problems: [],
  });
});

test('PG_DATABASE_NAME: a hyphen in the name', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create database "my-shop"');
  const finding = await pair.find('PG_DATABASE_NAME', PUBLIC, { database: { source: 'my-shop' } });
  expect(finding).toMatchObject({ code: 'PG_DATABASE_NAME', severity: 'fail' });
  const problem = problemAbout(finding, 'my-shop');
  expect(problem.cause.en).toContain('my-shop');
  await pair.run('source', sqlOf(problem));
  const renamed = { database: { source: 'my_shop' } };
  expect(await pair.find('PG_DATABASE_NAME', PUBLIC, renamed)).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('CHECK_CONN_SRC', PUBLIC, renamed)).toMatchObject({ severity: 'pass' });
});

test('PG_ENCODING: a destination that cannot hold all characters', async () => {
  const pair = await bench.pair();
  await pair.run('destination', `create database latin encoding 'LATIN1' locale 'C' template template0`);
  const finding = await pair.find('PG_ENCODING', PUBLIC, { database: { destination: 'latin' } });
  expect(finding).toMatchObject({ code: 'PG_ENCODING', severity: 'warn', problems: [{ subject: 'latin' }] });
  expect(finding?.problems[0]?.cause.en).toContain('UTF8, the destination LATIN1');
  expect(await pair.find('PG_ENCODING', PUBLIC)).toMatchObject({ severity: 'pass', problems: [] });
});

test('PG_REPLICA_ROLE: an account that may not keep triggers quiet', async () => {
  const pair = await bench.pair();
  const user = await pair.account('destination');
  const finding = await pair.find('PG_REPLICA_ROLE', PUBLIC, { user: { destination: user } });
  expect(finding).toMatchObject({ code: 'PG_REPLICA_ROLE', severity: 'warn' });
  const problem = problemAbout(finding, user);
  expect(problem.cause.en).toContain(user);
  await pair.run('destination', sqlOf(problem));
  expect(await pair.find('PG_REPLICA_ROLE', PUBLIC, { user: { destination: user } })).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_REPLICA_ROLE', PUBLIC, { types: ['schema', 'full'] })).toBeNull();
});

test('PG_REPLICA_ROLE: parameters of the destination that keep them quiet for everybody', async () => {
  const pair = await bench.pair();
  const user = await pair.account('destination');
  await pair.run('destination', `alter database ${pair.database} set session_replication_role = replica`);
  expect(await pair.find('PG_REPLICA_ROLE', PUBLIC, { user: { destination: user } })).toMatchObject({ severity: 'pass', problems: [] });
});

test('PG_REPLICATION_RIGHT: an account that may not read the log', async () => {
  const pair = await bench.pair();
  const user = await pair.account('source');
  const finding = await pair.find('PG_REPLICATION_RIGHT', PUBLIC, { user: { source: user } });
  expect(finding).toMatchObject({ code: 'PG_REPLICATION_RIGHT', severity: 'fail' });
  const problem = problemAbout(finding, user);
  expect(problem.cause.en).toContain(user);
  await pair.run('source', sqlOf(problem));
  expect(await pair.find('PG_REPLICATION_RIGHT', PUBLIC, { user: { source: user } })).toMatchObject({ severity: 'pass', problems: [] });
});

test('PG_WAL_LEVEL, PG_REPLICATION_SLOTS, PG_WAL_SENDERS: settings of the source, mended by the statements and a restart', async () => {
  const pair = await bench.pair();
  for (const setting of ['max_replication_slots = 1', 'max_wal_senders = 1', "wal_level = 'replica'"])
    await pair.run('source', `alter system set ${setting}`);
  await bench.restart('source');
  const codes = ['PG_WAL_LEVEL', 'PG_REPLICATION_SLOTS', 'PG_WAL_SENDERS'];
  const causes = ['wal_level is replica', 'max_replication_slots is 1', 'max_wal_senders is 1'];
  const { host, port } = pair.config(PUBLIC).source;
  for (const [index, code] of codes.entries()) {
    const finding = await pair.find(code, PUBLIC);
    expect(finding).toMatchObject({ code, severity: 'fail' });
    const problem = problemAbout(finding, `${host}:${port}`);
    expect(problem.cause.en).toContain(causes[index]);
    await pair.run('source', sqlOf(problem));
    expect(await pair.find(code, PUBLIC, { types: ['full'] })).toBeNull();
  }
  await bench.restart('source');
  for (const code of codes) expect(await pair.find(code, PUBLIC)).toMatchObject({ severity: 'pass', problems: [] });
});

test('PG_STANDBY, PG_DEST_READ_ONLY: servers in recovery', async () => {
  const pair = await bench.pair();
  expect(await pair.find('PG_STANDBY', PUBLIC)).toMatchObject({ severity: 'pass', problems: [] });
  const signals = (['source', 'destination'] as const).map((side) => join(bench.dir(side), 'standby.signal'));
  for (const file of signals) writeFileSync(file, '');
  await Promise.all([bench.restart('source'), bench.restart('destination')]);
  const standby = await pair.find('PG_STANDBY', PUBLIC);
  const readOnly = await pair.find('PG_DEST_READ_ONLY', PUBLIC);
  for (const file of signals) rmSync(file);
  await Promise.all([bench.restart('source'), bench.restart('destination')]);
  expect(standby).toMatchObject({ code: 'PG_STANDBY', severity: 'fail' });
  expect(standby?.problems[0]?.cause.en).toContain('The source is a standby');
  expect(readOnly).toMatchObject({ code: 'PG_DEST_READ_ONLY', severity: 'fail' });
  expect(await pair.find('PG_DEST_READ_ONLY', PUBLIC)).toMatchObject({ severity: 'pass' });
});

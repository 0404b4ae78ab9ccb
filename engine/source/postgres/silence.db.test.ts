import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FaultProxy } from '#e2e/faults/proxy.ts';
import { connected, sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import type { ChangeStream } from '../source.ts';
import { openChangeStream } from './stream.ts';
import { openTestDecodingStream } from './test-decoding/stream.ts';

const SILENCE_MS = 600;

let servers: TestServers;
let proxy: FaultProxy;
beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15 });
  proxy = await FaultProxy.open(servers.source.port);
  await sql(servers.source.url(), 'create table t (id int primary key)', 'create publication p for table t');
}, 300_000);
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

type Plugin = 'pgoutput' | 'test_decoding';

async function open(plugin: Plugin, port: number, slot: string): Promise<ChangeStream> {
  await sql(servers.source.url(), `select pg_create_logical_replication_slot('${slot}', '${plugin}')`);
  const endpoint = { ...servers.source.endpoint('postgres'), port };
  const common = { endpoint, from: null, silenceMs: SILENCE_MS };
  if (plugin === 'pgoutput') {
    await sql(servers.source.url(), `create publication ${slot} for table t`);
    return openChangeStream({ ...common, name: slot, version: 150000, spill: null });
  }
  return openTestDecodingStream({ ...common, name: slot, spill: { folder: join(servers.dir, slot), bytes: 1 << 30 }, follows: () => true });
}

const PLUGINS = ['pgoutput', 'test_decoding'] as const;
const signal = AbortSignal.timeout(120_000);

test.each(PLUGINS)('%s: a quiet server is asked and answers, one that nothing comes from any more is given up', async (plugin) => {
  await using stream = await open(plugin, proxy.port, `quiet_${plugin}`);
  // Each is an answer, for nothing else happens: many times as long as silence is borne.
  for (let answers = 0; answers < 60; answers += 1) expect(await stream.next(signal)).toEqual([]);
  for (const link of proxy.links('opendts follow')) link.suffer({ kind: 'stall', way: 'both', ms: 100_000 });
  const heard = async () => {
    for (;;) await stream.next(signal);
  };
  await expect(heard()).rejects.toMatchObject({ code: 'connect.silent', connection: true, retry: 'soon', side: 'source' });
});

test('a walsender that is kept from its work is no silent one', async () => {
  const url = servers.source.url();
  await using stream = await open('pgoutput', servers.source.port, 'busy');
  await using blocker = await connected(url);
  await blocker.query('begin; lock pg_publication in access exclusive mode');
  await sql(url, 'insert into t values (1)');
  await using looker = await connected(url);
  const waits = `select from pg_stat_replication r join pg_stat_activity a using (pid) join pg_replication_slots s on s.active_pid = a.pid
    where s.slot_name = 'busy' and a.wait_event_type = 'Lock'`;
  while ((await looker.query(waits)).rows.length === 0);
  // It was asked for whether it works more often than silence is borne.
  const asked = `select count(*)::int as n from pg_stat_database where datname = current_database() and sessions > $1`;
  const { rows } = await looker.query('select sessions from pg_stat_database where datname = current_database()');
  while ((await looker.query(asked, [Number(rows[0].sessions) + 5])).rows[0].n === 0);
  await blocker.query('commit');
  const kinds: string[] = [];
  while (!kinds.includes('commit')) kinds.push(...(await stream.next(signal)).map(({ kind }) => kind));
  expect(kinds).toEqual(['begin', 'insert', 'commit']);
});

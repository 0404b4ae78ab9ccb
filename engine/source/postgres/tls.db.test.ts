import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { selfSigned } from '#e2e/selectdb/http/certificate.ts';
import { valueAt } from '../../schema/row.ts';
import { sleep } from '../../sleep.ts';
import { openChangeStream } from './stream.ts';

let servers: TestServers;
beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15 });
  await encrypt(servers.source.url());
}, 300_000);
afterAll(() => servers[Symbol.asyncDispose]());

/** The server writes its own files: a key that belongs to another account is refused. */
async function encrypt(url: string): Promise<void> {
  const { cert, key } = selfSigned('localhost', ['127.0.0.1']);
  for (const [file, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ]) {
    const lines = `select unnest(string_to_array('${text?.trim()}', e'\\n'))`;
    await sql(url, `copy (${lines}) to program 'cat > ${file} && chmod 600 ${file}'`);
  }
  await sql(url, 'alter system set ssl = on', 'select pg_reload_conf()');
  while ((await value(url, `show ssl`)) !== 'on') await sleep(50, AbortSignal.timeout(60_000));
}

test('under TLS all that came while changes were being applied is handed over at once', async () => {
  const url = servers.source.url();
  const signal = AbortSignal.timeout(180_000);
  await sql(
    url,
    'create table t (id int primary key, note text)',
    'create publication tls for table t',
    `select pg_create_logical_replication_slot('tls', 'pgoutput')`,
    'create procedure go() language plpgsql as $$ begin for i in 1..10000 loop insert into t values (i, repeat(md5(i::text), i % 40)); commit; end loop; end $$',
    'set synchronous_commit = off',
    'call go()',
  );
  const endpoint = { ...servers.source.endpoint('postgres'), tls: { mode: 'require' } } as const;
  await using stream = await openChangeStream({ endpoint, name: 'tls', from: null, version: 150000, spill: null });
  expect(await value(url, `select count(*) from pg_stat_replication r join pg_stat_ssl s using (pid) where s.ssl`)).toBe('1');
  let reads = 0;
  const ids: number[] = [];
  while (ids.length < 10_000) {
    const events = await stream.next(signal);
    if (events.length > 0) reads += 1;
    for (const event of events) if (event.kind === 'insert') ids.push(Number(valueAt(event.next, 0)));
    // A destination takes as long as this for a small batch.
    await sleep(20, signal);
  }
  expect(ids).toEqual(ids.map((_, index) => index + 1));
  // Each record of TLS by itself, and a rest after each, would be some twenty messages of the 30,000 at a time.
  expect(reads).toBeLessThan(300);
}, 300_000);

import { expect, test } from 'vitest';
import { startServers } from '#e2e/faults/servers.ts';
import { readExisting } from './destination/postgres/existing.ts';
import { connect } from './postgres/connect.ts';
test('timing', async () => {
  await using servers = await startServers({ sourceMajor: 12, destinationMajor: 18 });
  await servers.databases('many');
  for (const server of [servers.source, servers.destination]) {
    const client = await connect(server.endpoint('many'), { side: 'source', purpose: 'x' });
    for (let at = 0; at < 2000; at += 50) await client.query(`do $$ begin for i in ${at}..${at + 49} loop execute format('create table public.t%s (id int primary key, a text, b int[], c timestamptz, d numeric, e bool, f jsonb, g uuid, h date, i bigint default 3)', i); end loop; insert into public.t${at} values (1); end $$`);
    const names = Array.from({ length: 2000 }, (_, i) => ({ schema: 'public', name: `t${i}` }));
    const t = performance.now();
    const found = await readExisting(client, names);
    console.log(server.major, performance.now() - t, found.filter(({ empty }) => !empty).length);
    expect(found).toHaveLength(2000);
    await client.end();
  }
}, 200_000);

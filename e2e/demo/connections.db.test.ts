import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '#e2e/console/in-process.ts';
import { startServers, type TestServers } from '#e2e/faults/servers.ts';
import { listConnections, openConnection, saveConnection } from '#lib/connection/connections.ts';
import { metadata } from '#lib/metadata/client.ts';
import { readTask } from '#lib/task/queries.ts';
import { createTask, saveDraft } from '#lib/task/verbs.ts';
import { saveConnections } from './connections.ts';

let servers: TestServers;
let store: AsyncDisposable;

beforeAll(async () => {
  servers = await startServers();
  store = await openConsole(servers);
}, 300_000);

afterAll(async () => {
  await store?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
});

test('a server of the demo that comes back at another port is found there, also by tasks that have begun', async () => {
  const at = (port: number) => ({ ...servers.source.endpoint('shop'), port });
  await saveConnections({ 'Demo source': at(5001), 'Demo destination': at(5002) });
  const [destination, source] = await listConnections();
  if (source === undefined || destination === undefined) throw new Error('Two connections were to be saved.');
  const { id } = await createTask('somebody');
  const { config } = await readTask(id);
  await saveDraft(id, { ...config, source: { connectionId: source.id }, destination: { connectionId: destination.id } });
  await metadata().task.update({ where: { id }, data: { startedAt: new Date(), stateName: 'streaming', state: { name: 'streaming' } } });
  // What the demo goes around, knowing whose server it is.
  await expect(saveConnection(source.id, { name: 'Demo source', endpoint: at(6001) })).rejects.toMatchObject({ code: 'connection.in-use' });

  await saveConnections({ 'Demo source': at(6001), 'Demo destination': at(6002) });
  expect((await listConnections()).map(({ id: each, name, endpoint }) => [each, name, endpoint.port])).toEqual([
    [destination.id, 'Demo destination', 6002],
    [source.id, 'Demo source', 6001],
  ]);
  expect(await openConnection(source.id)).toEqual(at(6001));
});

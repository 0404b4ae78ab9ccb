import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import { metadata } from '#lib/metadata/client.ts';
import { unlessOpposite } from '#lib/task/opposite.ts';
import { readTask } from '#lib/task/queries.ts';
import { findTask } from '#lib/task/store.ts';
import { createTask, saveDraft } from '#lib/task/verbs.ts';
import { openConsole } from './in-process.ts';

let servers: TestServers;
let console: AsyncDisposable;

beforeAll(async () => {
  servers = await startServers();
  console = await openConsole(servers);
}, 300_000);

afterAll(async () => {
  await console?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
});

async function drafted(sides: Pick<DraftConfig, 'source' | 'destination'>) {
  const { id } = await createTask('somebody');
  await saveDraft(id, { ...(await readTask(id)).config, ...sides, objects: [{ schema: 'public' }] });
  return findTask(id);
}

const begins = async (sides: Pick<DraftConfig, 'source' | 'destination'>) => {
  const row = await drafted(sides);
  return unlessOpposite(row, () => metadata().task.update({ where: { id: row.id }, data: { stateName: 'streaming' } }));
};

test('opposite tasks are known by their servers, whatever addresses lead there; what does not answer is known by its address', async () => {
  await servers.databases('round');
  await sql(servers.source.url(), 'create database other');
  const named = <T extends object>(endpoint: T) => ({ ...endpoint, host: 'localhost' });
  const [one, two] = [servers.source.endpoint('round'), servers.destination.endpoint('round')];
  await begins({ source: one, destination: two });
  await expect(begins({ source: named(two), destination: named(one) })).rejects.toMatchObject({ code: 'task.opposite-runs' });
  // Another database of the same server, and the same way once more.
  await begins({ source: two, destination: servers.source.endpoint('other') });
  await begins({ source: named(one), destination: named(two) });
  // A password that is not taken any more, an address where nobody listens.
  await expect(begins({ source: { ...two, password: 'wrong' }, destination: one })).rejects.toMatchObject({ code: 'task.opposite-runs' });
  await begins({ source: named(two), destination: { ...named(one), port: 1 } });
  await metadata().task.deleteMany({});
});

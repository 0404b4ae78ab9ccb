import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { createWorkload, SCHEMA } from '#e2e/faults/schema.ts';
import { sql, startServers, type TestServer, type TestServers } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { Writer } from '#e2e/faults/workload.ts';

const BULK = 40_000;
let servers: TestServers;
let source: string;
let destination: string;

beforeAll(async () => {
  servers = await startServers();
  source = servers.source.url();
  destination = servers.destination.url();
  await createWorkload(source, BULK);
  // As a role or database may have it: a crash then takes commits back that were answered, unless the engine asks for more.
  await sql(destination, 'alter database postgres set synchronous_commit = off');
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

async function crash(server: TestServer): Promise<void> {
  await server.stop('immediate');
  await server.start();
}

test('servers that crash while rows are copied and while changes are followed cost a retry and no row', async () => {
  // So slow that each crash finds rows being copied.
  const full = { streams: 2, throttle: { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: 3 } };
  await using task = await TestTask.create(servers, 'postgres', { objects: [{ schema: SCHEMA }], full });
  const retried = (side: string) => task.hears((event) => event.kind === 'retry' && event.error.side === side);
  const copying = (event: (typeof task.events)[number]) => event.kind === 'table' && event.state === 'copying' && (event.rows ?? 0) > 0;
  await task.send('start');

  await task.when(() => task.events.some(copying));
  const destinationLost = retried('destination');
  await crash(servers.destination);
  await destinationLost;
  await task.hears(copying);
  const sourceLost = retried('source');
  await crash(servers.source);
  await sourceLost;
  await task.reaches('streaming');

  for (let round = 0; round < 3; round += 1) {
    const load = new Writer({ url: source, connections: 1, restMs: 5, bulk: BULK, large: 0 });
    await task.hears((event) => event.kind === 'applied' && event.transactions > 0);
    const recovered = task.hears((event) => event.kind === 'recovered');
    await crash(servers.destination);
    await recovered;
    // The writer's own session would not outlive the source.
    await load.stop();
    const lost = retried('source');
    await crash(servers.source);
    await lost;
  }
  await task.catchesUp();
  expect(await compareDatabases(source, destination, [SCHEMA])).toMatchObject({ difference: null });
  expect(task.state.name).toBe('streaming');
});

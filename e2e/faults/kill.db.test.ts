import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromLsn } from '#engine/postgres/lsn.ts';
import { describeStructure } from '../catalog.ts';
import { compareDatabases } from '../compare.ts';
import { FULL_POINTS, type KillPoint, STREAM_POINTS, Watch } from './kill-points.ts';
import { type CliLine, CliRun, endRuns } from './run-cli.ts';
import { createWorkload, SCHEMA } from './schema.ts';
import { connected, startServers, type TestServers, value } from './servers.ts';
import { Writer } from './workload.ts';

const BULK = 150_000;
const TASK = 'kill-test';
let servers: TestServers;
let args: readonly string[];

beforeAll(async () => {
  servers = await startServers();
  const document = join(servers.dir, 'task.json');
  const config = {
    name: TASK,
    source: servers.source.endpoint('postgres'),
    destination: servers.destination.endpoint('postgres'),
    objects: [{ schema: SCHEMA }],
    // So slow that kills find it at work, in slices of which some are kept.
    full: { streams: 2, sliceMegabytes: 4, throttle: { megabytesPerSecond: 4 } },
    accepted: ['PG_PRIMARY_KEY'],
  };
  await writeFile(document, JSON.stringify(config));
  args = ['run', document, '--json', '--data', join(servers.dir, 'data')];
  await createWorkload(servers.source.url(), BULK);
}, 300_000);

afterAll(async () => {
  await endRuns();
  await servers[Symbol.asyncDispose]();
});

test('an engine killed again and again, in full load and while following, loses and doubles nothing', async () => {
  const source = servers.source.url();
  const destination = servers.destination.url();
  const writer = new Writer({ url: source, connections: 2, restMs: 8, bulk: BULK, large: 21_000 });
  const hits = { full: 0, incremental: 0 };
  try {
    await using sourceWatch = await connected(source);
    await using destinationWatch = await connected(destination);
    const watch = new Watch(sourceWatch, destinationWatch);
    for (const point of [...FULL_POINTS, ...STREAM_POINTS]) {
      const phase = await killAt(point, watch);
      if (phase !== null) hits[phase] += 1;
    }
  } finally {
    const written = await writer.stop();
    console.log(`kills that hit: ${hits.full} in full load, ${hits.incremental} in incremental; ${JSON.stringify(written)}`);
  }
  expect(hits.full).toBeGreaterThanOrEqual(10);
  expect(hits.incremental).toBeGreaterThanOrEqual(10);

  await catchUp();
  expect(await compareDatabases(source, destination, [SCHEMA])).toMatchObject({ difference: null });
  expect(await describeStructure(destination, [SCHEMA])).toEqual(await describeStructure(source, [SCHEMA]));

  const release = new CliRun(['release', TASK, ...args.slice(-2)]);
  expect((await release.exited).code, release.errors).toBe(0);
  expect(await value(source, 'select (select count(*) from pg_replication_slots) + (select count(*) from pg_publication)')).toBe('0');
  expect(await value(destination, "select count(*) from pg_namespace where nspname = 'opendts'")).toBe('0');
});

/** The phase the kill hit a working process in; null when it had ended by itself, which is an error. */
async function killAt(point: KillPoint, watch: Watch): Promise<'full' | 'incremental' | null> {
  const begun = Date.now();
  const run = new CliRun(args);
  expect(await run.sees(() => true), run.errors).toBe(true);
  await point.reached(run, watch);
  const { state } = run;
  const hit = await run.kill();
  console.log(`${point.name}: ${state ?? 'starting'} after ${Date.now() - begun} ms${hit ? '' : `, not hit: ${run.errors}`}`);
  expect(hit, `${point.name}: ${run.errors}`).toBe(true);
  expect(run.lines.filter(isComplaint)).toEqual([]);
  return state === 'streaming' ? 'incremental' : 'full';
}

/**
 * A table truncated after the view was taken but before it was read is empty in that view (TRUNCATE is not MVCC-safe): the engine
 * says so and reads it again under a new one. Only `scratch` is ever truncated.
 */
function isComplaint(line: CliLine): boolean {
  if (line.kind !== 'log' || line.level === 'info') return false;
  const rewritten = line.code.endsWith('snapshot.table-rewritten') && line.message.en.includes('scratch');
  return !rewritten;
}

/** Runs until everything the source has written is durable at the destination, then pauses as an operator would. */
async function catchUp(): Promise<void> {
  const target = await value(servers.source.url(), 'select pg_current_wal_lsn()');
  const run = new CliRun(args);
  const position = fromLsn(target ?? '');
  const caughtUp = await run.sees((line) => line.kind === 'applied' && line.position >= position);
  expect(caughtUp, run.errors).toBe(true);
  expect(await run.terminate()).toEqual({ code: 0, signal: null });
}

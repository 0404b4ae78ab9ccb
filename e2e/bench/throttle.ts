import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { installedMajors } from '#lib/postgres/binaries.ts';
import { connected, sql, startServers, type TestServers } from '../faults/servers.ts';
import { type TaskOptions, TestTask } from '../faults/test-task.ts';
import { machineFacts } from './machine.ts';
import { lessResult, type Report, type Result, rateResult } from './report.ts';
import { extremes, type Point } from './throttle/windows.ts';

const WATCHED_MS = 25_000;
/** What a new task does until its first row is sent is no part of any window. */
const SETTLE_MS = 1_500;
const SAMPLE_MS = 100;
/** Within ten of a hundred, above as below. */
const GOAL = 0.9;

type Rates = NonNullable<NonNullable<TaskOptions['full']>['throttle']>;
const NO_RATES: Rates = { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: null };

/**
 * The three limits of full load against what the servers themselves say has passed: rows and bytes by the destination's
 * `pg_stat_progress_copy`, statements by the source's log. The highest and lowest of all windows of five seconds are held to the limit.
 */
export async function benchThrottle(say: (line: string) => void): Promise<Report | null> {
  const major = Math.max(...installedMajors());
  await using servers = await startServers({
    sourceMajor: major,
    destinationMajor: major,
    sourceSettings: { log_statement: 'all', log_line_prefix: '%n|%a|' },
  });
  await sql(
    servers.source.url(),
    'create database rows',
    'create database tables',
    ...['rows', 'tables'].map((name) => `alter database ${name} set log_statement = 'all'`),
  );
  await sql(servers.destination.url(), 'create database rows', 'create database tables');
  say('rows for the limits on rows and bytes, and 1,500 tables for that on statements …');
  for (const name of ['one', 'two'])
    await sql(
      servers.source.url('rows'),
      `create table ${name} (id int, pad text)`,
      `insert into ${name} select n, repeat('p', 200 + n % 100) from generate_series(1, 600000) n`,
    );
  await sql(
    servers.source.url('tables'),
    `do $$ begin for n in 1..1500 loop execute format('create table t%s (id int)', n); end loop; end $$`,
  );
  const results: Result[] = [];
  for (const { name, unit, rates, limit, sample } of LIMITS) {
    const points = await watch(servers, { database: 'rows', rates, sample });
    results.push(...held({ name, unit, limit, points, say }));
  }
  results.push(...held({ name: 'queries', unit: 'queries/s', limit: 60, points: await watchStatements(servers, 60), say }));
  results.push(await liveChange(servers, say));
  return { bench: 'throttle', machine: machineFacts({ postgresql: String(major) }), results };
}

interface Counted {
  readonly rows: number;
  readonly bytes: number;
}

const LIMITS = [
  { name: 'rows', unit: 'rows/s', limit: 12_000, rates: { ...NO_RATES, rowsPerSecond: 12_000 }, sample: ({ rows }: Counted) => rows },
  {
    name: 'bytes',
    unit: 'MB/s',
    limit: 4,
    rates: { ...NO_RATES, megabytesPerSecond: 4 },
    sample: ({ bytes }: Counted) => bytes / 1_000_000,
  },
  {
    name: 'rows with a limit on bytes as well',
    unit: 'rows/s',
    limit: 8_000,
    rates: { queriesPerSecond: 100, rowsPerSecond: 8_000, megabytesPerSecond: 50 },
    sample: ({ rows }: Counted) => rows,
  },
] as const;

/** Two tables in one slice each, so that the server's counters only grow. */
async function begin(servers: TestServers, database: string, rates: Rates): Promise<TestTask> {
  const full = { throttle: rates, streams: 2, sliceMegabytes: 10_000 };
  const task = await TestTask.create(servers, database, { objects: [{ schema: 'public' }], types: ['schema', 'full'], full });
  await task.send('start');
  await task.when(() => task.state.name === 'loading');
  return task;
}

async function end(task: TestTask, servers: TestServers, database: string): Promise<void> {
  await task.send('stop');
  await task.engine.release(task.id);
  await sql(servers.destination.url(), `drop database ${database} with (force)`, `create database ${database}`);
}

async function watch(
  servers: TestServers,
  { database, rates, sample }: { readonly database: string; readonly rates: Rates; readonly sample: (counted: Counted) => number },
): Promise<readonly Point[]> {
  await using task = await begin(servers, database, rates);
  await using client = await connected(servers.destination.url());
  const points: Point[] = [];
  const begun = performance.now();
  while (performance.now() - begun < WATCHED_MS) {
    const { rows } = await client.query<{ at: number; rows: number; bytes: number }>(
      `select extract(epoch from clock_timestamp())::float8 * 1000 as at, coalesce(sum(tuples_processed), 0)::float8 as rows,
         coalesce(sum(bytes_processed), 0)::float8 as bytes from pg_stat_progress_copy`,
    );
    const [now] = rows;
    if (now !== undefined && performance.now() - begun > SETTLE_MS) points.push({ at: now.at, total: sample(now) });
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
  await end(task, servers, database);
  return points;
}

/** By the source's own log: every statement of a connection that reads. */
async function watchStatements(servers: TestServers, limit: number): Promise<readonly Point[]> {
  await using task = await begin(servers, 'tables', { ...NO_RATES, queriesPerSecond: limit });
  const from = Date.now() + SETTLE_MS;
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  await end(task, servers, 'tables');
  const log = readFileSync(join(servers.dir, 'source', 'server.log'), 'utf8');
  const times = [...log.matchAll(/^(\d+\.\d+)\|opendts read\|LOG: {2}(?:statement|execute [^:]*):/gm)].map(([, at]) => Number(at) * 1000);
  return times.filter((at) => at >= from && at <= from + WATCHED_MS - SETTLE_MS).map((at, index) => ({ at, total: index }));
}

function held(init: {
  readonly name: string;
  readonly unit: string;
  readonly limit: number;
  readonly points: readonly Point[];
  readonly say: (line: string) => void;
}): readonly Result[] {
  const { name, unit, limit, points } = init;
  const { least, most, windows } = extremes(points);
  init.say(`${name}: limit ${limit} ${unit}, ${windows} windows of 5 s, from ${least.toFixed(2)} to ${most.toFixed(2)}`);
  const common = { unit, peer: [limit], peerName: 'the limit', goal: GOAL };
  return [
    lessResult({ ...common, name: `${name}: most in any 5 s`, ours: [most] }),
    // Rates of a few megabytes do not stand being rounded to whole ones.
    { ...rateResult({ ...common, name: `${name}: least in any 5 s`, ours: [least] }), ours: Math.round(least * 1000) / 1000 },
  ];
}

/** From the call that changes the limit until the figure the page shows has followed. */
async function liveChange(servers: TestServers, say: (line: string) => void): Promise<Result> {
  await using task = await begin(servers, 'rows', { ...NO_RATES, rowsPerSecond: 4_000 });
  const shown = () => task.progress?.load?.samples.at(-1)?.rate ?? 0;
  const follows = async (limit: number) => {
    const begun = performance.now();
    await task.when(() => Math.abs(shown() / limit - 1) < 0.1);
    return (performance.now() - begun) / 1000;
  };
  await follows(4_000);
  const times: number[] = [];
  for (const rowsPerSecond of [12_000, 3_000, 20_000, 6_000]) {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await task.engine.adjust(task.id, { throttle: { ...NO_RATES, rowsPerSecond } });
    times.push(await follows(rowsPerSecond));
  }
  say(`changed while running: shown after ${times.map((time) => time.toFixed(2)).join(', ')} s`);
  await end(task, servers, 'rows');
  return lessResult({
    name: 'a limit changed while running: shown after, at most',
    unit: 's',
    ours: [Math.max(...times)],
    peer: [2],
    peerName: 'the goal',
    goal: 1,
  });
}

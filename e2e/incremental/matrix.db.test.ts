import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { connected, startServers, type TestClient, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { structures } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import type { TableState } from '#engine/progress/event.ts';
import { changes } from './changes.ts';
import { columnsAndFilters } from './columns-and-filters.ts';
import { ddl } from './ddl.ts';
import { tellsOfAnswers, tellsOfSilence, tellsOfWaiting, tellsOfWork } from './figures.ts';
import { identity } from './identity.ts';
import { holdsToBytes, holdsToLimits } from './limits.ts';
import { operations } from './operations.ts';
import { stopsWhatIsRefused } from './refused.ts';
import type { Scenario, Theme } from './scenario.ts';
import { caresForSource, leavesNothing } from './source-care.ts';
import { tablesWithoutKey } from './tables-without-key.ts';
import { values } from './values.ts';

/**
 * What is promised of following changes, one scenario a promise, on every version that is supported as a source. Scenarios of a theme
 * share a task: each has a schema of its own, and a hundred tables in one task are also what a task looks like.
 */
const THEMES: readonly Theme[] = [changes, identity, tablesWithoutKey, columnsAndFilters, operations, values, ddl];

/** What is refused again is a failure of the test soon. */
const AT_ONCE = { retryConnectionMinutes: 0.5, retryOtherMinutes: 0.05 };

/** A table that came meanwhile has its rows copied. */
const ARRIVING: ReadonlySet<TableState> = new Set(['waiting', 'copying', 'copied']);

describe.each([
  [12, 15],
  [15, 18],
  [17, 15],
  [18, 18],
])('PostgreSQL %i to %i', (sourceMajor, destinationMajor) => {
  let servers: TestServers;

  beforeAll(async () => {
    // Transactions of more than this are told of before they are over, by servers that can.
    const streamed = sourceMajor < 13 ? {} : { logical_decoding_work_mem: '64kB' };
    const sourceSettings = { max_prepared_transactions: 5, max_replication_slots: 20, max_wal_senders: 20, ...streamed };
    servers = await startServers({ sourceMajor, destinationMajor, sourceSettings });
  }, 300_000);

  afterAll(async () => {
    await servers?.[Symbol.asyncDispose]();
  });

  test('the source is cared for: heartbeat, failover, log kept, helpers hidden, a lost slot', () => caresForSource(servers));

  test('limits hold, may be changed meanwhile, and what is applied is counted', () => holdsToLimits(servers));

  test('megabytes a second are held to, and may be changed meanwhile', () => holdsToBytes(servers));

  test('what is applied is told: how much, how fast, table by table, with DDL and the rows that change most', () => tellsOfWork(servers));

  test('what a large transaction waits for is told while it is written, and by which table', () => tellsOfWaiting(servers));
  test('how long either side takes to answer is told, and kept for the charts', () => tellsOfAnswers(servers));

  test('a source of which nothing comes any more is told by its lag', () => tellsOfSilence(servers));

  test('a command that is refused stops its table and what is of it, until a person answers', () => stopsWhatIsRefused(servers));

  describe.each(THEMES.map((theme) => [theme.name, theme] as const))('%s', (_, theme) => {
    const scenarios = theme.scenarios.filter(({ since = 0 }) => since <= Math.min(sourceMajor, destinationMajor));
    let task: TestTask;
    let source: string;
    let destination: string;

    beforeAll(async () => {
      [source, destination] = await servers.databases(theme.name);
      await using client = await connected(source);
      for (const scenario of scenarios) {
        await client.query(`create schema ${quoted(scenario.schema)}`);
        await run(client, scenario, scenario.setup);
      }
      const objects = scenarios.map(({ schema, select }) => ({ schema, ...select }));
      task = await TestTask.create(servers, theme.name, { ...theme.options, objects, advanced: AT_ONCE });
      await task.startAndFollow();
      for (const scenario of scenarios) await run(client, scenario, scenario.work);
      await task.catchesUp();
      // One that is stopped is told of below.
      const arrived = () => Object.values(task.progress?.tables ?? {}).every(({ state, hasRows }) => !hasRows || !ARRIVING.has(state));
      await task.when(arrived);
      await task.catchesUp();
      for (const scenario of scenarios) await run(client, scenario, scenario.later ?? []);
      await task.when(arrived);
      await task.catchesUp();
    }, 300_000);

    afterAll(async () => {
      await task?.[Symbol.asyncDispose]();
    });

    test.each(scenarios.map((scenario) => [scenario.says, scenario] as const))('%s', async (_, { schema, expected, told = [] }) => {
      if ('rows' in expected) {
        expect(await compareDatabases(source, destination, [schema])).toMatchObject({ difference: null, rows: expected.rows });
      } else {
        const wanted = await valuesOf(source, expected.source);
        expect(await valuesOf(destination, expected.destination)).toEqual(wanted);
        expect(wanted).toHaveLength(expected.lines);
      }
      if (theme.structure === true) expect(await structure(destination, schema)).toEqual(await structure(source, schema));
      const own = task.complaints().filter((complaint) => complaint.includes(`${schema}.`));
      expect(own).toEqual(told.map((part) => expect.stringContaining(part)));
    });

    test('nothing else is told, and nothing is left at the source', async () => {
      const others = task.complaints().filter((complaint) => !scenarios.some(({ schema }) => complaint.includes(`${schema}.`)));
      expect(others).toEqual([]);
      await leavesNothing(task, source);
    });
  });
});

async function run(client: TestClient, { schema, says }: Scenario, statements: readonly string[]): Promise<void> {
  await client.query(`set search_path = ${quoted(schema)}, public`);
  for (const statement of statements) {
    await client.query(statement).catch((error: unknown) => {
      throw new Error(`${says}: ${statement}`, { cause: error });
    });
  }
}

async function structure(url: string, schema: string): Promise<Readonly<Record<string, unknown>>> {
  const all = await structures(url);
  return Object.fromEntries(Object.entries(all).filter(([table]) => table.startsWith(`${schema}.`)));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

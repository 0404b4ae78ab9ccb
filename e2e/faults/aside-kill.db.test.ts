import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '#engine/command/data.ts';
import { createEngine } from '#engine/index.ts';
import { fromLsn } from '#engine/postgres/lsn.ts';
import type { RefusedStatement } from '#engine/progress/refused.ts';
import { CliRun, endRuns } from './run-cli.ts';
import { connected, sql, startServers, type TestServers, value } from './servers.ts';

const TASK = 'aside-kill';

let servers: TestServers;
let args: readonly string[];
let data: string;

beforeAll(async () => {
  servers = await startServers();
  const document = join(servers.dir, 'task.json');
  data = join(servers.dir, 'data');
  const config = {
    name: TASK,
    source: servers.source.endpoint('postgres'),
    destination: servers.destination.endpoint('postgres'),
    objects: [
      {
        schema: 'public',
        tables: [{ name: 'item' }, { name: 'ledger', operations: ['insert', 'addColumn', 'alterColumn'] }, { name: 'other' }],
      },
    ],
    conflictMode: 'ignore',
    accepted: ['PG_PRIMARY_KEY', 'CHECK_DEST_TABLE_EMPTY', 'PG_REPLICA_IDENTITY'],
  };
  await writeFile(document, JSON.stringify(config));
  args = ['run', document, '--json', '--data', data];
  const item = 'create table item (id int primary key, n int, note text)';
  await sql(servers.source.url(), item, 'create table ledger (n int, v int)', 'create table other (n int)');
  await sql(servers.source.url(), 'insert into item select n, 0, null from generate_series(1, 1000) n');
  await sql(servers.destination.url(), item, `insert into item values (-1, 7, 'of somebody else')`);
}, 300_000);

afterAll(async () => {
  await endRuns();
  await servers[Symbol.asyncDispose]();
});

/** Writes to all three in each transaction, and now and then changes a table, until it is stopped. */
class Ledger {
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  #round: number;

  constructor(restMs: number, from = 0) {
    this.#round = from;
    this.#done = this.#write(restMs);
    this.#done.catch(() => {});
  }

  stop(): Promise<void> {
    this.#stop.abort();
    return this.#done;
  }

  async #write(restMs: number): Promise<void> {
    await using client = await connected(servers.source.url());
    while (!this.#stop.signal.aborted) {
      this.#round += 1;
      const round = this.#round;
      const key = 10_000 + round;
      for (const statement of [
        'begin',
        `insert into item (id, n) select ${key} * 100 + k, ${round} from generate_series(1, 60) k`,
        `update item set n = n + 1, note = 'round ${round}' where id % 50 = ${round % 50}`,
        `insert into ledger (n, v) values (${round}, ${round})`,
        ...(round % 7 === 0 ? [`delete from item where id between ${key - 3} * 100 and ${key - 3} * 100 + 30`] : []),
        ...(round % 60 === 0 ? [`alter table item add column c${round} int default ${round}`] : []),
        ...(round % 80 === 0 ? [`alter table ledger add column c${round} int default ${round}`] : []),
        `insert into other values (${round})`,
        'commit',
      ])
        await client.query(statement);
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  }
}

const REFUSED = `select count(*) = 2 from opendts.task_plan where table_id like 'refused %'`;
const NONE_REFUSED = `select count(*) = 0 from opendts.task_plan where table_id like 'refused %'`;

/** Ends too when the process has ended. */
async function holds(run: CliRun, query: string): Promise<void> {
  while (!run.ended && (await value(servers.destination.url(), query)) !== 't') await new Promise((resolve) => setTimeout(resolve, 3));
}

const aside = (least: number) => `select count(*) >= ${least} from opendts.task_aside`;

interface Point {
  readonly name: string;
  readonly reached: (run: CliRun) => Promise<unknown>;
}

const BEFORE: readonly Point[] = [
  {
    name: 'with one refused',
    reached: (run) => holds(run, `select exists (select from opendts.task_plan where table_id like 'refused %')`),
  },
  { name: 'with both refused', reached: (run) => holds(run, REFUSED) },
  ...[1, 2, 30, 60].map((least) => ({ name: `with ${least} set aside`, reached: (run: CliRun) => holds(run, aside(least)) })),
  { name: 'as it goes on', reached: (run) => run.sees((line) => line.kind === 'state' && line.name === 'streaming') },
];

/** The session that applies what was set aside has not committed yet. */
const AT_WORK = `select exists (select from pg_stat_activity where application_name like 'opendts%' and xact_start < clock_timestamp() - interval`;
const BEHIND: readonly Point[] = [
  { name: 'as it is answered', reached: (run) => run.sees((line) => line.kind === 'state' && line.name === 'streaming') },
  ...[20, 60, 150, 300].map((ms) => ({
    name: `${ms} ms into it`,
    reached: (run: CliRun) => holds(run, `${AT_WORK} '${ms} ms') or (${NONE_REFUSED})`),
  })),
  { name: 'with one done', reached: (run) => holds(run, `select count(*) <= 1 from opendts.task_plan where table_id like 'refused %'`) },
  { name: 'with both done', reached: (run) => holds(run, NONE_REFUSED) },
];

test('an engine killed while changes are set aside, and while they are applied, has each of them once', async () => {
  const [source, destination] = [servers.source.url(), servers.destination.url()];
  await runs(({ waiting }) => waiting === 0);
  await sql(destination, 'create view seen as select n from item', 'create view booked as select v from ledger');
  await sql(source, 'alter table item alter n type bigint', 'alter table ledger alter v type bigint');
  const writer = new Ledger(4);
  try {
    await killedAt(BEFORE);
  } finally {
    await writer.stop();
  }
  await sql(source, 'update item set n = n + 5000000000', `update item set note = 'all'`);
  await runs(() => true);
  expect(await value(destination, 'select max(n) from other')).toBe(await value(source, 'select max(n) from other'));
  expect(await value(destination, 'select max(n)::bigint < 5000000000 from item')).toBe('t');
  await sql(destination, 'drop view seen', 'drop view booked');
  await answerAll();
  const later = new Ledger(20, 20_000);
  try {
    await killedAt(BEHIND);
  } finally {
    await later.stop();
  }
  await runs(({ waiting }) => waiting === 0);
  for (const [table, rows] of [
    ['item', 'where id > 0'],
    ['ledger', ''],
    ['other', ''],
  ] as const) {
    const all = `select count(*) || md5(string_agg(t::text, ' ' order by t::text)) from ${table} t ${rows}`;
    expect(await value(destination, all), table).toBe(await value(source, all));
  }
  expect(await value(destination, 'select n || note from item where id = -1')).toBe('7of somebody else');
  expect(await value(destination, 'select count(*) from opendts.task_aside')).toBe('0');
}, 600_000);

async function killedAt(points: readonly Point[]): Promise<void> {
  for (const { name, reached } of points) {
    const run = new CliRun(args);
    expect(await run.sees(() => true), run.errors).toBe(true);
    await reached(run);
    const hit = await run.kill();
    const state = await value(servers.destination.url(), `select (${REFUSED}) || ' ' || (select count(*) from opendts.task_aside)`);
    console.log(`killed ${name}: ${state}`);
    expect(hit, `${name}: ${run.errors}`).toBe(true);
    expect(
      run.lines.filter((line) => line.kind === 'log' && line.level === 'error' && line.code !== 'ddl.refused'),
      name,
    ).toEqual([]);
  }
}

/** As the console does it: the command line has no word for it. */
async function answerAll(): Promise<void> {
  const engine = createEngine({ store: await openStore(data) });
  const waiting = await new Promise<readonly RefusedStatement[]>((resolve) => {
    void engine.watch(TASK, (notice) => {
      if (notice.kind !== 'state' && notice.progress !== null) resolve(notice.progress.refused ?? []);
    });
  });
  expect(waiting).toHaveLength(2);
  for (const { id, attempt } of waiting) await engine.mendDdl(TASK, { action: 'retry', refused: id, attempt });
  await engine.close();
}

/** Runs until everything the source has written is applied, or set aside, then pauses as an operator would. */
async function runs(is: (line: { readonly waiting?: number }) => boolean): Promise<void> {
  const target = fromLsn((await value(servers.source.url(), 'select pg_current_wal_lsn()')) ?? '');
  const run = new CliRun(args);
  expect(
    await run.sees((line) => line.kind === 'applied' && line.position >= target && is({ waiting: line.waiting ?? 0 })),
    run.errors,
  ).toBe(true);
  expect(await run.terminate()).toEqual({ code: 0, signal: null });
}

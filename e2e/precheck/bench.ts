import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDestination } from '#engine/destination/index.ts';
import type { Check, Finding, Problem } from '#engine/precheck/check.ts';
import { CHECKS } from '#engine/precheck/checks/index.ts';
import { openCheckContext } from '#engine/precheck/context.ts';
import { runChecks } from '#engine/precheck/run.ts';
import { openSource } from '#engine/source/index.ts';
import { type EndpointType, type SchemaSelection, type TaskConfig, taskConfig } from '#engine/task/config.ts';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';

export type Side = 'source' | 'destination';
export type Edits = Partial<Pick<TaskConfig, 'types' | 'conflictMode' | 'accepted' | 'nameCase' | 'structure'>> & {
  readonly full?: Partial<TaskConfig['full']>;
  readonly type?: Partial<Record<Side, EndpointType>>;
  readonly user?: Partial<Record<Side, string>>;
  readonly database?: Partial<Record<Side, string>>;
};

/** One database at each of two real servers, for one test. */
export interface Pair {
  readonly database: string;
  /** Runs SQL as the superuser; in `sql` a `{user}` stands for the account that `account` made. */
  run(side: Side, sql: string): Promise<void>;
  /** Makes an ordinary account that may log in at one side, its name being the pair's own; returns the name. */
  account(side: Side): Promise<string>;
  config(objects: readonly SchemaSelection[], edits?: Edits): TaskConfig;
  /** The one finding of an item; null when it does not apply. */
  find(code: string, objects: readonly SchemaSelection[], edits?: Edits): Promise<Finding | null>;
}

export interface Bench extends AsyncDisposable {
  pair(): Promise<Pair>;
  /** Where a server keeps its data. */
  dir(side: Side): string;
  restart(side: Side): Promise<void>;
}

const PASSWORD = 'precheck';

/** Starts a source and a destination; a test file has one bench, each of its tests a pair of its own. */
export async function startBench(
  majors: { readonly source: number; readonly destination: number },
  settings: Readonly<Record<string, string | number>> = {},
): Promise<Bench> {
  const root = mkdtempSync(join(tmpdir(), 'opendts-precheck-'));
  const start = (side: Side, again?: PostgresServer) =>
    startServer({
      dir: join(root, side),
      major: majors[side],
      settings: { fsync: 'off', ...settings },
      ...(again === undefined ? {} : { port: again.port, password: again.password }),
    });
  const [source, destination] = await Promise.all([start('source'), start('destination')]);
  const servers = { source, destination };
  let count = 0;
  return {
    pair: async () => {
      count += 1;
      const database = `case_${count}`;
      for (const server of Object.values(servers)) await execute(server, 'postgres', `create database ${database}`);
      return makePair(servers, database);
    },
    dir: (side) => servers[side].dir,
    restart: async (side) => {
      await servers[side].stop();
      servers[side] = await start(side, servers[side]);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(Object.values(servers).map((server) => server.stop('immediate')));
      for (const dir of [source.dir, destination.dir, root]) rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function execute(server: PostgresServer, database: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url(database) });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function makePair(servers: Readonly<Record<Side, PostgresServer>>, database: string): Pair {
  const user = `account_${database}`;
  const endpoint = (side: Side, edits: Edits) => {
    const { host, port, user: superuser, password } = servers[side];
    const login = edits.user?.[side] === undefined ? { user: superuser, password } : { user: edits.user[side], password: PASSWORD };
    return { type: edits.type?.[side] ?? 'postgresql', host, port, database: edits.database?.[side] ?? database, ...login };
  };
  const config: Pair['config'] = (objects, edits = {}) => {
    const { user: _, database: __, type: ___, ...rest } = edits;
    return taskConfig.parse({
      name: database,
      source: endpoint('source', edits),
      destination: endpoint('destination', edits),
      objects,
      ...rest,
    });
  };
  return {
    database,
    run: (side, sql) => execute(servers[side], database, sql.replaceAll('{user}', user)),
    account: async (side) => {
      await execute(servers[side], database, `create role ${user} login password '${PASSWORD}'`);
      return user;
    },
    config,
    find: (code, objects, edits) => {
      const checks = CHECKS.filter((check) => check.code === code);
      if (checks.length !== 1) throw new Error(`There is no item ${code}.`);
      return findIn(config(objects, edits), checks);
    },
  };
}

/** The first finding of these items; null when none applies. */
export async function findIn(config: TaskConfig, checks: readonly Check[]): Promise<Finding | null> {
  await using context = openCheckContext(config, {
    openSource: ({ source, name }) => openSource(source, name),
    openDestination: ({ destination, name }) => openDestination(destination, name),
  });
  const [finding] = await runChecks(context, { checks });
  return finding ?? null;
}

/** The problem about `subject`, which its cause must name too. */
export function problemAbout(finding: Finding | null, subject: string): Problem {
  const problem = finding?.problems.find((each) => each.subject === subject);
  if (problem === undefined)
    throw new Error(`No problem about ${subject} in ${JSON.stringify(finding?.problems.map((each) => [each.subject, each.cause.en]))}`);
  return problem;
}

/** The statement a problem offers. */
export function sqlOf(problem: Problem): string {
  if (problem.fixSql === undefined) throw new Error(`The problem about ${problem.subject} offers no SQL.`);
  return problem.fixSql;
}

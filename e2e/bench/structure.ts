import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { installedMajors } from '#lib/postgres/binaries.ts';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { CliRun } from '../faults/run-cli.ts';
import { sql, valuesOf } from '../faults/servers.ts';
import { type DumpProgram, dumpProgram } from '../structure/dump.ts';
import { machineFacts } from './machine.ts';
import { manyTables } from './many-tables.ts';
import { median, type Report, timeResult } from './report.ts';

const TABLES = Number(process.env.OPENDTS_BENCH_TABLES ?? 5_000);
const ROUNDS = Number(process.env.OPENDTS_BENCH_ROUNDS ?? 3);
const PEER = 'pg_dump -s | psql';
/** A dump holds a lock on every table at once. */
const SETTINGS = { fsync: 'off', shared_buffers: '256MB', max_locks_per_transaction: 1024, autovacuum: 'off' } as const;

interface Stage {
  readonly dir: string;
  readonly source: PostgresServer;
  readonly destination: PostgresServer;
}

interface Ours {
  /** With starting the process and its precheck, as a person would wait. */
  readonly whole: number;
  /** From the moment the task begins. */
  readonly task: number;
}

/** The structure of 5,000 tables with 20,000 indexes: a headless run of `types: ["schema"]` beside `pg_dump -s | psql`. */
export async function benchStructure(say: (line: string) => void): Promise<Report | null> {
  const peer = await peerPrograms();
  if ('missing' in peer) {
    say(`${PEER} left out: ${peer.missing}`);
    return null;
  }
  const { dump, psql, major } = peer;
  const dir = mkdtempSync(join(tmpdir(), 'opendts-bench-'));
  chmodSync(dir, 0o755);
  const started: PostgresServer[] = [];
  try {
    for (const side of ['source', 'destination']) started.push(await startServer({ dir: join(dir, side), major, settings: SETTINGS }));
    const [source, destination] = started;
    if (source === undefined || destination === undefined) throw new Error('Both servers were started');
    const stage: Stage = { dir, source, destination };
    say(`${TABLES} tables and ${TABLES * 4} indexes, PostgreSQL ${major} at both sides, ${ROUNDS} rounds`);
    await sql(source.url(), 'create database app');
    await sql(source.url('app'), ...manyTables(TABLES));
    const { ours, peers } = await rounds(stage, { dump, psql, say });
    const peerName = `${PEER} (${dump.major})`;
    const results = [
      timeResult({
        name: `structure of ${TABLES} tables, ${TABLES * 4} indexes`,
        ours: ours.map(({ whole }) => whole),
        peer: peers,
        peerName,
        goal: 1,
      }),
      timeResult({
        name: 'the same without process start and precheck',
        ours: ours.map(({ task }) => task),
        peer: peers,
        peerName,
        goal: 1,
      }),
    ];
    return { bench: 'structure', machine: machineFacts({ postgresql: String(major), pg_dump: String(dump.major) }), results };
  } finally {
    await Promise.all(started.map((server) => server.stop('immediate')));
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Both programs and the newest server of ours that they understand. */
async function peerPrograms(): Promise<{ dump: DumpProgram; psql: string; major: number } | { missing: string }> {
  const majors = [...installedMajors()].sort((a, b) => b - a);
  for (const major of majors) {
    const dump = await dumpProgram(major);
    if ('missing' in dump) continue;
    const psql = join(dirname(dump.path), 'psql');
    if (!existsSync(psql)) return { missing: `there is no psql beside ${dump.path}` };
    return { dump, psql, major };
  }
  return { missing: `no pg_dump that reads any of ${majors.join(', ')}` };
}

/** One after the other, taking turns at going first. */
async function rounds(
  stage: Stage,
  { dump, psql, say }: { readonly dump: DumpProgram; readonly psql: string; readonly say: (line: string) => void },
): Promise<{ readonly ours: readonly Ours[]; readonly peers: readonly number[] }> {
  const ours: Ours[] = [];
  const peers: number[] = [];
  const wanted = await inventory(stage.source.url('app'));
  const one = async (name: string, work: (database: string) => Promise<void>) => {
    await sql(stage.destination.url(), `create database ${name}`);
    await work(name);
    const there = await inventory(stage.destination.url(name));
    if (there !== wanted) throw new Error(`${name} is not what it should be:\n${there}\ninstead of\n${wanted}`);
    await sql(stage.destination.url(), `drop database ${name}`, 'checkpoint');
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const turns = [
      () => one(`ours_${round}`, async (database) => void ours.push(await runOurs(stage, database))),
      () => one(`peer_${round}`, async (database) => void peers.push(await runPeer(stage, { dump: dump.path, psql, database }))),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
    say(`round ${round + 1}: ours ${seconds(ours.at(-1)?.whole)} (${seconds(ours.at(-1)?.task)}), ${PEER} ${seconds(peers.at(-1))}`);
  }
  say(`medians: ours ${seconds(median(ours.map(({ whole }) => whole)))}, ${PEER} ${seconds(median(peers))}`);
  return { ours, peers };
}

function seconds(value: number | undefined): string {
  return value === undefined ? '–' : `${value.toFixed(2)} s`;
}

/** What both must have made, counted. */
async function inventory(url: string): Promise<string> {
  const lines = await valuesOf(
    url,
    `with app as (select c.* from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname ~ '^app_')
    select concat(kind, ' ', count(*)) from (
      select 'relation ' || relkind::text as kind from app
      union all select 'constraint ' || c.contype::text from pg_constraint c join app on app.oid = c.conrelid
      union all select 'comment' from pg_description d join app on app.oid = d.objoid
      union all select 'trigger' from pg_trigger t join app on app.oid = t.tgrelid where not t.tgisinternal
      union all select 'default' from pg_attrdef d join app on app.oid = d.adrelid
      union all select 'valid index' from pg_index i join app on app.oid = i.indrelid where i.indisvalid
      union all select 'owned sequence' from pg_depend d join app on app.oid = d.objid and app.relkind = 'S' where d.deptype = 'a' and d.refobjsubid > 0
    ) found group by kind order by kind`,
  );
  return lines.join('\n');
}

async function runOurs({ dir, source, destination }: Stage, database: string): Promise<Ours> {
  const endpoint = ({ port, user, password }: PostgresServer, name: string) => ({
    type: 'postgresql',
    host: '127.0.0.1',
    port,
    user,
    password,
    database: name,
  });
  const document = join(dir, `${database}.json`);
  const objects = Array.from({ length: 10 }, (_, n) => ({ schema: `app_${n}` }));
  const config = {
    name: database,
    source: endpoint(source, 'app'),
    destination: endpoint(destination, database),
    types: ['schema'],
    objects,
  };
  writeFileSync(document, JSON.stringify(config));
  const begun = performance.now();
  const run = new CliRun(['run', document, '--json', '--until', 'finished', '--data', join(dir, database)]);
  await run.sees(({ kind }) => kind === 'state');
  const started = performance.now();
  const { code } = await run.exited;
  const ended = performance.now();
  if (code !== 0) throw new Error(`opendts ended with ${code}: ${run.errors}\n${JSON.stringify(run.lines.slice(-3))}`);
  return { whole: (ended - begun) / 1000, task: (ended - started) / 1000 };
}

/** The very pipe that a person would type. */
async function runPeer(
  { source, destination }: Stage,
  init: { readonly dump: string; readonly psql: string; readonly database: string },
): Promise<number> {
  const begun = performance.now();
  const pipe = spawn(
    'sh',
    ['-c', 'PGPASSWORD="$FROM" "$DUMP" -s -d "$SOURCE" | PGPASSWORD="$TO" "$PSQL" -X -q -v ON_ERROR_STOP=1 -d "$DESTINATION"'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ...{ FROM: source.password, DUMP: init.dump, SOURCE: address(source, 'app') },
        ...{ TO: destination.password, PSQL: init.psql, DESTINATION: address(destination, init.database) },
      },
    },
  );
  const code = await new Promise<number | null>((settle) => pipe.once('close', settle));
  if (code !== 0) throw new Error(`${PEER} ended with ${code}`);
  return (performance.now() - begun) / 1000;
}

function address({ port, user }: PostgresServer, database: string): string {
  return `host=127.0.0.1 port=${port} user=${user} dbname=${database}`;
}

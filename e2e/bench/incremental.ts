import { dirname } from 'node:path';
import { installedMajors } from '#lib/postgres/server.ts';
import { sql } from '../faults/servers.ts';
import { dumpProgram } from '../structure/dump.ts';
import { measureBacklogs } from './incremental/backlog-parts.ts';
import { measureLatency } from './incremental/latency.ts';
import { PART_NAMES } from './incremental/parts.ts';
import { machineFacts } from './machine.ts';
import { profileTable } from './profile.ts';
import { type Program, program, programIn } from './program.ts';
import type { Report } from './report.ts';
import { isWanted, ROUNDS, refuseUnknownParts } from './settings.ts';
import { openStage, writeLogOnce } from './stage.ts';

/** The same as in the other benches: pgbench is looked for beside its pg_dump. */
const MAJOR = 15;

/**
 * Following the log: a headless run of a task that is caught up and paused, beside `CREATE SUBSCRIPTION`, both from one source into
 * databases of their own. Backlogs that are written while nobody follows, then the time from commit to commit, and the engine's memory.
 */
export async function benchIncremental(say: (line: string) => void): Promise<Report | null> {
  refuseUnknownParts(PART_NAMES);
  if (!installedMajors().includes(MAJOR)) {
    say(`left out: PostgreSQL ${MAJOR} is not installed here`);
    return null;
  }
  const pgbench = await findPgbench();
  if (pgbench === null) say('pgbench left out: there is no such program; the server makes the same transactions');
  await using stage = await openStage(MAJOR);
  await writeLogOnce(stage);
  // A subscription that is enabled soon after another would be started five seconds later.
  await sql(stage.destination.url(), "alter system set wal_retrieve_retry_interval = '100ms'", 'select pg_reload_conf()');
  say(`PostgreSQL ${MAJOR} at both sides, ${ROUNDS} rounds`);
  const bench = { stage, pgbench, say };
  const parts = [await measureBacklogs(bench), ...(isWanted('latency') ? [await measureLatency(bench)] : [])];
  for (const line of profileTable(parts.flatMap(({ costs }) => costs))) say(line);
  return {
    bench: 'incremental',
    machine: machineFacts({ postgresql: String(MAJOR), ...(pgbench === null ? {} : { pgbench: pgbench.version }) }),
    results: parts.flatMap(({ results }) => results),
  };
}

async function findPgbench(): Promise<Program | null> {
  const dump = await dumpProgram(MAJOR);
  return (await programIn('missing' in dump ? null : dirname(dump.path), 'pgbench')) ?? (await program('pgbench'));
}

import { fromLsn } from '#engine/postgres/lsn.ts';
import { describeStructure } from '../../catalog.ts';
import { compareDatabases } from '../../compare.ts';
import type { CliRun } from '../run-cli.ts';
import { sql, value } from '../servers.ts';
import type { Ground } from './ground.ts';
import { SCHEMA } from './tables.ts';

/** Without a change that arrives. */
const QUIET_MS = 300_000;

export interface Verdict {
  readonly rows: number;
  /** What differs, in words. */
  readonly differences: readonly string[];
}

/** Lets the task catch up with a source that nobody writes to any more, ends it, and compares rows and structure. */
export async function judge(ground: Ground): Promise<Verdict> {
  const late = await catchUp(ground);
  if (late !== null) return { rows: 0, differences: [late] };
  const { sourceUrl, destinationUrl } = ground;
  // The comparison sorts every table; the engine had no more than what a server gives by itself.
  for (const url of [sourceUrl, destinationUrl]) await sql(url, `alter database ${new URL(url).pathname.slice(1)} set work_mem = '256MB'`);
  const { rows, difference } = await compareDatabases(sourceUrl, destinationUrl, [SCHEMA]);
  const [there, here] = [await describeStructure(destinationUrl, [SCHEMA]), await describeStructure(sourceUrl, [SCHEMA])];
  const structure = [
    ...here.filter((line) => !there.includes(line)).map((line) => `only at the source: ${line}`),
    ...there.filter((line) => !here.includes(line)).map((line) => `only at the destination: ${line}`),
  ];
  return { rows, differences: [...(difference === null ? [] : [`${difference.table}: ${difference.detail}`]), ...structure] };
}

async function catchUp(ground: Ground): Promise<string | null> {
  const position = fromLsn((await value(ground.sourceUrl, 'select pg_current_wal_lsn()')) ?? '');
  const { run } = ground;
  const timer = setTimeout(() => void run.terminate(), QUIET_MS);
  const there = await run.sees((line) => {
    if (line.kind !== 'applied') return false;
    if (line.transactions > 0) timer.refresh();
    return line.position >= position;
  });
  clearTimeout(timer);
  if (!there) return `the task does not catch up: ${run.errors.slice(-300).trim() || `nothing came for ${QUIET_MS / 1000} s`}`;
  return endOf(run);
}

/** Paused as an operator would. */
async function endOf(run: CliRun): Promise<string | null> {
  const { code } = await run.terminate();
  return code === 0 ? null : `the task does not pause: it ends with ${code}, ${run.errors.slice(-300).trim()}`;
}

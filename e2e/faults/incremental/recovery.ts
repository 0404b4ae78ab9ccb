import { fromLsn } from '#engine/postgres/lsn.ts';
import type { Position } from '#engine/schema/row.ts';
import type { CliLine, CliRun } from '../run-cli.ts';
import { becomes, lasts } from './fault.ts';
import type { Ground } from './ground.ts';

/** It only keeps a run from never ending: on a slow machine whatever is right takes long as well. */
const PATIENCE_MS = 300_000;
const SUPERVISOR_MS = 300;
const TOLD_MS = 120_000;

export interface Recovery {
  /** Null: by itself the task has gone on past everything that was written before the fault was over. */
  readonly failure: string | null;
  /** It does not go on at all. */
  readonly lost: boolean;
  /** The codes of what the engine said was wrong. */
  readonly told: readonly string[];
}

/** What the engine says is wrong, or null. */
function complaint(line: CliLine): string | null {
  if (line.kind === 'retry') return line.error.code;
  if (line.kind === 'state' && line.name === 'failed') return line.error?.code ?? 'failed';
  return null;
}

/** True once the engine tells that something is wrong, or gives up. */
export function complains(run: CliRun, from: number, patienceMs: number): Promise<boolean> {
  return becomes(() => run.ended || run.lines.slice(from).some((line) => complaint(line) !== null), patienceMs);
}

/** The source is told soon of what is durable: else it keeps all of its log. Null, or what is wrong. */
async function untold({ source }: Ground, position: Position): Promise<string | null> {
  const isTold = async () => {
    const [slot] = (await source.probe.rows<{ told: string }>(CONFIRMED)) ?? [];
    return slot !== undefined && fromLsn(slot.told) >= position;
  };
  return (await becomes(isTold, TOLD_MS)) ? null : `the source was not told in ${TOLD_MS / 1000} s that ${position} is durable`;
}

const CONFIRMED = 'select confirmed_flush_lsn::text as told from pg_replication_slots where database = current_database()';

/**
 * Waits until a marker is applied that is written now, with everything before it, and nothing is wrong any more. A process that was
 * killed is started again, as a supervisor would; one that ends otherwise has given up, which is a failure, and is resumed for the
 * sake of the faults to come.
 */
export async function recovers(ground: Ground, since: { readonly line: number }): Promise<Recovery> {
  let goesOn = Date.now();
  const position = fromLsn(await ground.mark());
  const told: string[] = [];
  let { run } = ground;
  let seen = since.line;
  let wrong = false;
  let failure: string | null = null;
  let lost = false;
  for (;;) {
    const news = run.lines.slice(seen);
    seen += news.length;
    told.push(...news.map(complaint).filter((code) => code !== null));
    let there = false;
    for (const line of news) {
      if (line.kind === 'retry' || line.kind === 'recovered') wrong = line.kind === 'retry';
      there = !wrong && (there || (line.kind === 'applied' && line.position >= position && (line.waiting ?? 0) === 0));
    }
    if (there && !run.ended) break;
    if (run.ended) {
      const { signal, code } = await run.exited;
      if (signal === null) failure ??= `the task ended by itself with ${code}: ${run.errors.slice(-300).trim()}`;
      await lasts(SUPERVISOR_MS);
      run = ground.launch();
      seen = 0;
      wrong = false;
    }
    if (news.some((line) => line.kind === 'applied' && line.transactions > 0)) goesOn = Date.now();
    if (Date.now() > goesOn + PATIENCE_MS) {
      lost = true;
      failure ??= `not at ${position}, nor at anything for ${PATIENCE_MS / 1000} s; ${run.errors.slice(-300).trim()}`;
      break;
    }
    await lasts(20);
  }
  if (!lost) failure ??= await untold(ground, position);
  return { failure, lost, told: [...new Set(told)] };
}

import { fromLsn } from '#engine/postgres/lsn.ts';
import type { CliLine } from '../run-cli.ts';
import { becomes, type Fault, lasts } from './fault.ts';
import type { Ground } from './ground.ts';

const PATIENCE_MS = 90_000;
const SUPERVISOR_MS = 200;

interface Recovery {
  /** Null: the task has gone on. */
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
export function complains(ground: Ground, patienceMs: number): Promise<boolean> {
  const { run } = ground;
  const from = run.lines.length;
  return becomes(() => run.ended || run.lines.slice(from).some((line) => complaint(line) !== null), patienceMs);
}

export const isFollowing = (line: CliLine): boolean => line.kind === 'state' && line.name === 'streaming';

/** Rows come in again, after the first slice. */
const arrives = (line: CliLine): boolean =>
  line.kind === 'table' && ((line.slices !== undefined && line.slices.done > 0) || line.state === 'copied' || line.state === 'following');

/**
 * Waits until the task has gone on: while rows are loaded, until it tells of rows again; while changes are followed, until everything is
 * that was written by now. A process that was killed is started again, as a supervisor would; one that stopped for a reason that a person
 * must mend, once that is mended.
 */
export async function recovers(ground: Ground, fault: Fault, before: readonly CliLine[]): Promise<Recovery> {
  const position = fromLsn(await ground.end());
  const during = ground.lines().slice(before.length);
  const told = new Set(during.map(complaint).filter((code) => code !== null));
  let failure: string | null = null;
  let { run } = ground;
  let seen = run.lines.length;
  let wrong = during.findLast(({ kind }) => kind === 'retry' || kind === 'recovered')?.kind === 'retry';
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    const news = run.lines.slice(seen);
    seen += news.length;
    let there = false;
    for (const line of news) {
      const code = complaint(line);
      if (code !== null) told.add(code);
      if (line.kind === 'retry' || line.kind === 'recovered') wrong = line.kind === 'retry';
      const applied = line.kind === 'applied' && line.position >= position && (line.waiting ?? 0) === 0;
      there = !wrong && (there || applied || (fault.during === 'load' && (arrives(line) || isFollowing(line))));
    }
    // What had gone on before it ended has not gone on.
    if (there && !run.ended) return { failure, lost: false, told: [...told] };
    if (run.ended) {
      const { signal, code } = await run.exited;
      const reason = run.lines.map(complaint).findLast((each) => each !== null) ?? '';
      const isMeant = fault.stops?.includes(reason) ?? false;
      if (signal === null && !isMeant) failure ??= `the task ended by itself with ${code}, ${reason}: ${run.errors.slice(-300).trim()}`;
      await lasts(SUPERVISOR_MS);
      run = ground.launch();
      seen = 0;
      wrong = false;
    }
    await lasts(20);
  }
  return {
    failure: failure ?? `it has not gone on for ${PATIENCE_MS / 1000} s; ${run.errors.slice(-300).trim()}`,
    lost: true,
    told: [...told],
  };
}

import { fromLsn } from '#engine/postgres/lsn.ts';
import type { Position } from '#engine/schema/row.ts';
import type { CliLine, CliRun } from '../run-cli.ts';
import { becomes, type Fault, lasts } from './fault.ts';
import type { Ground } from './ground.ts';

/** Without anything that the task does. It only keeps a run from never ending: on a slow machine whatever is right takes long as well. */
const PATIENCE_MS = 300_000;
const SUPERVISOR_MS = 200;
/** More often nobody starts a process again that ends. */
const MOST_LAUNCHES = 10;
/** Lines that are shown of a task that does not go on. */
const SHOWN = 4;

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

const isFollowing = (line: CliLine): boolean => line.kind === 'state' && line.name === 'streaming';

export function follows(ground: Ground): boolean {
  return ground.lines().some(isFollowing);
}

/** Rows come in again, after the first slice. */
const arrives = (line: CliLine): boolean =>
  line.kind === 'table' && ((line.slices !== undefined && line.slices.done > 0) || line.state === 'copied' || line.state === 'following');

const isApplied = (line: CliLine, position: Position): boolean =>
  line.kind === 'applied' && line.position >= position && (line.waiting ?? 0) === 0;

/** Something was done, not only tried. */
const works = (line: CliLine): boolean =>
  line.kind === 'table' || line.kind === 'recovered' || line.kind === 'step' || (line.kind === 'applied' && line.transactions > 0);

/**
 * Waits until the task has gone on: while rows are loaded, until it tells of rows again; while changes are followed, until everything is
 * that was written by now. A process that was killed is started again, as a supervisor would; one that stopped for a reason that a person
 * must mend, once that is mended.
 */
export async function recovers(ground: Ground, fault: Fault, before: readonly CliLine[]): Promise<Recovery> {
  const position = fromLsn(await ground.end());
  const told = new Set(codesOf(ground.lines().slice(before.length)));
  const isThere = (line: CliLine) => isApplied(line, position) || (fault.during === 'load' && (arrives(line) || isFollowing(line)));
  return goesOn(ground, { isThere, told, stops: fault.stops ?? [], from: ground.run.lines.length });
}

/** Waits until rows are loaded and changes are followed for good. */
export async function comesToFollow(ground: Ground): Promise<Recovery> {
  if (follows(ground)) return { failure: null, lost: false, told: [] };
  return goesOn(ground, { isThere: isFollowing, told: new Set(), stops: [], from: 0 });
}

interface Going {
  readonly isThere: (line: CliLine) => boolean;
  readonly told: Set<string>;
  readonly stops: readonly string[];
  /** Lines of the process of now that are looked at. */
  readonly from: number;
}

async function goesOn(ground: Ground, { isThere, told, stops, from }: Going): Promise<Recovery> {
  let failure: string | null = null;
  let { run } = ground;
  let seen = from;
  ground.excuse(stops);
  // What a process that is gone was trying again is over with it: only the one of now can say that it is.
  let wrong = run.lines.slice(0, seen).findLast(isOfRetry)?.kind === 'retry';
  let there = false;
  let launches = 0;
  for (let until = Date.now() + PATIENCE_MS; Date.now() < until && launches <= MOST_LAUNCHES; ) {
    const news = run.lines.slice(seen);
    seen += news.length;
    for (const line of news) {
      if (isOfRetry(line)) wrong = line.kind === 'retry';
      there ||= isThere(line);
    }
    for (const code of codesOf(news)) told.add(code);
    if (news.some(works)) until = Date.now() + PATIENCE_MS;
    // What had gone on before it ended has not gone on.
    if (there && !wrong && !run.ended) return { failure, lost: false, told: [...told] };
    if (run.ended) {
      failure ??= await ended(ground, run);
      await lasts(SUPERVISOR_MS);
      run = ground.launch();
      launches += 1;
      ground.excuse(stops);
      seen = 0;
      there = false;
      wrong = false;
    }
    await lasts(20);
  }
  const what = launches > MOST_LAUNCHES ? 'it ends each time it is started' : `nothing goes on for ${PATIENCE_MS / 1000} s`;
  return { failure: failure ?? `${what}; ${shown(run)}`, lost: true, told: [...told] };
}

const isOfRetry = (line: CliLine): boolean => line.kind === 'retry' || line.kind === 'recovered';

function codesOf(lines: readonly CliLine[]): readonly string[] {
  return lines.map(complaint).filter((code) => code !== null);
}

/** Null: it was killed, or stopped for what a person was meant to mend. */
async function ended(ground: Ground, run: CliRun): Promise<string | null> {
  const { signal, code } = await run.exited;
  const reason = codesOf(run.lines).at(-1) ?? '';
  if (signal !== null || ground.excuses(reason)) return null;
  return `the task ended by itself with ${code}, ${reason}: ${run.errors.slice(-300).trim()}`;
}

function shown(run: CliRun): string {
  const last = run.lines.slice(-SHOWN).map((line) => JSON.stringify(line).slice(0, 300));
  return `it said last: ${last.join(' ')} ${run.errors.slice(-300).trim()}`;
}

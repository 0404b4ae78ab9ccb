import type { Ground } from './ground.ts';
import { complaint, isWork, type Marks, nameOf } from './knowledge.ts';

/** It only keeps a run from never ending: on a slow machine whatever is right takes long as well. */
const PATIENCE_MS = 300_000;
/** What is told so soon after a fault may have been on its way before. */
const SOON_MS = 300;
/** As often an operator resumes after one fault. */
const MOST_RESUMES = 4;
const RESUME_AFTER_MS = 1_000;

export interface Survival {
  /** Null: the task goes on with everything it had. */
  readonly failure: string | null;
  /** The codes of what the engine said was wrong. */
  readonly told: readonly string[];
  readonly resumes: number;
}

/**
 * Waits until the task goes on after a fault: by itself, when its process was killed after that was started again, and when it
 * gave up after the operator has resumed it.
 */
export async function survives(
  ground: Ground,
  since: { readonly at: number; readonly line: number; readonly durable: Marks },
): Promise<Survival> {
  const deadline = Date.now() + PATIENCE_MS;
  const told = new Set<string>();
  let { run } = ground;
  let from = since.line;
  let resumes = 0;
  for (;;) {
    const news = run.lines.slice(from);
    for (const line of news) told.add(complaint(line) ?? '');
    const result = (failure: string | null) => ({ failure, told: [...told].filter((code) => code !== ''), resumes });
    const quiet = news.slice(news.findLastIndex((line) => complaint(line) !== null) + 1);
    const works = quiet.some((line) => isWork(line) && !('at' in line && line.at < since.at + SOON_MS));
    if (works && !run.ended) return result(await lostState(ground, since.durable));
    if (Date.now() > deadline) return result(`nothing goes on ${PATIENCE_MS / 1000} s after it; ${run.errors.slice(-300)}`);
    if (run.ended) {
      const { signal, code } = await run.exited;
      if (signal === null && code !== 0) resumes += 1;
      if (resumes > MOST_RESUMES) return result(`the task fails each time it is resumed: ${run.errors.slice(-300).trim()}`);
      if (signal === null) await new Promise((resolve) => setTimeout(resolve, RESUME_AFTER_MS));
      run = ground.launch();
      from = 0;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A table that was complete stays so, unless a fault took its rows. */
async function lostState(ground: Ground, before: Marks): Promise<string | null> {
  const now = await ground.marks();
  const complete = new Set(now.tables.map(({ table }) => table));
  const gone = before.tables.filter(({ table }) => !complete.has(table) && !ground.rewritten.has(nameOf(table)));
  return gone.length === 0 ? null : `${gone.length} tables that were complete are no more: ${gone[0]?.table}`;
}

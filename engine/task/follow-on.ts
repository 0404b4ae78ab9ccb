import type { Destination, DestinationState } from '../destination/destination.ts';
import type { NameMap } from '../plan/names.ts';
import type { Plan, TablePlan } from '../plan/plan.ts';
import type { Position } from '../schema/row.ts';
import type { Source } from '../source/source.ts';
import { answerNext } from './answer.ts';
import { followOnce } from './follow-once.ts';
import { JoinRuns } from './join/join-runs.ts';
import { Reload, toReload } from './reload.ts';
import type { RunInit } from './run-init.ts';
import { copySequences, sequencesStale } from './sequences.ts';
import type { TaskStructure } from './structure.ts';

/** Where a task stands, and what its tables are by now. */
export interface Standing {
  readonly plan: Plan;
  /** Those that are there, and take rows. */
  readonly tables: readonly TablePlan[];
  readonly state: DestinationState;
}

export interface FollowOnInit {
  readonly run: RunInit;
  readonly source: Source;
  readonly destination: Destination;
  readonly structure: TaskStructure;
  readonly names: NameMap;
  readonly look: () => Promise<Standing>;
  /** Walks what joins as the task itself is walked. */
  readonly walk: (init: RunInit) => Promise<unknown>;
}

/** `there`: as far as was asked. `again`: the tables are others now, and the task is to begin again with them. */
export type Followed = 'there' | 'stopped' | 'again';

/**
 * Follows the log up to `meet`, where rows of several views are as at one moment; null: for as long as the task goes on, or up to where it
 * was given to go. Whatever asks for more than following is done in between: rows to be copied, answers of a person, tables that join.
 */
export async function followOn(init: FollowOnInit, meet: Position | null): Promise<Followed> {
  const { run, source, destination, look } = init;
  const { signal } = run;
  const goal = meet === null ? (run.until ?? null) : null;
  const copies = meet === null && run.handsOver !== true;
  const reload = new Reload(init);
  await using joining = meet === null && run.joins !== undefined ? new JoinRuns({ ...init, joins: run.joins }) : null;
  let at = await look();
  while (!signal.aborted) {
    if (meet === null && (await answerNext({ ...init, plan: at.plan, state: at.state }))) {
      at = await look();
      continue;
    }
    const plan = { ...at.plan, tables: at.tables };
    // The rows of a table are read when all that happened to it before is known at the destination.
    const late = copies && toReload(plan.tables, at.state).length > 0;
    const handOver = late ? null : (joining?.ready ?? null);
    if (handOver !== null && reached(at, handOver) && (await joining?.join(at.plan, at.state))) return 'again';
    const asked = meet ?? (copies ? await reload.next(plan, at.state) : null);
    const exact = asked === null ? (handOver !== null && !reached(at, handOver) ? handOver : goal) : null;
    // Where one that joins stops to look is any place: only what it reaches is one where a transaction ends.
    const cuts = exact !== null && (exact !== goal || run.handsOver === true);
    await followOnce({ ...init, plan, state: at.state, meet: meet !== null, until: asked ?? exact, exact: cuts, joining });
    at = await look();
    if (signal.aborted || meet !== null) break;
    if (late) {
      await reload.copy({ ...at.plan, tables: at.tables }, at.state);
      at = await look();
    } else if (goal !== null && reached(at, goal) && !(copies && toReload(at.tables, at.state).length > 0)) return 'there';
  }
  // Sequences are not in the log: whoever pauses here finds them as they are at the source now, or is told that they are not.
  if (meet === null) await copySequences(source, destination, at.plan).catch((error: unknown) => run.emit(sequencesStale(error)));
  return signal.aborted || meet === null ? 'stopped' : 'there';
}

function reached({ state: { checkpoint } }: Standing, position: Position): boolean {
  return checkpoint !== null && checkpoint >= position;
}

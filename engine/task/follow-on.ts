import type { Destination, DestinationState } from '../destination/destination.ts';
import type { NameMap } from '../plan/names.ts';
import type { Plan, TablePlan } from '../plan/plan.ts';
import type { Position } from '../schema/row.ts';
import type { Source } from '../source/source.ts';
import { answerNext } from './answer.ts';
import { copyNext } from './copy-table.ts';
import { followOnce } from './follow-once.ts';
import { attachBack } from './join/attach-back.ts';
import { leaveAway } from './join/away.ts';
import { JoinRuns } from './join/join-runs.ts';
import type { Joins } from './join/joins.ts';
import { planned } from './prepare.ts';
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
  /** As the document has them by now. */
  readonly names: () => NameMap;
  readonly look: () => Promise<Standing>;
  /** Walks what joins as the task itself is walked. */
  readonly walk: (init: RunInit) => Promise<void>;
}

/** Follows the log up to `meet`, where rows of several views are as at one moment. False when it was stopped before. */
export async function followTo(init: FollowOnInit, meet: Position): Promise<boolean> {
  const { run, look } = init;
  let at = await look();
  for (let isOver = false; !isOver && !run.signal.aborted; at = await look()) {
    const plan = { ...at.plan, tables: at.tables };
    isOver = await followOnce({ ...init, plan, state: at.state, meet: true, until: meet, exact: false, joining: null });
  }
  return !run.signal.aborted;
}

/**
 * Follows the log for as long as the task goes on, or up to where it is given to go. Whatever asks for more than following is done in
 * between: rows to be copied, answers of a person, tables that join and tables that leave.
 */
export async function followOn(init: FollowOnInit): Promise<void> {
  const { joins } = init.run;
  return joins === undefined ? follows(init, null) : joins.leaving.during(() => withJoining(init, joins));
}

async function withJoining(init: FollowOnInit, joins: Joins): Promise<void> {
  await using joining = new JoinRuns({ ...init, joins });
  await follows(init, joining);
}

async function follows(init: FollowOnInit, joining: JoinRuns | null): Promise<void> {
  const { run, source, destination, look } = init;
  const { signal, joins, goal } = run;
  const reload = new Reload(init);
  let at = await look();
  const others = async () => {
    at = await look();
    run.emit(planned(at.plan));
  };
  while (!signal.aborted) {
    if (joins !== undefined && (await leaveAway(joins, destination, { gone: joins.leaving.followed, sequences: at.plan.sequences }))) {
      await others();
      joining?.left();
      continue;
    }
    const asked = { ...init, plan: at.plan, state: at.state };
    if ((joins !== undefined && (await attachBack(asked))) || (await answerNext(asked)) || (await copyNext(asked))) {
      at = await look();
      continue;
    }
    const plan = { ...at.plan, tables: at.tables };
    const end = goal?.position ?? null;
    // The rows of a table are read when all that happened to it before is known at the destination. Who hands over leaves that to the other.
    const late = end === null && toReload(plan.tables, at.state).length > 0;
    const handOver = late ? null : (joining?.ready ?? null);
    if (handOver !== null && reached(at, handOver)) {
      if (await joining?.join(at)) await others();
      continue;
    }
    const next = end === null ? await reload.next(plan, at.state) : null;
    const exact = next === null ? (handOver ?? end) : null;
    // Where one that joins stops to look is any place: only what it reaches is one where a transaction ends.
    const isOver = await followOnce({ ...init, plan, state: at.state, meet: false, until: next ?? exact, exact: exact !== null, joining });
    at = await look();
    // What was taken away leaves first: it may be what is to be copied.
    if (!isOver || signal.aborted || joins?.leaving.asked.aborted === true) continue;
    if (late) {
      await reload.copy({ ...at.plan, tables: at.tables }, at.state, joins?.leaving.asked);
      at = await look();
    } else if (goal !== undefined && goal.position !== null && reached(at, goal.position)) return;
  }
  // Sequences are not in the log: whoever pauses here finds them as they are at the source now, or is told that they are not.
  await copySequences(source, destination, at.plan).catch((error: unknown) => run.emit(sequencesStale(error)));
}

function reached({ state: { checkpoint } }: Standing, position: Position): boolean {
  return checkpoint !== null && checkpoint >= position;
}

import { refusedNow } from '../ddl/tell-refused.ts';
import type { Destination, DestinationState } from '../destination/destination.ts';
import type { NameMap } from '../plan/names.ts';
import type { Plan } from '../plan/plan.ts';
import type { RefusedDdl } from '../plan/refused-ddl.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Position } from '../schema/row.ts';
import { type TableId, tableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { withCare } from '../stream/care.ts';
import { follow } from '../stream/follow.ts';
import { answerTo } from './answer.ts';
import { copyWanted } from './copy-table.ts';
import type { JoinRuns } from './join/join-runs.ts';
import { planned } from './prepare.ts';
import type { RunInit } from './run-init.ts';
import { firstPositions, viewsIn } from './views.ts';
import { vocabulary } from './vocabulary.ts';

export interface FollowOnceInit {
  readonly run: RunInit;
  readonly source: Source;
  readonly destination: Destination;
  readonly names: () => NameMap;
  readonly plan: Plan;
  readonly state: DestinationState;
  /** Tables of several views are made even on the way there. */
  readonly meet: boolean;
  readonly until: Position | null;
  /** Nothing committed from `until` on is applied. */
  readonly exact: boolean;
  /** Tables that are brought beside; null: none. */
  readonly joining: JoinRuns | null;
}

/**
 * Follows the log once, until `until`, until a command asks for rows of a table, or until the task is stopped. False when it ended before
 * because the log is to be read in another form: then it is to be followed again.
 */
export async function followOnce(init: FollowOnceInit): Promise<boolean> {
  const { run, source, destination, names, plan, state, meet, until, exact, joining } = init;
  const { config, emit, onDurable, onLimits, signal } = run;
  const captured = await source.isDdlCaptured();
  const loaded = firstPositions(plan.tables, state);
  // What is to be copied again waits for that, though its changes are followed still.
  const waiting = new Set(plan.tables.flatMap(({ id, stopped }) => (stopped === undefined ? [] : [id])));
  const followed = meet ? [] : [...loaded.keys()].filter((id) => run.joins?.isToLeave(id) !== true && !waiting.has(id));
  for (const id of followed) emit({ kind: 'table', at: Date.now(), id, state: 'following' });
  const refused = state.overlay?.refused ?? new Map<string, RefusedDdl>();
  for (const { id, stopped } of meet ? [] : plan.tables)
    if (stopped !== undefined) emit({ kind: 'table', at: Date.now(), id, ...stateOf(refused.get(stopped)) });
  emit(refusedNow(refused));
  const words = vocabulary(config, destination, names);
  const care = { source, limit: () => run.limits().walLimit, captured, emit, signal };
  const work = (ended: AbortSignal) =>
    follow({
      source,
      destination,
      plan,
      checkpoint: state.checkpoint,
      loaded,
      converging: meet ? viewsIn(state).unsettled : new Set<TableId>(),
      read: viewsIn(state).read,
      limits: run.limits(),
      onLimits,
      emit,
      onDurable,
      signal: ended,
      until,
      exact,
      passedOver: { has: (id) => plan.skippedTables?.includes(id) === true || run.joins?.others.has(id) === true },
      captured,
      refused,
      onAnswered: (listener) => {
        run.onAnswer(listener);
        // It may have come before anyone listened.
        const now = run.plan() ?? plan;
        if (answerTo(now, refused) !== undefined || copyWanted(now, state.overlay) !== undefined) listener();
      },
      onGoal: (listener) => {
        joining?.onReady(listener);
        run.goal?.onSet(listener);
      },
      ...(meet || run.joins === undefined ? {} : { ends: run.joins.leaving.asked }),
      ...words,
      // One that was taken away may have given its name to another, which the task is to have.
      chosen: (table) => (run.joins?.isJoining(tableId(table)) === true ? null : words.chosen(table)),
      onCommand: async ({ tables }) => run.joins?.hear(tables),
      wayOf: (table) => run.joins?.wayOf(tableId(table)) ?? null,
      onTables: (tables) => emit(planned({ ...plan, tables })),
    });
  return withCare(care, work).catch((error: unknown) => {
    // A connection that fails while the task is being stopped has nothing to be tried again for.
    if (!signal.aborted) throw error;
    return true;
  });
}

function stateOf(refused: RefusedDdl | undefined): Pick<Extract<TaskEvent, { kind: 'table' }>, 'state' | 'error'> {
  return refused === undefined ? { state: 'skipped' } : { state: 'stopped', error: refused.error };
}

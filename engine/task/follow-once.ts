import type { Destination, DestinationState } from '../destination/destination.ts';
import { selectionOf } from '../plan/build.ts';
import type { NameMap } from '../plan/names.ts';
import type { Plan } from '../plan/plan.ts';
import type { Position } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { withCare } from '../stream/care.ts';
import { follow } from '../stream/follow.ts';
import { namesOf, planned } from './prepare.ts';
import type { RunInit } from './run-init.ts';
import { firstPositions, viewsIn } from './views.ts';

export interface FollowOnceInit {
  readonly run: RunInit;
  readonly source: Source;
  readonly destination: Destination;
  readonly names: NameMap;
  readonly plan: Plan;
  readonly state: DestinationState;
  /** Tables of several views are made even on the way there. */
  readonly meet: boolean;
  readonly until: Position | null;
}

/** Follows the log once, until `until`, until a command asks for rows of a table, or until the task is stopped. */
export async function followOnce({ run, source, destination, names, plan, state, meet, until }: FollowOnceInit): Promise<void> {
  const { config, emit, onDurable, onLimits, signal } = run;
  const captured = await source.isDdlCaptured();
  const loaded = firstPositions(plan.tables, state);
  if (!meet) for (const id of loaded.keys()) emit({ kind: 'table', at: Date.now(), id, state: 'following' });
  const care = { source, limit: () => run.limits().walLimit, emit, signal };
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
      columnType: (type) => destination.columnType(type, names),
      captured,
      naming: (relations) => namesOf(config, { relations: relations.map((each) => ({ ...each, kind: 'table', parent: null })) }),
      chosen: (table) => selectionOf(config, table),
      onTables: (tables) => emit(planned({ ...plan, tables })),
    });
  await withCare(care, work).catch((error: unknown) => {
    // A connection that fails while the task is being stopped has nothing to be tried again for.
    if (!signal.aborted) throw error;
  });
}

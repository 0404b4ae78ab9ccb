import type { Destination, DestinationState } from '../destination/destination.ts';
import type { TablePlan } from '../plan/plan.ts';
import type { TableChange } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { Figures } from '../stream/figures.ts';
import { Passing } from '../stream/passing.ts';
import { ChangePacer } from '../stream/rate.ts';
import { Familiar } from '../stream/strangers.ts';
import { Writer } from '../stream/writer.ts';
import { text } from '../text.ts';
import { toReload } from './reload.ts';
import type { RunInit } from './run-init.ts';

/** Why rows of a table that waited with its changes set aside are not copied again. */
export const ROWS_STAY = text(
  'its values became others, and its rows cannot be copied again, for not all of them need be the task’s or not all that is done to rows is carried',
  '其数据已被改写，而该表的数据可能不全由本任务写入，或未选择全部行操作，无法重新复制',
);

/** Whether rows of some of these tables are not as the log has them, nor will be with this. */
export function isAnyWaiting(tables: readonly TablePlan[], state: DestinationState): boolean {
  return toReload(tables, state).length > 0 || tables.some(({ stopped }) => stopped !== undefined && state.overlay?.refused?.has(stopped));
}

export interface ReplayAsideInit {
  readonly run: Pick<RunInit, 'emit' | 'limits' | 'signal'>;
  readonly source: Source;
  readonly destination: Pick<Destination, 'apply' | 'capabilities' | 'aside'>;
  readonly columnType: (type: string) => string;
}

/**
 * Applies changes that were set aside behind so many commands, as the log's own are applied: in the destination's transaction that is open.
 * @param tables whose changes these are, as the commands before have left them; those of others are nobody's any more
 */
export async function replayAside(
  { run, source, destination, columnType }: ReplayAsideInit,
  { refused, behind, tables }: { readonly refused: string; readonly behind: number; readonly tables: ReadonlyMap<TableId, TablePlan> },
): Promise<void> {
  const { emit, signal } = run;
  const passing = new Passing({ tables, converging: new Set(), emit });
  // Only where commands are in the log are changes set aside.
  const words = { ...source, columnType, captured: true, passedOver: { has: () => false }, tell: emit };
  const familiar = new Familiar(tables, words);
  const [pacer, figures] = [new ChangePacer(run.limits()), new Figures(Date.now())];
  const writer = new Writer({ source, destination, passing, pacer, figures, signal, onApplied: () => {} });
  let piece = await destination.aside?.next(refused, behind, null);
  while (piece != null) {
    // All of it is undone with the connection, and done when the task goes on.
    signal.throwIfAborted();
    const changes = ofTables(piece.changes, tables);
    await familiar.check(changes);
    await writer.write(await passing.take(source, changes), { changes: [], commit: null });
    await writer.done();
    piece = await destination.aside?.next(refused, behind, piece.number);
  }
  passing.tell(true);
}

function ofTables(changes: readonly TableChange[], tables: ReadonlyMap<TableId, TablePlan>): readonly TableChange[] {
  return changes.flatMap((change): readonly TableChange[] => {
    if (change.kind !== 'truncate') return tables.has(change.relation.id) ? [change] : [];
    const relations = change.relations.filter(({ id }) => tables.has(id));
    return relations.length === 0 ? [] : [{ ...change, relations }];
  });
}

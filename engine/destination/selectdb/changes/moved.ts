import type { TablePlan } from '../../../plan/plan.ts';
import type { Values } from '../rows/change-lines.ts';
import type { SelectDbSession } from '../session.ts';
import { unsent } from './lacking.ts';
import { type Lacking, lookUp, sequenceThere } from './lookup.ts';

/** What was written before, by this engine and by one that was killed. */
export interface Written {
  /** Sequence of the checkpoint. */
  readonly checkpoint: string;
  /** Sequences of the views that rows of the table were loaded under. */
  readonly loaded: ReadonlySet<string>;
  /** Changes since the checkpoint were written by this engine too, in the midst of their transaction. */
  readonly isPart: boolean;
}

/**
 * The values that a row takes along to another key, where an engine that was killed may have written that already. Then another row may have
 * the old key by now, whose values are not to be taken for those of this one. Written after the checkpoint, it is of this change's time
 * or later, unless changes before this one are of the same key: then the new key tells, which had nothing of that time before.
 * @returns null when the new row is there already
 * @throws EngineError `source.value-unsent` where neither tells
 */
export async function lookUpAgain(session: SelectDbSession, table: TablePlan, lacking: Lacking, written: Written): Promise<Values | null> {
  const { before, next, held, key } = lacking;
  const found = await lookUp(session, table, lacking);
  if (found === null) return null;
  const isSince = async (row: Values): Promise<boolean> => {
    const sequence = await sequenceThere(session, table, key, row);
    return sequence !== null && !written.loaded.has(sequence) && BigInt(sequence) > BigInt(written.checkpoint);
  };
  if (!(await isSince(before))) return found;
  if (!held.before && !written.isPart) return null;
  if (!(await isSince(next))) return found;
  if (!held.next && !written.isPart) return null;
  throw unsent(table, lacking.columns[0] ?? 0);
}

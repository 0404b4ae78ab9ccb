import type { Text } from '#engine/text.ts';
import type { TaskRow } from './view.ts';

/** Why somebody should look at a task. */
export type Concern = 'failed' | 'paused-itself' | 'refused' | 'tables-failed' | 'retrying' | 'blocked' | 'behind' | 'paused';

export interface Attention {
  readonly id: string;
  readonly name: string;
  readonly kind: TaskRow['kind'];
  readonly state: TaskRow['state'];
  readonly types: TaskRow['types'];
  readonly concern: Concern;
  readonly severity: 'error' | 'warning';
  /** In the words of who found it; absent where the concern says it all. */
  readonly reason: Text | null;
  readonly hint: Text | null;
  /** Tables, milliseconds or bytes, as the concern has it. */
  readonly figure: number | null;
}

/** Behind by more than this, whoever reads at the destination reads yesterday's news. */
export const BEHIND_MS = 60_000;

/** What of a task wants a person, if anything; of several reasons the one that holds up most. standing.ts counts all tasks by the same. */
export function attentionOf(row: TaskRow): Attention | null {
  const found = concernOf(row);
  if (found === null) return null;
  const { id, name, kind, state, types } = row;
  return { id, name, kind, state, types, reason: null, hint: null, figure: null, ...found };
}

type Found = Pick<Attention, 'concern' | 'severity'> & Partial<Pick<Attention, 'reason' | 'hint' | 'figure'>>;

function concernOf({ state, error, stoppedTables, failedTables, retry, lagMs, heldBytes }: TaskRow): Found | null {
  if (error !== null) {
    const concern = state.name === 'paused' ? 'paused-itself' : 'failed';
    return { concern, severity: 'error', reason: error.message, hint: error.hint };
  }
  if (state.name === 'finished' || state.name === 'stopped') return null;
  if (stoppedTables > 0) return { concern: 'refused', severity: 'error', figure: stoppedTables };
  if (failedTables > 0) return { concern: 'tables-failed', severity: 'error', figure: failedTables };
  if (retry !== null) return { concern: 'retrying', severity: 'warning', reason: retry.message };
  if (state.name === 'blocked') return { concern: 'blocked', severity: 'warning' };
  if (lagMs !== null && lagMs > BEHIND_MS) return { concern: 'behind', severity: 'warning', figure: lagMs };
  return state.name === 'paused' ? { concern: 'paused', severity: 'warning', figure: heldBytes } : null;
}

/** The worst first. */
export const BY_URGENCY: readonly Concern[] = [
  'failed',
  'paused-itself',
  'refused',
  'tables-failed',
  'retrying',
  'behind',
  'blocked',
  'paused',
];

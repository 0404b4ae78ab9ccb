import type { HeartbeatWay, HoldingTransaction, SlotHealth, WalLimit } from '../schema/slot.ts';
import type { TaskEvent } from './event.ts';

/** What the source keeps for a task, as it was last seen. */
export interface SourceProgress {
  readonly at: number;
  readonly slot: SlotHealth | null;
  /** Transactions that have been open for long, the oldest first. */
  readonly transactions: readonly HoldingTransaction[];
  /** Null before the log is followed. */
  readonly heartbeat: HeartbeatWay | null;
  readonly limit: WalLimit | null;
  /** Transactions that the making of the slot waits for. */
  readonly waits: readonly HoldingTransaction[];
  /** It notes no commands: changes of columns are found out from the log, and nothing else of them is seen. */
  readonly unnoted?: true;
}

const NOTHING: SourceProgress = { at: 0, slot: null, transactions: [], heartbeat: null, limit: null, waits: [] };

export function looked({ at, slot, transactions, heartbeat, limit, captured }: Extract<TaskEvent, { kind: 'source' }>): SourceProgress {
  return { at, slot, transactions, heartbeat, limit, waits: [], ...(captured === false ? { unnoted: true } : {}) };
}

export function waited(
  known: SourceProgress | null,
  { at, transactions: waits }: Extract<TaskEvent, { kind: 'slot-waits' }>,
): SourceProgress {
  return { ...(known ?? NOTHING), at, waits };
}

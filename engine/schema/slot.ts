import type { Position } from './row.ts';

/** The slot of a task, as the source has it. */
export interface SlotHealth {
  readonly name: string;
  readonly active: boolean;
  /** In the server's words; null where it tells nothing (before version 13). */
  readonly status: 'reserved' | 'extended' | 'unreserved' | 'lost' | null;
  /** Why the server gave it up, in its own word; null while it is whole, and where it does not say. */
  readonly reason: string | null;
  /** From here on the log is kept, and up to here it is known to be applied. */
  readonly restart: Position | null;
  readonly confirmed: Position | null;
  /** Bytes of log that are kept for it. */
  readonly heldBytes: number;
  /** How much more may be written before the server may give it up; null when it never does, or does not say. */
  readonly roomBytes: number | null;
  /** Whether a standby that takes over may have a copy of it; null, or absent in what was stored before, where the server does not tell. */
  readonly failover?: boolean | null;
}

/** A transaction of the source that others wait for. */
export interface HoldingTransaction {
  /** Null for one that is prepared: no session has it. */
  readonly pid: number | null;
  /** The name it was prepared under, or null. */
  readonly prepared: string | null;
  readonly user: string | null;
  readonly application: string | null;
  readonly database: string | null;
  /** As pg_stat_activity has it (`idle in transaction`); null where the account may not see it. */
  readonly state: string | null;
  readonly query: string | null;
  /** When it began, and how long it has been open, both by the source's clock; null where the account may not see it. */
  readonly since: number | null;
  readonly ageMs: number | null;
  /** It has written: the log is kept from where it began. One that only reads keeps dead rows from being removed. */
  readonly writes: boolean;
}

/** How the log of an idle source is kept moving. */
export type HeartbeatWay = 'table' | 'message' | 'none';

/** What a look at the source told. */
export interface SourceLook {
  readonly slot: SlotHealth | null;
  /** The oldest first. */
  readonly transactions: readonly HoldingTransaction[];
}

/** When the log that is kept for a task is worth a word, and when the task pauses for it. */
export interface WalLimit {
  readonly warnMegabytes: number | null;
  readonly pauseMegabytes: number | null;
  /** At the limit the task fails instead and the slot goes, so that the source may remove the log: the rows are then copied again. */
  readonly dropSlot: boolean;
}

/** Output plugins that the log can be read by. */
export const DECODERS = ['pgoutput', 'test_decoding'] as const;
export type Decoder = (typeof DECODERS)[number];

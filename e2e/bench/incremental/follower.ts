import type { Reading } from '../cost.ts';

/** Whoever carries the changes of a database of the source into a database of its own: everything up to now is there already. */
export interface Follower {
  readonly name: string;
  /** Its database at the destination. */
  readonly database: string;
  /** Resolves once it is on its way. */
  start(): Promise<Following>;
  /** Lets go of what it keeps at either side, its database included. */
  release(): Promise<void>;
}

export interface Following {
  /** Milliseconds since 1970: when it was asked to. */
  readonly askedAt: number;
  /** When it began with the log, by its own account, and where the counters stood. */
  readonly begun: Reading & { readonly at: number };
  read(): Reading;
  /** MB at the most so far; null of what has no process of its own. */
  peakMemory(): number | null;
  /** @throws Error with its own words once it has failed, which would be waited for without end */
  check(): Promise<void>;
  /** Where it can be started again. */
  stop(): Promise<void>;
}

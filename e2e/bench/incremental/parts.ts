/** What `OPENDTS_BENCH_ONLY` can name, each with its goal (design section 7) against `CREATE SUBSCRIPTION`. */
export const PARTS = {
  /** One row inserted by each transaction. */
  singles: { goal: 1.2 },
  /** A thousand rows inserted by each. */
  thousands: { goal: 1.2 },
  /** A thousand rows updated by each. */
  updates: { goal: 1.2 },
  /** What pgbench does by itself: three updates and an insert a transaction. */
  tpcb: { goal: 2 },
  /** One row, updated by every transaction. */
  hot: { goal: 1 },
  /** Commit to commit, under a steady load. */
  latency: { goal: 1 },
  /** What the engine holds in memory during the thousands, and during a single transaction of two million rows. */
  memory: { goal: 1 },
} as const;

export type PartName = keyof typeof PARTS;

export const PART_NAMES = Object.keys(PARTS) as readonly PartName[];

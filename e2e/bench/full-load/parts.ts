/** What `OPENDTS_BENCH_ONLY` can name, each with its goal (design section 7). */
export const PARTS = {
  /** The load against `pgcopydb copy table-data`. */
  pgcopydb: { goal: 1.8 },
  /** The load against `pg_dump`, then `pg_restore`. */
  dump: { goal: 4 },
  /** The load against two `psql` pipes, the byte limit. */
  pipes: { goal: 0.95 },
  /** One big table against one pipe. */
  'one-table': { goal: 1 },
  /** Thousands of tables with next to nothing in them. */
  'many-tables': { goal: 1 },
  /** Structure, rows and indexes against `pgcopydb clone`. */
  clone: { goal: 1.2 },
  /** What the engine holds in memory, whatever the size of the data. */
  memory: { goal: 0.9 },
} as const;

export type PartName = keyof typeof PARTS;

export const PART_NAMES = Object.keys(PARTS) as readonly PartName[];

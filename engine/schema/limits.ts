/** What holds full load back. Null: nothing does. All may change while the task runs. */
export interface Throttle {
  /** Statements sent to the source for reading. */
  readonly queriesPerSecond: number | null;
  readonly rowsPerSecond: number | null;
  /** Megabytes (1,000,000 bytes) of rows as they travel. */
  readonly megabytesPerSecond: number | null;
}

/** How hard full load may work. */
export interface Limits {
  readonly throttle: Throttle | null;
  /** Slices copied side by side. */
  readonly streams: number;
}

/** Versions of PostgreSQL that whatever is promised of following changes is shown with, as a source. */
export const SOURCES = [12, 15, 17, 18] as const;

/** Each of them with a destination of another version, newer and older, or of its own. */
export const PAIRS = [
  [12, 17],
  [15, 12],
  [17, 15],
  [18, 18],
] as const;

import pg from 'pg';

/** The server was stopped, or refuses for now: what somebody's own statements do wrong has other codes. */
export function isBrokenConnection(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(57P0|08)/.test(error.code ?? '');
  return error instanceof Error && ('code' in error || /connection|timeout|queryable/i.test(error.message));
}

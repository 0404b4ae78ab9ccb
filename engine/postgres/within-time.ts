import type pg from 'pg';
import type { ErrorScope } from './errors.ts';
import { query } from './query.ts';

const CANCELLED = '57014';
const LOCKED = '55P03';

/** `one`: all statements see the database as it is at one moment. */
export type Moments = 'one' | 'each its own';

/**
 * Statements that only read, none of which may take longer than that; null when one did, or when others kept a table locked for as long.
 * They are a transaction of their own, of which nothing is left.
 */
export async function withinTime<T>(
  client: pg.ClientBase,
  scope: ErrorScope,
  { forMs, moments = 'each its own' }: { readonly forMs: number; readonly moments?: Moments },
  work: () => Promise<T>,
): Promise<T | null> {
  const isolation = moments === 'one' ? 'repeatable read' : 'read committed';
  try {
    await query(client, scope, `begin isolation level ${isolation} read only`);
    await query(client, scope, `select set_config('statement_timeout', $1, true), set_config('lock_timeout', $1, true)`, [String(forMs)]);
    return await work();
  } catch (error) {
    if (!isOverdue(error)) throw error;
    return null;
  } finally {
    await query(client, scope, 'rollback').catch(() => {});
  }
}

/** A part of that which is given up by itself: what came before it, and comes after, is of the same transaction. */
export async function withinPart<T>(client: pg.ClientBase, scope: ErrorScope, work: () => Promise<T>): Promise<T | null> {
  await query(client, scope, 'savepoint part');
  try {
    return await work();
  } catch (error) {
    if (!isOverdue(error)) throw error;
    await query(client, scope, 'rollback to savepoint part');
    return null;
  }
}

function isOverdue(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && (cause.code === CANCELLED || cause.code === LOCKED);
}

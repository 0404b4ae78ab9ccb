import type pg from 'pg';
import { type ErrorScope, translate } from './errors.ts';

export type TextRow = Readonly<Record<string, string | null>>;

/** The last statement of each connection: callers that overlap (a progress report beside a filter) wait for their turn here. */
const turns = new WeakMap<pg.ClientBase, Promise<unknown>>();

function inTurn<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  const result = (turns.get(client) ?? Promise.resolve()).then(work);
  turns.set(
    client,
    result.catch(() => {}),
  );
  return result;
}

/**
 * Runs one statement; every value comes back as the server's text.
 * @throws EngineError naming side and object of `scope`
 */
export async function query(
  client: pg.ClientBase,
  scope: ErrorScope,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly TextRow[]> {
  try {
    const result = await inTurn(client, () => client.query<Record<string, string | null>>(sql, [...values]));
    return result.rows;
  } catch (error) {
    throw translate(error, scope);
  }
}

/** Like `query`, for the number of rows changed. */
export async function execute(client: pg.ClientBase, scope: ErrorScope, sql: string, values: readonly unknown[] = []): Promise<number> {
  try {
    return (await inTurn(client, () => client.query(sql, [...values]))).rowCount ?? 0;
  } catch (error) {
    throw translate(error, scope);
  }
}

/** A value the query promises: its absence is a fault of ours. */
export function need(value: string | null | undefined): string {
  if (value === null || value === undefined) throw new Error('A catalog query returned no value where it always has one.');
  return value;
}

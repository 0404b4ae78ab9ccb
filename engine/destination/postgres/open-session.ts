import type pg from 'pg';
import { connect } from '../../postgres/connect.ts';
import { keepPostgresWays } from '../../postgres/flavour.ts';
import type { PostgresEndpoint } from '../../task/config.ts';

const SCOPE = { side: 'destination' } as const;

/**
 * From version 14 on the server looks whether the engine is still there while a long statement runs: one that was killed while it
 * made a large index would otherwise keep the task, and its tables, from the next.
 */
export async function openSession(endpoint: PostgresEndpoint, purpose: string): Promise<pg.Client> {
  const client = await connect(endpoint, { ...SCOPE, purpose });
  await client.query("set client_connection_check_interval = '2s'").catch(() => {});
  await orEnd(client, keepPostgresWays(client, SCOPE));
  return client;
}

/** A connection whose first questions fail is nobody's to close. */
export async function orEnd<T>(client: pg.Client, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

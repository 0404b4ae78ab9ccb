import type pg from 'pg';
import type { Side } from '../errors.ts';
import type { Presence } from '../schema/presence.ts';
import type { PostgresEndpoint } from '../task/config.ts';
import { connect } from './connect.ts';
import type { ErrorScope } from './errors.ts';
import { need, query } from './query.ts';

/** The server's number, given when it was made, and kept by its physical standbys; null where the account may not read it. */
export async function systemId(client: pg.ClientBase, scope: ErrorScope): Promise<string | null> {
  // Some providers keep the function to themselves.
  const [row] = await query(client, scope, 'select system_identifier::text as id from pg_catalog.pg_control_system()').catch(() => []);
  return row?.id ?? null;
}

/**
 * What stays the same of a database whatever address leads to it, over a failover to a physical standby too: the server's number and
 * the database's in it. Null where the account may not read it.
 * @throws EngineError `connect.*`
 */
export async function serverIdentity(endpoint: PostgresEndpoint, side: Side): Promise<string | null> {
  const { system, database } = await presence(endpoint, side);
  return system === null ? null : `${system}/${database}`;
}

/** @throws EngineError `connect.*` */
export async function presence(endpoint: PostgresEndpoint, side: Side): Promise<Presence> {
  const client = await connect(endpoint, { side, purpose: 'identity' });
  try {
    const system = await systemId(client, { side });
    const [row] = await query(
      client,
      { side },
      `select d.oid as database, pg_catalog.pg_is_in_recovery() as standby,
         (extract(epoch from pg_catalog.pg_postmaster_start_time()) * 1000000)::bigint as started
       from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`,
    );
    return { system, database: need(row?.database), started: need(row?.started), standby: row?.standby === 't' };
  } finally {
    await client.end();
  }
}

import type pg from 'pg';
import type { Side } from '../errors.ts';
import type { PostgresEndpoint } from '../task/config.ts';
import { connect } from './connect.ts';
import type { ErrorScope } from './errors.ts';
import { query } from './query.ts';

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
  const client = await connect(endpoint, { side, purpose: 'identity' });
  try {
    const server = await systemId(client, { side });
    const [row] = await query(
      client,
      { side },
      'select d.oid as id from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()',
    );
    return server === null || row === undefined ? null : `${server}/${row.id}`;
  } finally {
    await client.end();
  }
}

import type pg from 'pg';
import { reportOf } from '../../../errors.ts';
import { need, query } from '../../../postgres/query.ts';
import { qualified } from '../../../postgres/quote.ts';
import { DDL_TABLE, STRUCTURE_TABLE } from '../../../schema/helper.ts';
import { type Helper, installHelper } from '../helpers.ts';
import { publishedSql } from '../published-list.ts';
import { captureSql, DROP_CAPTURE, NOTE_ALL } from './capture-sql.ts';

const SCOPE = { side: 'source', object: 'event trigger dts_intercept_ddl' } as const;

/** All tasks of the database share it. What it is made of depends on the server's version; what removes it does not. */
export const DDL_CAPTURE: Helper = {
  table: DDL_TABLE,
  made: [
    { table: DDL_TABLE, column: 'tables' },
    { table: STRUCTURE_TABLE, column: 'structure' },
  ],
  create: [],
  drop: DROP_CAPTURE,
};

/**
 * Has the source note every command from here on, and puts the notes into the task's publication. Where the account may not make event
 * triggers, or another tool has the names, nothing is made, and false comes back: column changes are then seen in the log's descriptions of tables alone.
 */
export async function captureDdl(client: pg.Client, publication: string): Promise<boolean> {
  const [row] = await query(client, SCOPE, "select current_setting('server_version_num') as version, pg_is_in_recovery() as standby");
  if (row?.standby === 't') return false;
  try {
    await installHelper(client, publication, { ...DDL_CAPTURE, create: captureSql(Number(need(row?.version))) });
  } catch (error) {
    const report = reportOf(error);
    if (report.connection || report.retry === 'soon') throw error;
    return false;
  }
  await query(client, SCOPE, NOTE_ALL);
  return true;
}

/** Whether the commands of the source are in the log that is followed. */
export async function isCaptured(client: pg.Client, publication: string): Promise<boolean> {
  const rows = await query(
    client,
    SCOPE,
    `select from ${await publishedSql(client, publication)} p join pg_event_trigger e on e.evtname = 'dts_intercept_ddl' and e.evtenabled = 'A'
     where p.publication = $1 and p.relation = to_regclass($2)`,
    [publication, qualified(DDL_TABLE)],
  );
  return rows.length > 0;
}

import type { Finding } from '#engine/precheck/check.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import { engine } from '#lib/engine.ts';
import { openDocument } from './document.ts';
import { findPermitted } from './operated.ts';

/**
 * What must hold for as long as a task goes on. The other items look at databases nothing was done to yet: to them what the task has made
 * itself is a name that is taken, a table that is not empty, a slot too many.
 */
const LASTING: ReadonlySet<string> = new Set([
  'CHECK_CONN_SRC',
  'CHECK_CONN_DEST',
  'CHECK_SRC',
  'CHECK_SRC_FLAVOUR',
  'CHECK_DEST_FLAVOUR',
  'CHECK_DEST_VERSION',
  'PG_DDL_RIGHT',
  'PG_DEST_READ_ONLY',
  'PG_FILTER',
  'PG_LONG_TRANSACTION',
  'PG_PREPARED_TRANSACTION',
  'PG_PRIVILEGE_SRC',
  'PG_PUBLICATION_RIGHT',
  'PG_REPLICA_ROLE',
  'PG_REPLICATION_RIGHT',
  'PG_ROW_SECURITY',
  'PG_SLOT_FAILOVER',
  'PG_STANDBY',
  'PG_STANDBY_FEEDBACK',
  'PG_WAL_KEEP',
  'PG_WAL_LEVEL',
  'PG_WAL_SENDER_TIMEOUT',
  'SELECTDB_HTTP',
  'SELECTDB_NODES',
  'SELECTDB_PLAIN_HTTP',
  'SELECTDB_VERSION',
]);

export interface CheckedAgain {
  readonly findings: readonly Finding[];
  readonly at: string;
}

/**
 * Looks once more at what must hold while a task goes on; changes nothing, keeps nothing. What the precheck before the start found stays
 * as it was found.
 * @throws EngineError `task.not-found`, `task.operation-refused`
 */
export async function checkAgain(id: string): Promise<CheckedAgain> {
  const row = await findPermitted(id, 'check-again');
  const findings = await engine().precheck(await openDocument(row.config as unknown as DraftConfig));
  return { findings: findings.filter(({ code }) => LASTING.has(code)), at: new Date().toISOString() };
}

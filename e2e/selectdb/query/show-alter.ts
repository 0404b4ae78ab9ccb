import { fail, unknownDatabase } from '../errors.ts';
import type { Expression } from '../sql/expression.ts';
import type { Show } from '../sql/show.ts';
import { narrow, type Relation, textRelation } from './relation.ts';
import { databaseOf, type Session } from './session.ts';

const COLUMNS =
  `JobId TableName CreateTime FinishTime IndexName IndexId OriginIndexId SchemaVersion TransactionId State Msg Progress Timeout`.split(' ');
const EQUAL_ONLY = /^(tablename|state|indexname)$/i;
const COMPARABLE = /^(createtime|finishtime)$/i;

/** SHOW ALTER TABLE COLUMN: what may stand in WHERE is little (rule G5). */
export function alterJobs(statement: Show, session: Session): Relation {
  const database = databaseOf(session, statement.subject);
  if (!session.cluster.databases.has(database)) throw unknownDatabase(database);
  if (statement.where !== null) checkWhere(statement.where);
  const jobs = session.cluster.schemaChanges.all().filter(({ table }) => table.database === database);
  const rows = jobs.map((job) => [
    job.id,
    job.table.name,
    moment(job.created),
    job.finished === null ? null : moment(job.finished),
    job.table.name,
    job.id + 1,
    job.table.id,
    `${job.table.schemaVersion}:${job.id}`,
    job.transactionId,
    job.state,
    job.message,
    job.state === 'RUNNING' ? '0/1' : null,
    2_592_000,
  ]);
  return narrow(textRelation(COLUMNS, rows), statement.where, statement.orderBy, statement.limit, session);
}

const moment = (date: Date): string => date.toISOString().slice(0, 23).replace('T', ' ');

function checkWhere(where: Expression): void {
  if (where.op === 'binary' && where.sign === 'AND') {
    checkWhere(where.left);
    checkWhere(where.right);
    return;
  }
  const name = where.op === 'binary' && where.left.op === 'column' ? where.left.name : '';
  const literal = where.op === 'binary' && where.right.op === 'literal';
  const fits = where.op === 'binary' && literal && ((EQUAL_ONLY.test(name) && where.sign === '=') || COMPARABLE.test(name));
  if (!fits)
    fail(
      'Where clause should looks like: TableName = "xxx", State = "xxx", IndexName = "xxx" or CreateTime/FinishTime compared with a time, joined by AND',
    );
}

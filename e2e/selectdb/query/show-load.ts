import { demandOnTable, sees } from '../catalog/users.ts';
import { fail, unknownDatabase } from '../errors.ts';
import type { Transaction } from '../load/transactions.ts';
import type { Show } from '../sql/show.ts';
import { type Relation, textRelation } from './relation.ts';
import { databaseOf, type Session } from './session.ts';

/** SHOW LOAD lists broker and SQL loads; stream loads are not among them, and there are no others here. */
export function loads(database: string, session: Session): Relation {
  if (!sees(session.user, database)) throw unknownDatabase(database);
  session.cluster.database(database);
  const names = `JobId Label State Progress Type EtlInfo TaskInfo ErrorMsg CreateTime EtlStartTime EtlFinishTime LoadStartTime
    LoadFinishTime URL JobDetails TransactionId ErrorTablets User Comment FirstErrorMsg`.split(/\s+/);
  return textRelation(names, []);
}

export function loadWarnings(url: string, session: Session): Relation {
  const name = new URL(url, 'http://localhost').searchParams.get('file') ?? '';
  const log = session.cluster.errorLogs.get(name) ?? fail(`failed to open stream: ${url}`);
  return textRelation(
    ['JobId', 'Label', 'ErrorMsgDetail'],
    log
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [-1, null, line]),
  );
}

/** WHERE names one transaction: by `id` or by `label`. */
export function transaction({ subject, where }: Show, session: Session): Relation {
  const database = session.cluster.database(databaseOf(session, subject));
  const fits = where?.op === 'binary' && where.sign === '=' && where.left.op === 'column' && where.right.op === 'literal';
  const value = fits && where.right.op === 'literal' && where.right.cell.kind !== 'null' ? where.right.cell.text : null;
  const by = fits && where.left.op === 'column' ? where.left.name.toLowerCase() : '';
  if (value === null || (by !== 'id' && by !== 'label')) fail('Where clause should looks like one of them: id = 123 or label = "xxx"');
  database.transactions.sweep();
  const found = by === 'id' ? database.transactions.byId(Number(value)) : database.transactions.byLabel(value);
  if (found === null) fail(`transaction with ${by} ${value} does not exist`);
  demandOnTable(session.user, 'Load', database.name, found.table.name);
  const names = `TransactionId Label Coordinator TransactionStatus LoadJobSourceType PrepareTime PreCommitTime CommitTime PublishTime
    FinishTime Reason ErrorReplicasCount ListenerId TimeoutMs ErrMsg`.split(/\s+/);
  return textRelation(names, [row(found)]);
}

function row({ id, label, state, began, finished, reason, timeout }: Transaction): readonly (string | number | null)[] {
  const ended = finished === 0 ? null : moment(finished);
  return [id, label, 'BE: 127.0.0.1', state, 'BACKEND_STREAMING', moment(began), null, ended, ended, ended, reason, 0, -1, timeout, ''];
}

const moment = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');

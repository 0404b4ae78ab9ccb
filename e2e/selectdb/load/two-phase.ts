import type { IncomingHttpHeaders } from 'node:http';
import type { Cluster } from '../cluster.ts';
import { DorisError, fail } from '../errors.ts';
import { header } from './headers.ts';
import type { Transaction } from './transactions.ts';

/** `_stream_load_2pc`: ends a transaction that was pre-committed (rule F6). */
export function endTransaction(cluster: Cluster, databaseName: string, headers: IncomingHttpHeaders): string {
  try {
    return answer('Success', act(cluster, databaseName, headers));
  } catch (error) {
    if (!(error instanceof DorisError)) throw error;
    return answer('ANALYSIS_ERROR', error.detail);
  }
}

const answer = (status: string, msg: string): string => `${JSON.stringify({ status, msg }, null, 4)}\n`;

function act(cluster: Cluster, databaseName: string, headers: IncomingHttpHeaders): string {
  const { transactions } = cluster.databases.get(databaseName) ?? fail(`unknown database, database=${databaseName}`);
  const id = header(headers, 'txn_id');
  const label = header(headers, 'label');
  if (id === null && label === null) fail('transaction id and label is empty.');
  const operation = (header(headers, 'txn_operation') ?? '').toLowerCase();
  if (operation !== 'commit' && operation !== 'abort') fail(`transaction operation should be 'commit' or 'abort'`);
  transactions.sweep();
  const found = id === null ? transactions.byLabel(label ?? '') : transactions.byId(Number(id));
  if (found === null) fail(`transaction [${id ?? label}] not found.`);
  if (operation === 'abort') {
    demandAbortable(found);
    transactions.abort(found, 'User Abort');
    return `transaction [${found.id}] abort successfully.`;
  }
  demandPrecommitted(found);
  transactions.commit(found, found.rows);
  transactions.publish(found);
  return `transaction [${found.id}] commit successfully.`;
}

function demandPrecommitted({ id, state, reason }: Transaction): void {
  if (state === 'ABORTED') fail(`transaction [${id}] is already aborted. abort reason: ${reason}`);
  if (state === 'VISIBLE') fail(`transaction [${id}] is already visible, not pre-committed.`);
  if (state === 'COMMITTED') fail(`transaction [${id}] is already committed, not pre-committed.`);
  if (state === 'PREPARE') fail(`transaction [${id}] is prepare, not pre-committed.`);
}

function demandAbortable({ id, state, reason }: Transaction): void {
  if (state === 'ABORTED') fail(`transaction [${id}] is already aborted. abort reason: ${reason}`);
  if (state === 'VISIBLE' || state === 'COMMITTED') fail(`transaction [${id}] is already ${state}, could not abort.`);
}

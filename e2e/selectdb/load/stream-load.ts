import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { checkLabel } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import { may, type User } from '../catalog/users.ts';
import type { Cluster, Database } from '../cluster.ts';
import { DorisError, fail } from '../errors.ts';
import type { Fault } from '../faults.ts';
import type { Incoming } from '../storage/rows.ts';
import { drain, readBody } from './body.ts';
import { type Counts, printReport, type Report } from './counts.ts';
import { checkFirst, header, type LoadOptions, labelOf, readOptions, timeoutOf } from './headers.ts';
import { type Plan, plan } from './plan.ts';
import { readRows } from './read-rows.ts';
import { LabelUsed, type Transaction } from './transactions.ts';

/** A load that the backend has accepted: it waits for its body. */
interface Accepted {
  readonly database: Database;
  readonly transaction: Transaction;
  readonly options: LoadOptions;
  readonly plan: Plan;
  readonly began: number;
  readonly fault: Fault | null;
}

/** What the client gets: an answer, or a broken connection. */
type Ending = { readonly answer: string } | { readonly broken: true };

const none = (): Counts => ({ total: 0, loaded: 0, filtered: 0, unselected: 0, bytes: 0 });

export class StreamLoad {
  readonly #cluster: Cluster;
  readonly #errorUrl: (file: string) => string;

  constructor(cluster: Cluster, errorUrl: (file: string) => string) {
    this.#cluster = cluster;
    this.#errorUrl = errorUrl;
  }

  /** Headers, transaction, plan, in the server's order. A string is the answer to a load that is refused. */
  accept(request: IncomingMessage, user: User, databaseName: string, tableName: string): Accepted | string {
    const began = Date.now();
    const { headers } = request;
    let label = header(headers, 'label') ?? '';
    let begun: { readonly database: Database; readonly transaction: Transaction } | null = null;
    const report = (status: Report['status'], message: string, existingJob?: string): string =>
      printReport({
        status,
        message,
        label,
        comment: header(headers, 'comment') ?? '',
        transaction: begun?.transaction ?? null,
        counts: none(),
        began,
        twoPhase: header(headers, 'two_phase_commit') === 'true',
        grouped: false,
        ...(existingJob === undefined ? {} : { existingJob }),
      });
    try {
      checkFirst(headers);
      label = labelOf(headers);
      begun = this.#begin(user, databaseName, tableName, label, timeoutOf(headers));
      const { transaction, database } = begun;
      const { version, cloud } = this.#cluster.settings;
      const options = readOptions(headers, label, version);
      const planned = plan(transaction.table, options, cloud);
      return { database, transaction, options, plan: planned, began, fault: this.#cluster.faults.take('backend', tableName) };
    } catch (error) {
      if (!(error instanceof DorisError)) throw error;
      if (begun !== null) begun.database.transactions.abort(begun.transaction, error.detail);
      if (error instanceof LabelUsed) return report('Label Already Exists', `[LABEL_ALREADY_EXISTS]${error.detail}`, error.job);
      return report('Fail', bracketed(error.detail));
    }
  }

  #begin(
    user: User,
    databaseName: string,
    tableName: string,
    label: string,
    timeout: number,
  ): { readonly database: Database; readonly transaction: Transaction } {
    this.#cluster.demandWritable();
    const database = this.#cluster.databases.get(databaseName) ?? fail(`unknown database, database=${databaseName}`);
    const table = database.tables.get(tableName) ?? fail(`[NOT_FOUND]unknown table, tableName=${tableName}`);
    if (!may(user, 'Load', databaseName, tableName)) {
      fail(`Access denied; you need (at least one of) the LOAD privilege(s) for this operation, user=${user.name}, table=${tableName}`);
    }
    checkLabel(label, this.#cluster.names());
    return { database, transaction: database.transactions.begin(table, label, timeout) };
  }

  async load(accepted: Accepted, request: IncomingMessage): Promise<Ending> {
    const { database, transaction, options, fault } = accepted;
    const counts = none();
    try {
      this.#cluster.loaded.requests += 1;
      if (this.#cluster.faults.sink) return await this.#swallow(accepted, counts, request);
      const body = await readBody(request, options, (bytes) => {
        counts.bytes = bytes;
        if (fault?.kind === 'reset' && bytes >= fault.afterBytes) throw new Broken();
      });
      // A body that is shorter than the fault waits for breaks all the same.
      if (fault?.kind === 'reset') throw new Broken();
      this.#cluster.loaded.bytes += counts.bytes;
      return await this.#take(accepted, counts, body);
    } catch (error) {
      database.transactions.abort(transaction, error instanceof DorisError ? error.detail : 'the connection was broken');
      if (!(error instanceof DorisError)) return { broken: true };
      return { answer: this.#report(accepted, counts, 'Fail', bracketed(error.detail)) };
    }
  }

  async #take(accepted: Accepted, counts: Counts, body: Buffer): Promise<Ending> {
    await this.#strike(accepted.fault);
    const read = await readRows(accepted.plan, accepted.options, body, counts, this.#cluster.settings.version);
    if (read.problem !== null) {
      accepted.database.transactions.abort(accepted.transaction, read.problem);
      return { answer: this.#report(accepted, counts, 'Fail', read.problem, read.log) };
    }
    return this.#finish(accepted, counts, read.rows, read.log);
  }

  /** Faults that come before the commit, once the body is there. */
  async #strike(fault: Fault | null): Promise<void> {
    if (fault?.kind === 'slow') await this.#cluster.delays.wait(fault.ms);
    if (fault?.kind === 'fail') fail(fault.message);
    if (fault?.kind === 'too many versions') tooManyVersions(this.#cluster.nextId());
  }

  async #finish(accepted: Accepted, counts: Counts, rows: readonly Incoming[], log: readonly string[]): Promise<Ending> {
    const { database, transaction, options, fault } = accepted;
    const { transactions } = database;
    demandTable(this.#cluster, database, transaction.table);
    if (options.twoPhase) {
      transactions.precommit(transaction, rows);
      return fault?.kind === 'no answer' ? { broken: true } : { answer: this.#report(accepted, counts, 'Success', 'OK', log) };
    }
    if (fault?.kind === 'late commit') {
      const commit = unlessAborted(() => {
        transactions.commit(transaction, rows);
        transactions.publish(transaction);
      });
      this.#cluster.delays.later(fault.commitAfterMs, commit);
      return { broken: true };
    }
    transactions.commit(transaction, rows);
    if (fault?.kind === 'publish timeout') {
      this.#cluster.delays.later(fault.visibleAfterMs, () => transactions.publish(transaction));
      return { answer: this.#report(accepted, counts, 'Publish Timeout', VISIBLE_LATER, log) };
    }
    const visible = transactions.publish(transaction);
    if (fault?.kind === 'no answer') return { broken: true };
    if (fault?.kind === 'fail after commit') return { answer: this.#report(accepted, counts, 'Fail', fault.message) };
    if (fault?.kind === 'garbled answer') return { answer: '<html><body>502 Bad Gateway</body></html>' };
    return { answer: this.#report(accepted, counts, visible ? 'Success' : 'Publish Timeout', visible ? 'OK' : VISIBLE_LATER, log) };
  }

  async #swallow(accepted: Accepted, counts: Counts, request: IncomingMessage): Promise<Ending> {
    const { bytes, lines } = await drain(request, accepted.options);
    Object.assign(counts, { bytes, total: lines, loaded: lines });
    this.#cluster.loaded.bytes += bytes;
    this.#cluster.loaded.lines += lines;
    if (accepted.fault?.kind === 'reset') throw new Broken();
    await this.#strike(accepted.fault);
    return this.#finish(accepted, counts, [], []);
  }

  #report(accepted: Accepted, counts: Counts, status: Report['status'], message: string, log: readonly string[] = []): string {
    const { options, transaction, began } = accepted;
    const common = { status, message, label: options.label, comment: options.comment, transaction, counts, began };
    const shape = { ...common, twoPhase: options.twoPhase, grouped: options.groupCommit !== 'off_mode' };
    const [first] = log;
    if (first === undefined) return printReport(shape);
    const file = `__shard_0/error_log_insert_stmt_${randomUUID()}`;
    this.#cluster.errorLogs.set(file, `${log.join('\n')}\n`);
    const firstError = this.#cluster.settings.version === 4 ? { firstError: first } : {};
    return printReport({ ...shape, errorUrl: this.#errorUrl(file), ...firstError });
  }
}

/** The connection is to break, and nobody hears why. */
class Broken extends Error {}

const VISIBLE_LATER = '[PUBLISH_TIMEOUT]transaction commit successfully, BUT data will be visible later';

const bracketed = (detail: string): string => (detail.startsWith('[') ? detail : `[ANALYSIS_ERROR]${detail}`);

function tooManyVersions(tablet: number): never {
  fail(
    `[E-235]failed to init rowset builder. version count: 2001, exceed limit: 2000, tablet: ${tablet}. Please reduce the frequency of loading data or adjust the max_tablet_version_num in be.conf to a larger value.`,
  );
}

/** A load that was under way when its table, or the whole database, was dropped. */
function demandTable(cluster: Cluster, database: Database, table: Table): void {
  if (cluster.databases.get(database.name) !== database || database.tables.get(table.name) !== table)
    fail(`[NOT_FOUND]table ${table.name} has been dropped`);
}

/** What happens to a transaction after its answer: it may have been aborted by then, which is no error. */
function unlessAborted(act: () => void): () => void {
  return () => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof DorisError)) throw error;
    }
  };
}

import { type Column, columnOf, type Table } from '../catalog/table.ts';
import type { Delays } from '../delays.ts';
import { fail } from '../errors.ts';
import type { Faults } from '../faults.ts';
import type { Transactions } from '../load/transactions.ts';
import { type Row, valueIn } from './rows.ts';
import { cast } from './value.ts';

type JobState = 'PENDING' | 'WAITING_TXN' | 'RUNNING' | 'FINISHED' | 'CANCELLED';

interface Job {
  readonly id: number;
  readonly table: Table;
  readonly created: Date;
  readonly transactionId: number;
  finished: Date | null;
  state: JobState;
  message: string;
}

/** Schema changes of a cluster: light ones are over when the statement returns, the others take their time. */
export class SchemaChanges {
  readonly #jobs: Job[] = [];
  readonly #delays: Delays;
  readonly #faults: Faults;
  readonly #nextId: () => number;
  #latest = 0;

  constructor(faults: Faults, delays: Delays, nextId: () => number) {
    this.#delays = delays;
    this.#faults = faults;
    this.#nextId = nextId;
  }

  all(): readonly Job[] {
    return this.#jobs;
  }

  light(table: Table, columns: readonly Column[]): void {
    table.columns = columns;
    table.schemaVersion += 1;
    const now = this.#now();
    this.#jobs.push({ id: this.#nextId(), table, created: now, transactionId: -1, finished: now, state: 'FINISHED', message: '' });
  }

  /** The table keeps its old columns, and loads go on, until the job is done. */
  slow(table: Table, columns: readonly Column[], transactions: Transactions): void {
    table.state = 'SCHEMA_CHANGE';
    const id = this.#nextId();
    const job: Job = { id, table, created: this.#now(), transactionId: this.#nextId(), finished: null, state: 'PENDING', message: '' };
    this.#jobs.push(job);
    this.#after(job, () => this.#wait(job, columns, transactions));
  }

  cancel(table: Table): void {
    const job = this.#jobs.find((one) => one.table === table && one.finished === null);
    if (job === undefined) fail(`Table[${table.name}] is not under SCHEMA_CHANGE.`);
    this.#end(job, 'CANCELLED', 'user cancelled');
  }

  /** No two jobs of one moment: clients ask for the latest by its time. */
  #now(): Date {
    this.#latest = Math.max(Date.now(), this.#latest + 1);
    return new Date(this.#latest);
  }

  /** Every load that began before the change has to end first: a forgotten pre-commit stops it here. */
  #wait(job: Job, columns: readonly Column[], transactions: Transactions): void {
    job.state = 'WAITING_TXN';
    transactions.sweep();
    if (transactions.open(job.table, job.transactionId).length > 0) this.#after(job, () => this.#wait(job, columns, transactions));
    else this.#after(job, () => this.#run(job, columns));
  }

  #run(job: Job, columns: readonly Column[]): void {
    job.state = 'RUNNING';
    this.#after(job, () => {
      const problem = this.#faults.schemaChangeFails ?? rewrite(job.table, columns);
      this.#end(job, problem === null ? 'FINISHED' : 'CANCELLED', problem ?? '');
    });
  }

  #end(job: Job, state: JobState, message: string): void {
    job.state = state;
    job.message = message;
    job.finished = new Date();
    job.table.state = 'NORMAL';
  }

  #after(job: Job, act: () => void): void {
    this.#delays.later(this.#faults.schemaChangeMs, () => {
      if (job.finished === null) act();
    });
  }
}

/** Puts the rows into the new columns. A value that does not fit the new type stops the job, and the table stays as it was. */
function rewrite(table: Table, columns: readonly Column[]): string | null {
  const changed = columns.filter((column) => {
    const old = columnOf(table, column.name);
    return old !== null && old.type !== column.type;
  });
  const converted = new Map<Row, Row>();
  for (const row of table.rows.values()) {
    const values = [...row];
    for (const column of changed) {
      const value = valueIn(row, column);
      const casting = value === null ? null : cast(value, column.type, { zone: 0, softLimit: Number.POSITIVE_INFINITY });
      if (casting !== null && !('value' in casting))
        return `schema change failed: value ${value} of column ${column.name} does not fit its new type`;
      values[column.slot] = casting === null ? null : casting.value;
    }
    converted.set(row, values);
  }
  table.rows.rewrite((row) => converted.get(row) ?? row);
  table.columns = columns;
  table.schemaVersion += 1;
  table.rows.rekey(table);
  return null;
}

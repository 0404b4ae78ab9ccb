import type { Column, Table } from '../catalog/table.ts';
import { DorisError, fail } from '../errors.ts';
import { recast } from '../storage/recast.ts';
import type { Incoming, Rows } from '../storage/rows.ts';

type TransactionState = 'PREPARE' | 'PRECOMMITTED' | 'COMMITTED' | 'VISIBLE' | 'ABORTED';

export interface Transaction {
  readonly id: number;
  readonly label: string;
  readonly table: Table;
  /** The rows the load was planned onto. TRUNCATE puts others in their place, and what this load brings is then nowhere to be seen. */
  readonly target: Rows;
  /** As they were when the load was planned: a schema change may end before the load does. */
  readonly columns: readonly Column[];
  readonly began: number;
  readonly timeout: number;
  state: TransactionState;
  rows: readonly Incoming[];
  finished: number;
  reason: string;
  errorUrl: string;
  /** Place among the commits of the database. */
  order: number;
  /** Publishing follows the order of commits: a version waits for the ones before it. */
  publishable: boolean;
}

export interface TransactionLimits {
  /** How long a finished label is known. */
  readonly labelKeepMs: number;
  /** How many finished labels a database remembers. */
  readonly labelLimit: number;
  readonly maxRunning: number;
  readonly precommitMs: number;
}

/** A label that another transaction holds. */
export class LabelUsed extends DorisError {
  readonly job: 'RUNNING' | 'PRECOMMITTED' | 'FINISHED';

  constructor({ label, id, state }: Transaction) {
    super(1105, 'HY000', `Label [${label}] has already been used, relate to txn [${id}], status [${state}].`);
    this.job = state === 'PREPARE' ? 'RUNNING' : state === 'PRECOMMITTED' ? 'PRECOMMITTED' : 'FINISHED';
  }
}

/** The transactions of one database. Labels are unique in it among the ones that were not aborted. */
export class Transactions {
  readonly #limits: TransactionLimits;
  readonly #database: string;
  readonly #nextId: () => number;
  readonly #all = new Map<number, Transaction>();
  #version = 0;
  #commits = 0;

  constructor(database: string, limits: TransactionLimits, nextId: () => number) {
    this.#database = database;
    this.#limits = limits;
    this.#nextId = nextId;
  }

  /** Rule F3. */
  begin(table: Table, label: string, timeout: number): Transaction {
    this.sweep();
    const holder = this.byLabel(label);
    if (holder !== null && holder.state !== 'ABORTED') throw new LabelUsed(holder);
    const running = this.#in('PREPARE', 'PRECOMMITTED', 'COMMITTED').length;
    if (running >= this.#limits.maxRunning) {
      fail(`current running txns on db ${this.#database} is ${running}, larger than limit ${this.#limits.maxRunning}`);
    }
    const transaction: Transaction = {
      id: this.#nextId(),
      label,
      table,
      target: table.rows,
      columns: table.columns,
      began: Date.now(),
      timeout,
      state: 'PREPARE',
      rows: [],
      finished: 0,
      reason: '',
      errorUrl: '',
      order: 0,
      publishable: false,
    };
    this.#all.set(transaction.id, transaction);
    return transaction;
  }

  precommit(transaction: Transaction, rows: readonly Incoming[]): void {
    this.#stillOpen(transaction);
    transaction.rows = rows;
    transaction.state = 'PRECOMMITTED';
  }

  /** From here on nothing takes the rows back. */
  commit(transaction: Transaction, rows: readonly Incoming[]): void {
    this.#stillOpen(transaction);
    transaction.rows = rows;
    transaction.state = 'COMMITTED';
    transaction.finished = Date.now();
    this.#commits += 1;
    transaction.order = this.#commits;
  }

  /** Shows the rows, unless an earlier version of the table is still to be shown: then they follow it. */
  publish(transaction: Transaction): boolean {
    transaction.publishable = true;
    for (const next of this.#in('COMMITTED')) {
      if (next.table !== transaction.table) continue;
      if (!next.publishable) break;
      this.#version += 1;
      next.target.apply(next.table, recast(next.rows, next.columns, next.table), this.#version);
      next.state = 'VISIBLE';
      next.rows = [];
    }
    return transaction.state === 'VISIBLE';
  }

  abort(transaction: Transaction, reason: string): void {
    if (transaction.state !== 'PREPARE' && transaction.state !== 'PRECOMMITTED') return;
    transaction.state = 'ABORTED';
    transaction.reason = reason;
    transaction.rows = [];
    transaction.finished = Date.now();
  }

  byId(id: number): Transaction | null {
    this.sweep();
    return this.#all.get(id) ?? null;
  }

  /** The latest one: a label that was aborted may be used again. */
  byLabel(label: string): Transaction | null {
    return [...this.#all.values()].findLast((transaction) => transaction.label === label) ?? null;
  }

  all(): readonly Transaction[] {
    this.sweep();
    return [...this.#all.values()];
  }

  /** Open ones that a schema change has to wait for. */
  open(table: Table, before = Number.POSITIVE_INFINITY): readonly Transaction[] {
    return this.#in('PREPARE', 'PRECOMMITTED', 'COMMITTED').filter((one) => one.table === table && one.id < before);
  }

  /** Rule F7, and the end of transactions that nobody ended in time. */
  sweep(): void {
    const now = Date.now();
    for (const one of this.#in('PREPARE')) if (now - one.began > one.timeout) this.abort(one, 'timeout by txn manager');
    for (const one of this.#in('PRECOMMITTED')) if (now - one.began > this.#limits.precommitMs) this.abort(one, 'timeout by txn manager');
    const finished = this.#in('VISIBLE', 'ABORTED');
    const surplus = finished.length - this.#limits.labelLimit;
    for (const [index, one] of finished.entries()) {
      if (index < surplus || now - one.finished > this.#limits.labelKeepMs) this.#all.delete(one.id);
    }
  }

  #in(...states: readonly TransactionState[]): readonly Transaction[] {
    const found = [...this.#all.values()].filter(({ state }) => states.includes(state));
    return found.toSorted((one, other) => one.finished - other.finished || one.order - other.order || one.id - other.id);
  }

  #stillOpen(transaction: Transaction): void {
    this.sweep();
    if (transaction.state === 'ABORTED') fail(`transaction [${transaction.id}] is already aborted. abort reason: ${transaction.reason}`);
  }
}

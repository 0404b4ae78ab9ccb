import type { ApplyResult } from '../destination/destination.ts';
import type { AppliedWork, BatchSize, ChangeCounts, HotKey } from '../progress/event.ts';
import { NO_CHANGES } from '../progress/table.ts';
import { type ChangeBatch, changeSize, type TableChange } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';

/** Of the keys that were changed again and again, as many as anyone looks at. */
const HOT_KEYS = 10;

type Counts = { -readonly [K in keyof ChangeCounts]: number };

/** Counts what is applied between two reports. */
export class Figures {
  #since: number;
  #counts = new Map<TableId, Counts>();
  #transactions = 0;
  #bytes = 0;
  #ddl = 0;
  #batches = { count: 0, rows: 0, transactions: 0 };
  #last: BatchSize | null = null;
  /** Null where the destination does not tell. */
  #spent: Map<TableId, number> | null = null;
  #hot = new Map<string, HotKey>();
  /** Rows of the destination's transaction that is open. */
  #rows = 0;

  constructor(at: number) {
    this.#since = at;
  }

  /** Part of a batch that was written, its last with what it commits. */
  wrote(changes: readonly TableChange[], { spent, hot }: ApplyResult, commit: ChangeBatch['commit']): void {
    this.#count(changes);
    if (spent !== undefined) this.#add(spent);
    for (const each of hot ?? []) {
      const name = `${each.table}\n${each.key}`;
      this.#hot.set(name, { ...each, count: each.count + (this.#hot.get(name)?.count ?? 0) });
    }
    if (commit === null) return;
    const { transactions } = commit;
    this.#transactions += transactions;
    // An idle stream's position is made durable too, and a heartbeat comes as a transaction: those are no batches of anything.
    if (transactions > 0 && this.#rows > 0) {
      const { count, rows } = this.#batches;
      this.#last = { rows: this.#rows, transactions };
      this.#batches = { count: count + 1, rows: rows + this.#rows, transactions: this.#batches.transactions + transactions };
    }
    this.#rows = 0;
  }

  /** A statement of DDL that was run, of these tables that are followed, or (null) of something else. */
  ran(tables: readonly (TableId | null)[]): void {
    this.#ddl += 1;
    for (const table of tables) if (table !== null) this.#of(table).ddl += 1;
  }

  /** What there was since it was taken last. */
  take(at: number): AppliedWork {
    const work: AppliedWork = {
      since: this.#since,
      changes: Object.fromEntries(this.#counts),
      transactions: this.#transactions,
      bytes: this.#bytes,
      ddl: this.#ddl,
      batches: this.#last === null ? null : { ...this.#batches, last: this.#last },
      spent: this.#spent === null ? null : Object.fromEntries(this.#spent),
      hot: [...this.#hot.values()].sort((a, b) => b.count - a.count).slice(0, HOT_KEYS),
    };
    this.#since = at;
    this.#counts = new Map();
    [this.#transactions, this.#bytes, this.#ddl] = [0, 0, 0];
    this.#batches = { count: 0, rows: 0, transactions: 0 };
    this.#last = null;
    this.#spent = null;
    this.#hot = new Map();
    return work;
  }

  #add(spent: ReadonlyMap<TableId, number>): void {
    this.#spent ??= new Map();
    for (const [id, ms] of spent) this.#spent.set(id, (this.#spent.get(id) ?? 0) + ms);
  }

  #count(changes: readonly TableChange[]): void {
    let last: TableId | null = null;
    let counts: Counts = { ...NO_CHANGES };
    for (const change of changes) {
      if (change.kind === 'truncate') {
        for (const { id } of change.relations) this.#of(id).truncates += 1;
        continue;
      }
      const { id } = change.relation;
      // Many are of one table.
      if (id !== last) counts = this.#of(id);
      last = id;
      if (change.kind === 'insert') counts.inserts += 1;
      else if (change.kind === 'update') counts.updates += 1;
      else counts.deletes += 1;
      this.#bytes += changeSize(change);
      this.#rows += 1;
    }
  }

  #of(id: TableId): Counts {
    let counts = this.#counts.get(id);
    if (counts === undefined) {
      counts = { ...NO_CHANGES };
      this.#counts.set(id, counts);
    }
    return counts;
  }
}

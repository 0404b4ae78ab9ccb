import type { ChangeBatch, ChangeEvent, Position, RowChange, TableChange, TransactionNumber, Tuple } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';

/** Changes of one unfinished source transaction that are held before they are written into an open transaction. */
const OPEN_LIMIT = 20_000;
/** Changes after which a batch ends at the next commit, so that one destination transaction stays within memory. */
const BATCH_LIMIT = 20_000;
/** The same two limits by characters of values: a few thousand rows may be gigabytes. */
const SIZE_LIMIT = 16 << 20;

/**
 * Cuts the stream of events into batches at transaction boundaries. Batches are as large as what has arrived: one transaction
 * when the stream is quiet, many when the destination is behind. Pure but for what it holds back.
 */
export class Batcher {
  readonly #loaded: ReadonlyMap<TableId, Position | null>;
  #begin: Position | null = null;
  #changes: TableChange[] = [];
  /** Size of the changes held of the transaction that is open. */
  #openSize = 0;
  #written = false;
  #numbers: TransactionNumber[] = [];

  /** `loaded`: for each followed table the position its load has seen; changes committed before are part of the load. */
  constructor(loaded: ReadonlyMap<TableId, Position | null>) {
    this.#loaded = loaded;
  }

  /** True between transactions with nothing held back: only then the log's end may stand for what is applied. */
  get idle(): boolean {
    return this.#begin === null && this.#changes.length === 0 && !this.#written;
  }

  push(events: readonly ChangeEvent[]): readonly ChangeBatch[] {
    const batches: ChangeBatch[] = [];
    let commit: ChangeBatch['commit'] = null;
    let committed = 0;
    let transactions = 0;
    let size = 0;
    const close = () => {
      if (commit === null) return;
      batches.push({ changes: this.#changes.slice(0, committed), commit, numbers: this.#numbers });
      this.#numbers = this.#numbers.slice(-1);
      this.#changes = this.#changes.slice(committed);
      this.#written = false;
      commit = null;
      committed = 0;
      transactions = 0;
      size = 0;
    };
    for (const event of events) {
      if (event.kind === 'begin') {
        this.#begin = event.commit;
        if (event.number !== undefined) this.#numbers.push(event.number);
      } else if (event.kind === 'commit') {
        this.#begin = null;
        transactions += 1;
        commit = { position: event.end, at: event.at, transactions };
        committed = this.#changes.length;
        size += this.#openSize;
        this.#openSize = 0;
        if (committed >= BATCH_LIMIT || size >= SIZE_LIMIT) close();
      } else {
        this.#hold(event);
        if (this.#changes.length - committed < OPEN_LIMIT && this.#openSize < SIZE_LIMIT) continue;
        close();
        batches.push({ changes: this.#changes, commit: null, numbers: this.#numbers });
        this.#numbers = this.#numbers.slice(-1);
        this.#changes = [];
        this.#openSize = 0;
        this.#written = true;
      }
    }
    close();
    return batches;
  }

  #hold(change: TableChange): void {
    if (change.kind === 'truncate') {
      const relations = change.relations.filter(({ id }) => this.#follows(id));
      if (relations.length > 0) this.#changes.push({ ...change, relations });
    } else if (this.#follows(change.relation.id)) {
      this.#changes.push(change);
      this.#openSize += sizeOf(change);
    }
  }

  /** A table loaded under a snapshot of position P has in it every transaction whose commit record starts before P. */
  #follows(id: TableId): boolean {
    const position = this.#loaded.get(id);
    if (position === undefined) return false;
    return position === null || this.#begin === null || this.#begin >= position;
  }
}

function sizeOf(change: RowChange): number {
  const previous = change.kind === 'insert' ? null : change.previous;
  return tupleSize(change.kind === 'delete' ? [] : change.next) + tupleSize(previous?.tuple ?? []);
}

export function tupleSize(tuple: Tuple): number {
  return tuple.reduce((sum, value) => sum + (value?.length ?? 0), 0);
}

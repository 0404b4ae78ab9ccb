import { fromBigInt } from '../../../postgres/lsn.ts';
import type { Position } from '../../../schema/row.ts';
import {
  beginPrepare,
  type Commit,
  commitPrepared,
  framed,
  prepare,
  rollbackPrepared,
  streamAbort,
  streamCommit,
  streamStart,
} from './messages.ts';
import { Shapes } from './shapes.ts';
import type { TransactionStore } from './transaction-store.ts';

/** Types of messages that carry the number of their subtransaction between Stream Start and Stream Stop: a byte each, as characters. */
const NUMBERED = new Set(Buffer.from('IUDTRYM', 'latin1'));
const CHANGES = new Set(Buffer.from('IUDT', 'latin1'));
const NUMBER_BYTES = 4;

/** A message that goes on as it is, a whole transaction, or nothing yet. */
export type Sorted = Buffer | AsyncIterable<readonly Buffer[]> | null;

/**
 * Turns pgoutput's protocol versions 2 to 4 into version 1: each transaction whole, between its Begin and Commit, when its commit
 * comes. Whoever reads version 1 reads what comes out. What a transaction told before its end is kept in the store.
 *
 * A prepared transaction comes at COMMIT PREPARED. The source tells its changes but once, at PREPARE, unless it is asked to go on from
 * before that: acknowledge only what `acknowledgeable` lets through, and go on from where the slot stands, not from a later place.
 */
export class Sorter {
  readonly #store: TransactionStore;
  readonly #shapes = new Shapes();
  /** By name; `end` is null until the commit was told. */
  readonly #prepared = new Map<string, { readonly at: Position; readonly end: Position | null }[]>();
  /** Between Stream Start and Stream Stop, or between Begin Prepare and Prepare. */
  #current: { readonly transaction: number; readonly streamed: boolean } | null = null;

  constructor(store: TransactionStore) {
    this.#store = store;
  }

  /** The next message of the log; it may change afterwards. What comes out is to be read in the order it came out. */
  take(message: Buffer): Sorted {
    switch (message[0]) {
      case 0x53 /* S: Stream Start */:
        return this.#start(message);
      case 0x45 /* E: Stream Stop */:
        this.#current = null;
        return null;
      case 0x41 /* A: Stream Abort */:
        return this.#abort(message);
      case 0x63 /* c: Stream Commit */:
        {
          const commit = streamCommit(message);
          return this.#whole(commit, this.#store.commit(commit.transaction));
        }
      case 0x62 /* b: Begin Prepare */:
        {
          const { transaction } = beginPrepare(message);
          this.#store.begin(transaction);
          this.#current = { transaction, streamed: false };
          return null;
        }
      case 0x50 /* P: Prepare */:
      case 0x70 /* p: Stream Prepare */:
        return this.#prepare(message);
      case 0x4b /* K: Commit Prepared */:
        return this.#commitPrepared(message);
      case 0x72 /* r: Rollback Prepared */:
        return this.#rollbackPrepared(message);
      default:
        return this.#tell(message);
    }
  }

  /** The farthest place up to `position` that may be acknowledged, when everything up to `position` is durable. */
  acknowledgeable(position: Position): Position {
    let farthest = position;
    for (const [name, times] of this.#prepared) {
      const needed = times.filter(({ end }) => end === null || end > position);
      if (needed.length === 0) this.#prepared.delete(name);
      else this.#prepared.set(name, needed);
      for (const { at } of needed) if (at < farthest) farthest = at;
    }
    return farthest;
  }

  #start(message: Buffer): null {
    const { transaction, first } = streamStart(message);
    if (first) this.#store.begin(transaction);
    else if (!this.#store.has(transaction)) throw new Error(`The log goes on with transaction ${transaction}, which did not begin.`);
    this.#current = { transaction, streamed: true };
    return null;
  }

  #abort(message: Buffer): null {
    const { transaction, subtransaction } = streamAbort(message);
    this.#store.abort(transaction, subtransaction);
    this.#shapes.drop(transaction, subtransaction);
    return null;
  }

  #prepare(message: Buffer): null {
    const { transaction, at, name } = prepare(message);
    this.#store.prepare(transaction, name);
    this.#prepared.set(name, [...(this.#prepared.get(name) ?? []), { at: fromBigInt(at), end: null }]);
    this.#current = null;
    return null;
  }

  #commitPrepared(message: Buffer): Sorted {
    const commit = commitPrepared(message);
    const kept = this.#store.commitPrepared(commit.name);
    const times = this.#prepared.get(commit.name) ?? [];
    const ended = times.map((time) => (time.end === null ? { ...time, end: fromBigInt(commit.end) } : time));
    this.#prepared.set(commit.name, ended);
    return this.#whole(commit, kept);
  }

  #rollbackPrepared(message: Buffer): null {
    const { transaction, name } = rollbackPrepared(message);
    this.#store.rollbackPrepared(name);
    this.#shapes.drop(transaction, transaction);
    const others = (this.#prepared.get(name) ?? []).filter(({ end }) => end !== null);
    this.#prepared.set(name, others);
    return null;
  }

  #whole(commit: Commit, kept: AsyncIterable<readonly Buffer[]>): AsyncIterable<readonly Buffer[]> {
    return whole(framed(commit), kept, this.#shapes.settle(commit.transaction));
  }

  /** A message about rows, or about what they are of. */
  #tell(message: Buffer): Buffer | null {
    const isRelation = message[0] === 0x52;
    const current = this.#current;
    if (current === null) {
      if (isRelation) this.#shapes.learn(message);
      return message;
    }
    return current.streamed ? this.#keepStreamed(current.transaction, message) : this.#keepPrepared(current.transaction, message);
  }

  #keepStreamed(transaction: number, message: Buffer): null {
    const type = message.readUInt8(0);
    // An origin is of the whole transaction.
    const numbered = NUMBERED.has(type);
    const subtransaction = numbered ? message.readUInt32BE(1) : transaction;
    this.#store.push(transaction, subtransaction, message, numbered ? NUMBER_BYTES : 0);
    if (type === 0x52 /* R */) {
      this.#shapes.learnIn(transaction, subtransaction, Buffer.concat([message.subarray(0, 1), message.subarray(1 + NUMBER_BYTES)]));
    }
    return null;
  }

  /** Its relations are described as in any ordinary transaction: for those that come before its end, and by those that came before it. */
  #keepPrepared(transaction: number, message: Buffer): Buffer | null {
    const type = message.readUInt8(0);
    if (CHANGES.has(type)) {
      for (const shape of this.#shapes.lacking(transaction, message)) this.#store.push(transaction, transaction, shape);
    }
    this.#store.push(transaction, transaction, message);
    if (type !== 0x52 /* R */) return null;
    this.#shapes.learn(message);
    this.#shapes.learnIn(transaction, transaction, message);
    return message;
  }
}

async function* whole(
  { begin, commit }: ReturnType<typeof framed>,
  kept: AsyncIterable<readonly Buffer[]>,
  after: readonly Buffer[],
): AsyncGenerator<readonly Buffer[], void, undefined> {
  yield [begin];
  yield* kept;
  yield [...after, commit];
}

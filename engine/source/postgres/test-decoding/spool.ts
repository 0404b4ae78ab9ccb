import type { Spill } from '../../reading.ts';
import { TransactionStore } from '../in-progress/transaction-store.ts';

/** What one transaction may hold before it is given to the store. */
const HELD_BYTES = 1 << 20;
/** The store knows transactions by number; there is one at a time. */
const ONLY = 1;

/**
 * Holds the transaction that is being told until its commit is: only that says where and when it was, which its beginning must say.
 * A small one stays in memory as it is, a large one goes through the store.
 */
export class Spool implements AsyncDisposable {
  readonly #store: TransactionStore;
  #held: Buffer[] = [];
  #bytes = 0;

  private constructor(store: TransactionStore) {
    this.#store = store;
  }

  static async open({ folder, bytes }: Spill): Promise<Spool> {
    return new Spool(await TransactionStore.open({ folder, diskBytes: bytes }));
  }

  /**
   * Copies the message.
   * @throws EngineError `source.transaction-too-large`, `source.spill-failed`
   */
  push(message: Buffer): void {
    this.#bytes += message.length;
    if (this.#store.has(ONLY)) this.#store.push(ONLY, ONLY, message);
    else this.#held.push(Buffer.from(message));
    if (this.#bytes <= HELD_BYTES || this.#held.length === 0) return;
    this.#store.begin(ONLY);
    for (const held of this.#held) this.#store.push(ONLY, ONLY, held);
    this.#held = [];
  }

  /** Ends the transaction: its messages, some at a time, and how many bytes they are. */
  take(): { readonly pieces: AsyncIterable<readonly Buffer[]>; readonly bytes: number } {
    const bytes = this.#bytes;
    const pieces = this.#store.has(ONLY) ? this.#store.commit(ONLY) : once(this.#held);
    this.#held = [];
    this.#bytes = 0;
    return { pieces, bytes };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store[Symbol.asyncDispose]();
  }
}

async function* once(messages: readonly Buffer[]): AsyncGenerator<readonly Buffer[], void, undefined> {
  yield messages;
}

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KeptTransaction } from './kept-transaction.ts';
import { noRoom, tooLarge } from './refusals.ts';

/** It stays while what was written before it is read back and applied. */
const MEMORY_BYTES = 16 << 20;
const DISK_BYTES = 20 * 2 ** 30;
const SUFFIX = '.changes';

export interface TransactionStoreInit {
  /** Of this store alone. What an engine that was killed left in it is removed: the source sends it again. */
  readonly folder: string;
  /** Of all transactions together; beyond it the largest goes to disk. */
  readonly memoryBytes?: number;
  readonly diskBytes?: number;
}

/**
 * Messages of transactions that the source tells of before they are over, apart by transaction. What is here is never acknowledged,
 * so nothing of it need outlive the process.
 */
export class TransactionStore implements AsyncDisposable {
  readonly #folder: string;
  readonly #memoryBytes: number;
  readonly #diskBytes: number;
  readonly #open = new Map<number, KeptTransaction>();
  readonly #prepared = new Map<string, KeptTransaction>();
  /** Given back, but not read to their end. */
  readonly #leaving = new Set<KeptTransaction>();
  /** Names of files: the source's numbers come round, and those of another store that ends late must not be taken for this one's. */
  readonly #mark = randomBytes(8).toString('hex');
  #made = 0;
  #memory = 0;
  #disk = 0;

  private constructor(init: Required<TransactionStoreInit>) {
    this.#folder = init.folder;
    this.#memoryBytes = init.memoryBytes;
    this.#diskBytes = init.diskBytes;
  }

  static async open(init: TransactionStoreInit): Promise<TransactionStore> {
    const { folder } = init;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const left = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX));
    for (const name of left) await rm(join(folder, name), { force: true });
    return new TransactionStore({ memoryBytes: MEMORY_BYTES, diskBytes: DISK_BYTES, ...init });
  }

  /** Bytes held by all transactions. */
  get held(): { readonly memory: number; readonly disk: number } {
    return { memory: this.#memory, disk: this.#disk };
  }

  begin(transaction: number): void {
    if (this.#open.has(transaction)) throw new Error(`The log begins transaction ${transaction} twice.`);
    this.#made += 1;
    this.#open.set(transaction, new KeptTransaction(join(this.#folder, `${this.#mark}-${this.#made}${SUFFIX}`)));
  }

  has(transaction: number): boolean {
    return this.#open.has(transaction);
  }

  /**
   * Copies a message of the subtransaction (the transaction itself, if of none), but for `extra` bytes after its type.
   * @throws EngineError `source.transaction-too-large`, `source.spill-failed`
   */
  push(transaction: number, subtransaction: number, message: Buffer, extra = 0): void {
    const kept = this.#find(transaction);
    this.#counted(kept, () => kept.append(subtransaction, message, extra));
    while (this.#memory > this.#memoryBytes) if (!this.#spillLargest()) return;
  }

  /** A transaction that is not known had nothing to tell, or was given up before. */
  abort(transaction: number, subtransaction: number): void {
    const kept = this.#open.get(transaction);
    if (kept === undefined) return;
    if (subtransaction !== transaction) {
      this.#counted(kept, () => kept.drop(subtransaction));
      return;
    }
    this.#open.delete(transaction);
    this.#forget(kept);
  }

  /** The messages in order, some at a time; their bytes are the reader's to keep. They are gone when they were read, or not read on. */
  commit(transaction: number): AsyncIterable<readonly Buffer[]> {
    const kept = this.#find(transaction);
    this.#open.delete(transaction);
    return this.#leave(kept);
  }

  /** From now on the transaction is known by its name, and its number may be another's. */
  prepare(transaction: number, name: string): void {
    const kept = this.#find(transaction);
    if (this.#prepared.has(name)) throw new Error(`The log prepares transaction ${name} twice.`);
    this.#open.delete(transaction);
    this.#prepared.set(name, kept);
  }

  /** Like `commit`. */
  commitPrepared(name: string): AsyncIterable<readonly Buffer[]> {
    const kept = this.#prepared.get(name);
    if (kept === undefined) throw new Error(`The log commits transaction ${name}, whose changes were not told.`);
    this.#prepared.delete(name);
    return this.#leave(kept);
  }

  /** Like `abort`. */
  rollbackPrepared(name: string): void {
    const kept = this.#prepared.get(name);
    if (kept === undefined) return;
    this.#prepared.delete(name);
    this.#forget(kept);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const kept of [...this.#open.values(), ...this.#prepared.values(), ...this.#leaving]) this.#forget(kept);
    this.#open.clear();
    this.#prepared.clear();
  }

  #leave(kept: KeptTransaction): AsyncIterable<readonly Buffer[]> {
    this.#leaving.add(kept);
    return this.#read(kept);
  }

  async *#read(kept: KeptTransaction): AsyncGenerator<readonly Buffer[], void, undefined> {
    try {
      let before = kept.memory;
      for await (const messages of kept.messages()) {
        this.#memory += kept.memory - before;
        yield messages;
        before = kept.memory;
      }
    } finally {
      if (this.#leaving.has(kept)) this.#forget(kept);
    }
  }

  #find(transaction: number): KeptTransaction {
    const kept = this.#open.get(transaction);
    if (kept === undefined) throw new Error(`The log goes on with transaction ${transaction}, which did not begin.`);
    return kept;
  }

  #forget(kept: KeptTransaction): void {
    this.#leaving.delete(kept);
    this.#counted(kept, () => kept.forget());
  }

  /** One that is being read stays where it is. */
  #spillLargest(): boolean {
    let largest: KeptTransaction | null = null;
    for (const kept of [...this.#open.values(), ...this.#prepared.values()]) if (kept.memory > (largest?.memory ?? 0)) largest = kept;
    if (largest === null) return false;
    const kept = largest;
    if (this.#disk + kept.unwritten > this.#diskBytes) throw tooLarge(this.#disk + kept.unwritten, this.#diskBytes);
    this.#counted(kept, () => {
      try {
        kept.spill();
      } catch (error) {
        throw noRoom(this.#folder, error);
      }
    });
    return true;
  }

  #counted(kept: KeptTransaction, change: () => void): void {
    const { memory, disk } = kept;
    try {
      change();
    } finally {
      this.#memory += kept.memory - memory;
      this.#disk += kept.disk - disk;
    }
  }
}

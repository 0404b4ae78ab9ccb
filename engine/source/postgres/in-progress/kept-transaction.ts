import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Subtransaction and length before each message. */
const HEAD_BYTES = 8;
const FIRST_BLOCK_BYTES = 4 << 10;
const BLOCK_BYTES = 256 << 10;
/** Read back at once; one message alone may be longer. */
const READ_BYTES = 1 << 20;

interface Block {
  readonly bytes: Buffer;
  used: number;
}

/**
 * The messages of one transaction that is not over: the newest in memory, those before them in a file once `spill` was called. A file
 * is only ever appended to, and cut at its end. What belongs to a subtransaction that was rolled back is passed over when the messages
 * are read: of each, only its number stays in memory.
 */
export class KeptTransaction {
  readonly #path: string;
  readonly #aborted = new Set<number>();
  #blocks: Block[] = [];
  #file: number | null = null;
  #reader: FileHandle | null = null;
  #memory = 0;
  #disk = 0;
  /** Of all that is kept, in memory and in the file. */
  #length = 0;
  /** The last messages that stand next to each other and are of one subtransaction; null when it is not known where they begin. */
  #tail: { readonly subtransaction: number; readonly start: number } | null = null;

  /** `path`: where its file is to be, should it need one. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Bytes of memory taken by messages. */
  get memory(): number {
    return this.#memory;
  }

  get disk(): number {
    return this.#disk;
  }

  /** Bytes that `spill` would write. */
  get unwritten(): number {
    return this.#length - this.#disk;
  }

  /** Copies the message but for `extra` bytes after its type. */
  append(subtransaction: number, message: Buffer, extra: number): void {
    const length = message.length - extra;
    if (this.#tail?.subtransaction !== subtransaction) this.#tail = { subtransaction, start: this.#length };
    const block = this.#room(HEAD_BYTES + length);
    const at = block.used + HEAD_BYTES;
    block.bytes.writeUInt32BE(subtransaction, block.used);
    block.bytes.writeUInt32BE(length, block.used + 4);
    message.copy(block.bytes, at, 0, 1);
    message.copy(block.bytes, at + 1, 1 + extra);
    block.used = at + length;
    this.#length += HEAD_BYTES + length;
  }

  /** A subtransaction was rolled back; it says nothing more. What it said last is cut off, so that trying again and again takes no room. */
  drop(subtransaction: number): void {
    this.#aborted.add(subtransaction);
    if (this.#tail?.subtransaction !== subtransaction) return;
    this.#cut(this.#tail.start);
    this.#tail = null;
  }

  /** Moves what is in memory to the file. */
  spill(): void {
    this.#file ??= openSync(this.#path, 'wx+', 0o600);
    for (let block = this.#blocks[0]; block !== undefined; block = this.#blocks[0]) {
      const { bytes, used } = block;
      for (let at = 0; at < used; ) at += writeSync(this.#file, bytes, at, used - at, this.#disk + at);
      this.#disk += used;
      this.#memory -= bytes.length;
      this.#blocks.shift();
    }
  }

  /** The messages in order, some at a time; their bytes are the reader's to keep. Read once: memory is let go of on the way. */
  async *messages(): AsyncGenerator<readonly Buffer[], void, undefined> {
    if (this.#disk > 0) yield* this.#written();
    for (let block = this.#blocks.shift(); block !== undefined; block = this.#blocks.shift()) {
      const { messages } = this.#split(block.bytes.subarray(0, block.used));
      this.#memory -= block.bytes.length;
      if (messages.length > 0) yield messages;
    }
  }

  /** Removes the file. Whoever has stopped reading without saying so still has it open. */
  forget(): void {
    this.#reader?.close().catch(() => {});
    this.#reader = null;
    this.#blocks = [];
    this.#memory = 0;
    this.#disk = 0;
    this.#length = 0;
    if (this.#file === null) return;
    closeSync(this.#file);
    this.#file = null;
    rmSync(this.#path, { force: true });
  }

  async *#written(): AsyncGenerator<readonly Buffer[], void, undefined> {
    await using file = await open(this.#path, 'r');
    this.#reader = file;
    const end = this.#disk;
    for (let at = 0, size = READ_BYTES; at < end; ) {
      const wanted = Math.min(size, end - at);
      const bytes = Buffer.allocUnsafeSlow(wanted);
      for (let filled = 0; filled < wanted; ) {
        const { bytesRead } = await file.read(bytes, filled, wanted - filled, at + filled);
        if (bytesRead === 0) throw new Error(`${this.#path} has ${at + filled} bytes where ${end} were written.`);
        filled += bytesRead;
      }
      const { messages, consumed, next } = this.#split(bytes);
      if (messages.length > 0) yield messages;
      at += consumed;
      size = Math.max(READ_BYTES, next);
    }
  }

  /** The whole messages among the bytes, without those rolled back. `next`: bytes that the first that is not whole takes, if known. */
  #split(bytes: Buffer): { readonly messages: readonly Buffer[]; readonly consumed: number; readonly next: number } {
    const messages: Buffer[] = [];
    let at = 0;
    while (at + HEAD_BYTES <= bytes.length) {
      const end = at + HEAD_BYTES + bytes.readUInt32BE(at + 4);
      if (end > bytes.length) return { messages, consumed: at, next: end - at };
      if (!this.#aborted.has(bytes.readUInt32BE(at))) messages.push(bytes.subarray(at + HEAD_BYTES, end));
      at = end;
    }
    return { messages, consumed: at, next: 0 };
  }

  /** Blocks grow with the transaction: a thousand small ones that are prepared take little. */
  #room(size: number): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.bytes.length - last.used >= size) return last;
    const grown =
      last === undefined && this.#disk === 0 ? FIRST_BLOCK_BYTES : Math.min(BLOCK_BYTES, Math.max(FIRST_BLOCK_BYTES, this.#memory));
    const block: Block = { bytes: Buffer.allocUnsafeSlow(Math.max(size, grown)), used: 0 };
    this.#blocks.push(block);
    this.#memory += block.bytes.length;
    return block;
  }

  #cut(start: number): void {
    let begin = this.#disk;
    let kept = 0;
    for (const block of this.#blocks) {
      block.used = Math.max(0, Math.min(block.used, start - begin));
      if (block.used === 0) break;
      begin += block.used;
      kept += 1;
    }
    this.#blocks.length = kept;
    this.#length = start;
    this.#memory = this.#blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (start >= this.#disk || this.#file === null) return;
    ftruncateSync(this.#file, start);
    this.#disk = start;
  }
}

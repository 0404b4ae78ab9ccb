/** A message ends with the row that fills it; one row may be longer. */
const MESSAGE_SIZE = 1 << 20;
const HEADER = 5;
const COPY_DATA = 0x64;

/** CopyData messages that are filled row by row, from the log's own bytes. */
export class CopyData {
  protected bytes: Buffer;
  /** Of what is written. */
  protected size = HEADER;
  readonly #messages: Buffer[] = [];

  /** `size`: roughly how many bytes there will be. */
  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(Math.min(size, MESSAGE_SIZE) + 1024);
  }

  /** The messages; nothing may be added afterwards. */
  finish(): readonly Buffer[] {
    if (this.size > HEADER) this.#close();
    return this.#messages;
  }

  protected ended(): void {
    if (this.size >= MESSAGE_SIZE) this.#close();
  }

  protected reserve(bytes: number): void {
    if (this.size + bytes <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.size + bytes));
    this.bytes.copy(grown, 0, 0, this.size);
    this.bytes = grown;
  }

  #close(): void {
    this.bytes[0] = COPY_DATA;
    this.bytes.writeUInt32BE(this.size - 1, 1);
    this.#messages.push(this.bytes.subarray(0, this.size));
    this.bytes = Buffer.allocUnsafe(this.bytes.length);
    this.size = HEADER;
  }
}

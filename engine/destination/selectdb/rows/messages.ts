/** Type byte and length. */
const HEADER = 5;
const COPY_DATA = 0x64;
const NEW_LINE = 0x0a;

/** One row's bytes: good until the next one is asked for. */
type OnRow = (bytes: Buffer, start: number, end: number) => void;

/** Takes CopyData messages apart that come cut anywhere, one row each. What is cut is put together in one buffer of its size. */
export class CopyMessages {
  #head: Buffer = Buffer.alloc(0);
  #whole: Buffer | null = null;
  #filled = 0;

  push(bytes: Buffer, onRow: OnRow): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#whole !== null) {
        at += this.#fill(this.#whole, bytes, at, onRow);
      } else if (this.#head.length > 0 || bytes.length - at < HEADER) {
        const part = bytes.subarray(at, at + HEADER - this.#head.length);
        this.#head = Buffer.concat([this.#head, part]);
        at += part.length;
        if (this.#head.length === HEADER) this.#begin(this.#head, onRow);
      } else {
        const end = at + 1 + bytes.readUInt32BE(at + 1);
        if (end > bytes.length) {
          this.#begin(bytes.subarray(at, at + HEADER), onRow);
          at += HEADER;
          continue;
        }
        row(bytes, at, end, onRow);
        at = end;
      }
    }
  }

  /** @throws Error when a message was cut off */
  end(): void {
    if (this.#whole !== null || this.#head.length > 0) throw new Error('The rows ended in the middle of a message.');
  }

  #begin(head: Buffer, onRow: OnRow): void {
    const whole = Buffer.allocUnsafe(1 + head.readUInt32BE(1));
    head.copy(whole);
    this.#head = Buffer.alloc(0);
    this.#filled = HEADER;
    this.#whole = whole;
    if (whole.length === HEADER) this.#fill(whole, head, HEADER, onRow);
  }

  /** How many bytes were taken. */
  #fill(whole: Buffer, bytes: Buffer, at: number, onRow: OnRow): number {
    const taken = bytes.copy(whole, this.#filled, at, Math.min(bytes.length, at + whole.length - this.#filled));
    this.#filled += taken;
    if (this.#filled === whole.length) {
      this.#whole = null;
      row(whole, 0, whole.length, onRow);
    }
    return taken;
  }
}

function row(bytes: Buffer, from: number, to: number, onRow: OnRow): void {
  if (bytes[from] === COPY_DATA) onRow(bytes, from + HEADER, bytes[to - 1] === NEW_LINE ? to - 1 : to);
}

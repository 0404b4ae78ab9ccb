import { CopyData } from './copy-data.ts';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = -1;
/** Up to so many bytes a loop is faster than asking for a copy. */
const BY_HAND = 24;

/** Rows in COPY's binary form (PostgreSQL documentation, "COPY", "Binary Format"), made of values that the log has in theirs. */
export class BinaryRows extends CopyData {
  constructor(size: number) {
    super(size);
    this.size += SIGNATURE.copy(this.bytes, this.size);
  }

  beginRow(columns: number): void {
    this.reserve(2);
    this.size = this.bytes.writeInt16BE(columns, this.size);
  }

  /** A value of `length` bytes, or one that is NULL or was not sent, of which the length tells. */
  add(bytes: Buffer, at: number, length: number): void {
    const sent = Math.max(0, length);
    this.reserve(4 + sent);
    const into = this.bytes;
    const to = this.size + 4;
    into.writeInt32BE(length < 0 ? -1 : length, this.size);
    if (sent > BY_HAND) bytes.copy(into, to, at, at + sent);
    else for (let index = 0; index < sent; index += 1) into[to + index] = bytes[at + index] ?? 0;
    this.size = to + sent;
  }

  endRow(): void {
    this.ended();
  }

  override finish(): readonly Buffer[] {
    this.reserve(2);
    this.size = this.bytes.writeInt16BE(END, this.size);
    return super.finish();
  }
}

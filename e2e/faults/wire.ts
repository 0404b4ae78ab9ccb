/** As much of a message is looked at to know what it says. */
const HEAD_BYTES = 96;
const LENGTH_BYTES = 4;
const NOTHING = Buffer.alloc(0);

/** One message of PostgreSQL's protocol as its bytes begin to go by. */
export interface Message {
  /** Empty for the first one of a client, which has no letter. */
  readonly type: string;
  /** In bytes, with the letter. */
  readonly length: number;
  /** Its beginning; of a client's first message all of it. */
  readonly head: Buffer;
  /** The statement that is sent, prepared, bound or executed, or the tag of one that is done: as much as the head held of it. */
  readonly text: string;
}

/** Tells the messages apart of which one way of an unencrypted connection is made. */
export class Messages {
  #held: Buffer = NOTHING;
  #left = 0;
  #untyped: boolean;
  /** By the names they were prepared under; an Execute names neither, and comes after its Bind. */
  readonly #prepared = new Map<string, string>();
  #bound = '';

  constructor(way: 'up' | 'down') {
    this.#untyped = way === 'up';
  }

  /**
   * @param seen called for each message that begins, with where in the result it does
   * @returns what may go on now; of the last message too little may have come to know it, which then waits for more
   */
  take(chunk: Buffer, seen: (message: Message, at: number) => void): Buffer {
    const data = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    let at = 0;
    for (;;) {
      const part = Math.min(this.#left, data.length - at);
      at += part;
      this.#left -= part;
      const message = this.#beginning(data, at);
      if (message === null) break;
      seen(message, at);
      this.#left = message.length;
      this.#untyped = false;
    }
    this.#held = data.subarray(at);
    return data.subarray(0, at);
  }

  #beginning(data: Buffer, at: number): Message | null {
    const letter = this.#untyped ? 0 : 1;
    if (data.length - at < letter + LENGTH_BYTES) return null;
    const length = letter + data.readUInt32BE(at + letter);
    const enough = this.#untyped ? length : Math.min(length, HEAD_BYTES);
    if (data.length - at < enough) return null;
    const head = data.subarray(at, at + enough);
    const type = data.toString('latin1', at, at + letter);
    return { type, length, head, text: this.#textOf(type, head) };
  }

  #textOf(type: string, head: Buffer): string {
    const [first = '', second = ''] = head.toString('utf8', 1 + LENGTH_BYTES).split('\0', 2);
    if (type === 'P') this.#prepared.set(first, second);
    if (type === 'B') this.#bound = this.#prepared.get(second) ?? '';
    if (type === 'P') return second;
    if (type === 'B' || type === 'E') return this.#bound;
    return type === 'Q' || type === 'C' ? first : '';
  }
}

/** `application_name` of a client's first message; null where it gives none. */
export function applicationName({ head }: Message): string | null {
  const fields = head.toString('utf8', LENGTH_BYTES * 2).split('\0');
  const at = fields.indexOf('application_name');
  return at === -1 ? null : (fields[at + 1] ?? null);
}

/** The pgoutput message inside of a walsender's CopyData: `B`, `C`, `I` and so on; null for anything else. */
export function carried({ type, head }: Message): string | null {
  const [wal, kind] = [head[5], head[30]];
  return type === 'd' && wal === 0x77 && kind !== undefined ? String.fromCharCode(kind) : null;
}

import type { Socket } from 'node:net';
import { tapInto } from '../../postgres/copy/read-socket.ts';

/**
 * While what was read is still being applied, the next read waits so long. A walsender sends each change by itself: read as they come,
 * 1,000,000 changes are 330,000-570,000 reads and 2.4-3.5 s of processor time, together a few thousand and 0.4 s (engine-anchors.md 0.1).
 * Whoever waits for changes has them at once.
 */
const LAZY_MS = 1;
/**
 * A rest of a millisecond takes nearly two: after each read of 64 KB it kept the log at 37 MB/s, with the source waiting for us. After
 * every other one a backlog of 300,000 single inserts took 1.55 s in place of 1.95, one of 1,000,000 rows by the thousand 2.8 in place of
 * 3.3 (medians of 2 and 3 rounds); three reads were like two, with more memory.
 */
const READS_IN_A_ROW = 2;

/** When a walsender's socket is read. */
export class Flow {
  readonly #socket: Socket;
  readonly #take: (bytes: Buffer) => void;
  readonly #isTapped: boolean;
  #paused = false;
  #timer: NodeJS.Timeout | null = null;
  #reads = 0;

  /** What comes from now on goes to `take`, in buffers that are not used again: rows stay in them until they are applied. */
  constructor(socket: Socket, take: (bytes: Buffer) => void) {
    this.#socket = socket;
    this.#take = take;
    this.#isTapped = tapInto(socket, take);
    if (this.#isTapped) return;
    socket.removeAllListeners('data');
    socket.on('readable', () => this.#draw());
  }

  /** After each read. `isFull`: nothing may come before what is there was taken; else the next reads only wait a moment, now and then. */
  rest(isFull: boolean): void {
    if (this.#paused) return;
    this.#reads += 1;
    if (this.#isTapped && !isFull && this.#reads < READS_IN_A_ROW) return;
    this.#reads = 0;
    this.#paused = true;
    if (this.#isTapped) this.#socket.pause();
    if (!isFull) this.#timer = setTimeout(() => this.goOn(), LAZY_MS);
  }

  goOn(): void {
    if (!this.#paused) return;
    this.end();
    this.#paused = false;
    if (this.#isTapped) this.#socket.resume();
    else this.#draw();
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /**
   * All that has come, at once. Under TLS each change is a record and would be a read of its own: with a rest after each, 30,000 messages
   * took 30 s.
   */
  #draw(): void {
    if (this.#paused) return;
    const bytes: Buffer | null = this.#socket.read();
    if (bytes !== null) this.#take(bytes);
  }
}

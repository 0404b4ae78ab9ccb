import type { Socket } from 'node:net';

/**
 * While what was read is still being applied, the next read waits so long. A walsender sends each change by itself: read as they come,
 * 1,000,000 changes are 330,000-570,000 reads and 2.4-3.5 s of processor time, together a few thousand and 0.4 s (engine-anchors.md 0.1).
 * Whoever waits for changes has them at once.
 */
const LAZY_MS = 1;

/** When a walsender's socket is read. */
export class Flow {
  readonly #socket: Socket;
  #paused = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** After each read. `isFull`: nothing may come before what is there was taken; else the next read only waits a moment. */
  rest(isFull: boolean): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#socket.pause();
    if (!isFull) this.#timer = setTimeout(() => this.goOn(), LAZY_MS);
  }

  goOn(): void {
    if (!this.#paused) return;
    this.end();
    this.#paused = false;
    this.#socket.resume();
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

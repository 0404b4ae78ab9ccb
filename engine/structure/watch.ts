import type { Destination } from '../destination/destination.ts';
import type { RunningStatement, TaskEvent } from '../progress/event.ts';
import type { Slot } from './queue.ts';

const PROGRESS_INTERVAL_MS = 1_000;

export interface WatchInit {
  readonly destination: Pick<Destination, 'building'>;
  readonly emit: (event: TaskEvent) => void;
}

/** Tells of statements that take long, and how far they are. */
export class Watch {
  readonly #init: WatchInit;
  readonly #running = new Map<number, RunningStatement>();
  #timer: NodeJS.Timeout | null = null;

  constructor(init: WatchInit) {
    this.#init = init;
  }

  show({ statements, indexes }: Slot): void {
    statements.forEach(({ id, kind, object }, at) => {
      const index = indexes[at] ?? 0;
      this.#running.set(index, { index, id, kind, object, since: Date.now(), percent: null });
    });
    this.#tell();
    this.#timer ??= setInterval(() => void this.#look(), PROGRESS_INTERVAL_MS);
  }

  hide({ indexes }: Slot): void {
    for (const index of indexes) this.#running.delete(index);
    this.#tell();
    this.rest();
  }

  /** Nothing is asked of the server while nothing takes long. */
  rest(): void {
    if (this.#running.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  /** What the server tells of indexes that are being made; for looks only, so it may fail. */
  async #look(): Promise<void> {
    const percents = await this.#init.destination.building().catch(() => new Map<string, number>());
    for (const [index, running] of this.#running)
      this.#running.set(index, { ...running, percent: percents.get(running.id) ?? running.percent });
    if (this.#running.size > 0) this.#tell();
  }

  #tell(): void {
    this.#init.emit({ kind: 'building', at: Date.now(), running: [...this.#running.values()] });
  }
}

import type { Destination } from '../destination/destination.ts';
import type { Limits } from '../schema/limits.ts';
import type { Position } from '../schema/row.ts';
import type { ChangeStream } from '../source/source.ts';
import type { Lag } from './lag.ts';

/** How often what was applied is made durable, so that the source may be told: a commit that waits for the disk takes longer than its rows. */
const FLUSH_INTERVAL_MS = 200;
const BACKLOG_FLUSH_INTERVAL_MS = 1_000;

export interface DurableInit {
  readonly destination: Pick<Destination, 'capabilities' | 'flush'>;
  readonly stream: Pick<ChangeStream, 'acknowledge'>;
  readonly onDurable: () => void;
  readonly lag: Lag;
  readonly position: Position;
  readonly limits: Pick<Limits, 'gatherMs'>;
}

/** How far what was applied is durable at the destination. The source is told of that alone; never the other way round. */
export class Durable {
  readonly #init: DurableInit;
  /** The last checkpoint, and the last of them that is on disk. */
  #committed: Position;
  #durable: Position;
  #is = true;
  #gatherMs: number | undefined;
  #at = performance.now();
  /** Since when (source's clock) what is being applied now has been committed. */
  #waiting: number | null = null;

  constructor(init: DurableInit) {
    this.#init = init;
    this.#committed = init.position;
    this.#durable = init.position;
    this.#gatherMs = init.limits.gatherMs;
  }

  /** From now on, for what was applied already as well. */
  set({ gatherMs }: Pick<Limits, 'gatherMs'>): void {
    this.#gatherMs = gatherMs;
  }

  /** Nothing that was applied is still to be made durable. */
  get is(): boolean {
    return this.#is;
  }

  /** Since when, by the source's clock, something waits; null: nothing does. */
  get waiting(): number | null {
    return this.#waiting;
  }

  /** Milliseconds since something was made durable. */
  get age(): number {
    return performance.now() - this.#at;
  }

  get everyMs(): number {
    const { gatherMs } = this.#init.destination.capabilities;
    return gatherMs === undefined ? FLUSH_INTERVAL_MS : (this.#gatherMs ?? gatherMs);
  }

  /** What everybody sees: all that was applied, or, where changes are gathered, only what was flushed. */
  seen(applied: Position): Position {
    return this.#isGathered ? this.#durable : applied;
  }

  /** Changes committed at that time are about to be applied; `behind`: others that are being applied. */
  begin(since: number | null, behind: boolean): void {
    this.#waiting = (this.#isGathered || behind ? this.#waiting : null) ?? since;
  }

  /** Applied up to here; of what was, the first was committed at that time. */
  settle(position: Position, since: number | null): void {
    this.#committed = position;
    this.#is = false;
    if (!this.#isGathered) this.#tell(since);
  }

  /** While there is a backlog less often: the destination has nothing to do meanwhile. */
  isDue(backlog: boolean): boolean {
    return !this.#is && this.age >= (backlog ? Math.max(this.everyMs, BACKLOG_FLUSH_INTERVAL_MS) : this.everyMs);
  }

  async flush(): Promise<void> {
    if (this.#is) return;
    const position = this.#committed;
    await this.#init.destination.flush();
    this.#is = true;
    this.#at = performance.now();
    this.#durable = position;
    this.#tell(this.#waiting);
    this.#init.stream.acknowledge(position);
    this.#init.onDurable();
  }

  get #isGathered(): boolean {
    return this.#init.destination.capabilities.gatherMs !== undefined && !this.#is;
  }

  #tell(since: number | null): void {
    this.#init.lag.waits(since);
    this.#waiting = null;
  }
}

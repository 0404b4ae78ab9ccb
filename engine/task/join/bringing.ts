import type { Joining } from '../../plan/plan.ts';
import { inTime } from './in-time.ts';
import { JoinRun, type JoinRunInit, type Meeting } from './join-run.ts';

export interface BringingInit extends JoinRunInit {
  readonly joining: Joining;
  /** Ends it with all others. */
  readonly signal: AbortSignal;
  readonly meets: (meeting: Meeting) => void;
  /** Trying again does not help. */
  readonly failed: (error: unknown) => Promise<void>;
}

/** One that is being brought to the task, until it stands where they meet, or a person does without it. */
export class Bringing {
  readonly joining: Joining;
  readonly run: JoinRun;
  /** Nothing is at work for it any more; never rejected. */
  readonly over: Promise<unknown>;
  readonly #work: Promise<void>;
  readonly #end = new AbortController();

  constructor({ joining, signal, meets, failed, ...init }: BringingInit) {
    this.joining = joining;
    this.run = new JoinRun(init, joining, AbortSignal.any([signal, this.#end.signal]));
    this.#work = this.run.bring(meets).catch((error: unknown) => (this.#end.signal.aborted ? undefined : failed(error)));
    this.over = this.#work.catch(() => {});
  }

  end(): void {
    this.#end.abort();
  }

  /**
   * False when it was told to end and has not, though it had a while: what it waits for at the source may take hours.
   * @throws EngineError what `failed` did
   */
  async done(): Promise<boolean> {
    const told = new Promise<void>((resolve) => this.#end.signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([this.#work, told]);
    if (!this.#end.signal.aborted || (await inTime(this.over))) return true;
    await this.run.cut();
    return false;
  }
}

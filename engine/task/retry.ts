import { EngineError, reportOf } from '../errors.ts';
import type { TaskEvent } from '../progress/event.ts';
import { sleep } from '../sleep.ts';
import type { TaskConfig } from './config.ts';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

export interface RetryInit {
  readonly advanced: TaskConfig['advanced'];
  readonly emit: (event: TaskEvent) => void;
  readonly signal: AbortSignal;
}

/** What an attempt calls: after everything that became durable, and before it tries something again by itself. */
export interface Attempt {
  readonly onDurable: () => void;
  /**
   * Waits before what failed is tried again inside the attempt: in the same window, with the same words, as if all had failed.
   * @throws the error itself when it is not to be tried again, or the task is being stopped
   */
  readonly pause: (error: EngineError) => Promise<void>;
}

/**
 * Runs `attempt` until it returns. A failed connection is tried again within *Retry Time for Failed Connections*, anything else
 * within *Retry Time for Other Issues* (design section 6); each window starts with the first failure of its kind after something
 * became durable, and ends with a last attempt.
 * @throws the last error when its window is over, or at once when repeating cannot help
 */
export async function withRetry(init: RetryInit, attempt: (attempt: Attempt) => Promise<void>): Promise<void> {
  const window = new RetryWindow(init);
  const within: Attempt = { onDurable: () => window.recovered(), pause: (error) => window.pause(error) };
  for (;;) {
    try {
      return await attempt(within);
    } catch (error) {
      if (init.signal.aborted) return;
      const wait = window.failed(error);
      if (wait === null) throw error;
      await sleep(wait, init.signal);
      if (init.signal.aborted) return;
    }
  }
}

class RetryWindow {
  readonly #init: RetryInit;
  /**
   * When each kind of failure was first met since something became durable. By a clock that only goes forward: one that is set must
   * neither end a window nor keep it open.
   */
  #since: { readonly first: number; readonly connection?: number; readonly other?: number } | null = null;
  #attempts = 0;
  #pause: Promise<void> | null = null;

  constructor(init: RetryInit) {
    this.#init = init;
  }

  recovered(): void {
    if (this.#since === null) return;
    this.#since = null;
    this.#attempts = 0;
    this.#init.emit({ kind: 'recovered', at: Date.now() });
  }

  /** Streams that fail for one reason fail together: they wait together, as one attempt. */
  async pause(error: EngineError): Promise<void> {
    const { signal } = this.#init;
    if (signal.aborted || !isRepeatable(error)) throw error;
    if (this.#pause === null) {
      const wait = this.failed(error);
      if (wait === null) throw error;
      this.#pause = sleep(wait, signal).finally(() => {
        this.#pause = null;
      });
    }
    await this.#pause;
    if (signal.aborted) throw error;
  }

  /** Milliseconds to wait before the next attempt, or null when there is none. */
  failed(error: unknown): number | null {
    const report = reportOf(error);
    if (!isRepeatable(error)) return null;
    const now = performance.now();
    const { retryConnectionMinutes, retryOtherMinutes } = this.#init.advanced;
    const [kind, minutes] = report.connection ? (['connection', retryConnectionMinutes] as const) : (['other', retryOtherMinutes] as const);
    const since = { first: now, [kind]: now, ...this.#since };
    const until = (since[kind] ?? now) + minutes * 60_000;
    this.#since = since;
    this.#attempts += 1;
    if (now >= until) return null;
    const wait = Math.min(FIRST_DELAY_MS * 2 ** (this.#attempts - 1), LONGEST_DELAY_MS, until - now);
    const at = Date.now();
    const shown = (time: number) => Math.round(at + time - now);
    const times = { at, since: shown(since.first), until: shown(until), nextAt: shown(now + wait) };
    this.#init.emit({ kind: 'retry', attempt: this.#attempts, ...times, error: report });
    return wait;
  }
}

function isRepeatable(error: unknown): boolean {
  return reportOf(error).retry !== 'never' && !isTableOwn(error);
}

/** Only a person can mend these: tables, large objects and objects that failed for their own sake while all others were finished. */
function isTableOwn(error: unknown): boolean {
  return error instanceof EngineError && error.retry === 'by-hand' && /^(table|structure|large-object)\./.test(error.code);
}

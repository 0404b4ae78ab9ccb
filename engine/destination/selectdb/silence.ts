import { EngineError } from '../../errors.ts';
import type { SelectDbEndpoint } from '../../task/config.ts';
import { text } from '../../text.ts';
import { at } from './session-errors.ts';

/**
 * As long as the source is waited for. The system notices a connection that is gone only after its keepalives, after a quarter of an hour
 * where something was sent, and never where something between the two still answers them.
 */
export const SILENCE_MS = 60_000;
const TICKS = 6;
/** How often silence is borne where FE cannot tell: longer than it lets a query run unless told otherwise (`query_timeout`, 900 seconds). */
const MOST_SILENCES = 20;

export interface SilenceInit {
  readonly endpoint: SelectDbEndpoint;
  readonly silenceMs: number;
  /** Asked on another connection; null where it is not known. Fails where nobody answers there either. */
  readonly isAtWork: () => Promise<boolean | null>;
  /** Ends the session. */
  readonly end: () => void;
}

/**
 * Waits for answers to statements, and gives up with the session when nothing is heard while FE is not at work on one. Ticks are counted,
 * not time: a process that stood still has not listened.
 */
export class Silence {
  readonly #init: SilenceInit;
  readonly #waiting = new Set<(error: EngineError) => void>();
  #timer: NodeJS.Timeout | undefined;
  #quiet = 0;
  #silences = 0;
  #asking = false;

  constructor(init: SilenceInit) {
    this.#init = init;
  }

  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** @throws EngineError `connect.silent` */
  wait<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.isWaiting) this.#begin();
      this.#waiting.add(reject);
      answer.finally(() => this.#over(reject)).then(resolve, reject);
    });
  }

  /** The server has said something. */
  heard(): void {
    this.#quiet = 0;
    this.#silences = 0;
  }

  /** The server will say nothing more. */
  closed(): void {
    if (this.isWaiting) this.#giveUp();
  }

  #begin(): void {
    this.heard();
    this.#timer = setInterval(() => this.#tick(), this.#init.silenceMs / TICKS);
  }

  #over(reject: (error: EngineError) => void): void {
    this.#waiting.delete(reject);
    this.heard();
    if (!this.isWaiting) clearInterval(this.#timer);
  }

  #tick(): void {
    this.#quiet += 1;
    if (this.#quiet >= TICKS && !this.#asking) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    const works = await this.#init.isAtWork().catch(() => false);
    this.#asking = false;
    if (!this.isWaiting || this.#quiet < TICKS) return;
    this.#silences += works === null ? 1 : 0;
    if (works === false || this.#silences >= MOST_SILENCES) this.#giveUp();
    else this.#quiet = 0;
  }

  #giveUp(): void {
    clearInterval(this.#timer);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.#init.end();
    const error = silent(this.#init.endpoint);
    for (const reject of waiting) reject(error);
  }
}

function silent(endpoint: SelectDbEndpoint): EngineError {
  const where = at(endpoint);
  return new EngineError({
    code: 'connect.silent',
    message: text(
      `The destination ${where} does not answer a statement any more, and is not at work on it`,
      `目标库 ${where} 不再响应已发送的语句，且该语句并未在执行`,
    ),
    hint: text(
      'The task connects again by itself. If it goes on, check that FE is well, and firewalls and proxies between the two: they may drop connections without a word.',
      '任务会自动重新连接。若持续出现，请检查FE是否正常，以及两端之间的防火墙和代理是否静默丢弃连接。',
    ),
    retry: 'soon',
    connection: true,
    side: 'destination',
  });
}

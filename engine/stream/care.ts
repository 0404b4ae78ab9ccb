import type { TaskEvent } from '../progress/event.ts';
import type { HeartbeatWay, SlotHealth, SourceLook, WalLimit } from '../schema/slot.ts';
import { sleep } from '../sleep.ts';
import type { Source, SourceCare } from '../source/source.ts';
import { heartbeatBy, longTransaction, slotLost, walHeld, walLimit } from './care-words.ts';

const LOOK_MS = 5_000;
const BEAT_MS = 10_000;
const LONG_TRANSACTION_MS = 5 * 60_000;
const MEGABYTE = 1_000_000;
/** Of the room for the log, what is left when it is worth a word. */
const LITTLE_ROOM = 0.2;
/** What was warned of is told again after it was so much less. */
const FALLEN = 0.8;
/** A task that is resumed over its limit is let catch up: it pauses again only when so much more is kept. */
const GROWTH = 1.1;

const NO_LIMIT: WalLimit = { warnMegabytes: null, pauseMegabytes: null, dropSlot: false };

export interface CareInit {
  readonly source: Pick<Source, 'openCare' | 'dropSlot'>;
  /** As it is now: a person may change it at any time. */
  readonly limit: () => WalLimit | undefined;
  /** The source notes commands. */
  readonly captured: boolean;
  readonly emit: (event: TaskEvent) => void;
  /** The same for all attempts of one run: what was told is not told again. */
  readonly signal: AbortSignal;
}

/**
 * Looks after slot and log at the source for as long as `work` follows them. What it cannot ask it asks again a little later: an
 * unreachable source is for the stream to tell of.
 * @throws EngineError `source.slot-lost`, `source.wal-limit`, `source.slot-dropped`, after `work` was ended
 */
export async function withCare<T>(init: CareInit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const done = new AbortController();
  const care = new Care(init).run(AbortSignal.any([init.signal, done.signal])).catch((error: unknown) => {
    ended.abort();
    return { error };
  });
  const [outcome] = await Promise.allSettled([work(AbortSignal.any([init.signal, ended.signal]))]);
  done.abort();
  // Otherwise it ends by itself: a question that hangs holds nobody up.
  const verdict = ended.signal.aborted ? await care : undefined;
  if (verdict !== undefined) throw await lastWord(init, verdict.error);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** The slot can be dropped only now that nobody reads from it. */
async function lastWord({ source }: CareInit, error: unknown): Promise<unknown> {
  if (error instanceof Error && 'code' in error && error.code === 'source.slot-dropped') await source.dropSlot();
  return error;
}

/** What one run of a task has told, over all its attempts. */
class Told {
  heartbeat: HeartbeatWay | null = null;
  held = false;
  /** What was kept at the first look of a run that begins over the limit, for it is to be let catch up; 0: it was within the limit since. */
  above: number | null = null;
  readonly transactions = new Set<string>();

  static readonly #runs = new WeakMap<AbortSignal, Told>();

  static of(run: AbortSignal): Told {
    const told = Told.#runs.get(run) ?? new Told();
    Told.#runs.set(run, told);
    return told;
  }
}

class Care {
  readonly #init: CareInit;
  readonly #told: Told;
  #way: HeartbeatWay = 'none';
  #beatAt = -Infinity;

  constructor(init: CareInit) {
    this.#init = init;
    this.#told = Told.of(init.signal);
  }

  async run(signal: AbortSignal): Promise<void> {
    let care: SourceCare | null = null;
    try {
      while (!signal.aborted) {
        const look: SourceLook | null = await this.#ask(care).then(
          (asked) => {
            care = asked.care;
            return asked.look;
          },
          async () => {
            await care?.[Symbol.asyncDispose]();
            care = null;
            return null;
          },
        );
        if (look !== null && !signal.aborted) this.#judge(look);
        await sleep(LOOK_MS, signal);
      }
    } finally {
      await (care as SourceCare | null)?.[Symbol.asyncDispose]();
    }
  }

  async #ask(open: SourceCare | null): Promise<{ readonly care: SourceCare; readonly look: SourceLook }> {
    const care = open ?? (await this.#init.source.openCare());
    try {
      await this.#beat(care);
      return { care, look: await care.look(LONG_TRANSACTION_MS) };
    } catch (error) {
      if (open === null) await care[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #beat(care: SourceCare): Promise<void> {
    if (performance.now() - this.#beatAt < BEAT_MS) return;
    const { way, refused } = await care.beat();
    this.#beatAt = performance.now();
    this.#way = way;
    if (this.#told.heartbeat === way) return;
    this.#told.heartbeat = way;
    const event = heartbeatBy(way, refused);
    if (event !== null) this.#init.emit(event);
  }

  /** @throws EngineError when following has no sense any more, or is to stop */
  #judge(look: SourceLook): void {
    const { emit } = this.#init;
    const limit = this.#init.limit() ?? NO_LIMIT;
    emit({ kind: 'source', at: Date.now(), ...look, heartbeat: this.#way, limit, captured: this.#init.captured });
    for (const transaction of look.transactions) {
      const name = `${transaction.pid ?? transaction.prepared} ${transaction.since}`;
      if (this.#told.transactions.has(name)) continue;
      this.#told.transactions.add(name);
      emit(longTransaction(transaction));
    }
    if (look.slot === null || look.slot.status === 'lost') throw slotLost(look.slot);
    this.#weigh(look.slot, limit);
  }

  #weigh(slot: SlotHealth, limit: WalLimit): void {
    const { heldBytes } = slot;
    const most = (limit.pauseMegabytes ?? Number.POSITIVE_INFINITY) * MEGABYTE;
    if (heldBytes < most) this.#told.above = 0;
    this.#told.above ??= heldBytes;
    if (heldBytes >= Math.max(most, this.#told.above * GROWTH)) throw walLimit(slot, limit);
    const much = isMuch(slot, limit);
    if (much && !this.#told.held) this.#init.emit(walHeld(slot));
    if (much) this.#told.held = true;
    else if (!isMuch({ ...slot, heldBytes: heldBytes / FALLEN }, limit)) this.#told.held = false;
  }
}

function isMuch({ heldBytes, roomBytes, status }: SlotHealth, { warnMegabytes }: WalLimit): boolean {
  if (warnMegabytes !== null && heldBytes >= warnMegabytes * MEGABYTE) return true;
  return status === 'unreserved' || (roomBytes !== null && roomBytes < LITTLE_ROOM * (heldBytes + roomBytes));
}

import type { Destination } from '../destination/destination.ts';
import { type ChangeBatch, openOf, type TableChange } from '../schema/row.ts';
import type { Source } from '../source/source.ts';
import type { Figures } from './figures.ts';
import { checkKept } from './kept.ts';
import type { Passing } from './passing.ts';
import type { ChangePacer } from './rate.ts';

/** Batches of so many changes are of a backlog. */
const AHEAD = 2_000;

type Commit = NonNullable<ChangeBatch['commit']>;

export interface WriterInit {
  readonly source: Pick<Source, 'filter'>;
  readonly destination: Pick<Destination, 'apply' | 'capabilities'>;
  readonly passing: Passing;
  readonly pacer: ChangePacer;
  readonly figures: Figures;
  readonly signal: AbortSignal;
  /** Everybody sees what was committed there; `since`: when, by the source's clock, the first of it was. */
  readonly onApplied: (commit: Commit, since: number | null) => void;
}

/**
 * Gives changes to the destination within the limits. While it is at those of a backlog the next are read and made ready: else it would
 * have nothing to do for as long as that takes, a fifth of the time.
 */
export class Writer {
  readonly #init: WriterInit;
  #atWork: Promise<void> | null = null;
  /** Of the part that was given last. */
  #size = 0;

  constructor(init: WriterInit) {
    this.#init = init;
  }

  /** What the destination is still at; null: nothing. */
  get atWork(): Promise<void> | null {
    return this.#atWork;
  }

  /** The destination is done with all that was given to it. */
  async done(): Promise<void> {
    await this.#atWork;
    this.#atWork = null;
  }

  /** Of a backlog the last part may still be on its way when this resolves, never more than one. */
  async write(changes: readonly TableChange[], batch: ChangeBatch, commit = batch.commit): Promise<void> {
    const { source, destination, passing, pacer, signal } = this.#init;
    await checkKept(source, passing.keeping, changes);
    let left = changes.length;
    for await (const part of pacer.pass(changes, signal)) {
      left -= part.length;
      const before = this.#atWork;
      const given = this.#give(part, batch, left === 0 ? commit : null);
      // Whoever waits for it may be waiting for the one before.
      given.catch(() => {});
      this.#atWork = given;
      await before;
      // Also what a cut has left over of a backlog: waiting for that, nothing was read meanwhile.
      const size = Math.max(part.length, this.#size);
      this.#size = part.length;
      const ahead = destination.capabilities.ahead === true && size >= AHEAD && passing.meeting.size === 0;
      if (!ahead) await this.done();
    }
  }

  async #give(changes: readonly TableChange[], batch: ChangeBatch, commit: ChangeBatch['commit']): Promise<void> {
    const { destination, passing, figures, onApplied } = this.#init;
    const met = passing.meeting.size === 0 ? {} : { converging: passing.meeting };
    const result = await destination.apply({ changes, commit, ...openOf(batch), ...met });
    passing.missed(result.missed);
    figures.wrote(changes, result, commit);
    if (commit !== null) onApplied(commit, batch.since ?? null);
  }
}

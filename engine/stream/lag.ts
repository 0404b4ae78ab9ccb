import type { Position } from '../schema/row.ts';

/** A quarter of an hour of reports; of more, every other one tells enough. */
const MOST_ENDS = 1_000;

/** How long what the source has committed waits to be applied: by the source's clock alone, whatever becomes of ours. */
export class Lag {
  /** The source's clock when it was asked last, and where ours stood that only goes forward. */
  #clock: { readonly there: number; readonly here: number };
  #worst = 0;
  /** Where the log ended as it was told, and when by the source's clock, from the first on that is not reached. */
  #ends: readonly { readonly position: Position; readonly at: number }[] = [];

  constructor(clock: number) {
    this.#clock = { there: clock, here: performance.now() };
  }

  /** The source's clock as it answered just now; one of the two may have been set, or run otherwise than the other. */
  heard(clock: number, asked: number): void {
    this.#clock = { there: clock, here: (asked + performance.now()) / 2 };
  }

  /** What was committed then waits still, or until now; null: nothing does. */
  waits(since: number | null): void {
    if (since !== null) this.#worst = Math.max(this.#worst, this.age(since));
  }

  /** Milliseconds since then, by the source's clock. */
  age(since: number): number {
    const { there, here } = this.#clock;
    return there + performance.now() - here - since;
  }

  /** What is applied reaches so far. Of what lies beyond nothing need have come here: it waits since the log was seen to hold it. */
  reached(position: Position, end: { readonly position: Position; readonly clock: number } | null): void {
    const beyond = this.#ends.filter((each) => each.position > position);
    this.waits(beyond[0]?.at ?? null);
    const grows = end !== null && end.position > position && end.position > (beyond.at(-1)?.position ?? position);
    const ends = grows ? [...beyond, { position: end.position, at: end.clock }] : beyond;
    this.#ends = ends.length > MOST_ENDS ? ends.filter((_, at) => at % 2 === 0) : ends;
  }

  /** The longest since it was taken last. */
  take(): number {
    const worst = this.#worst;
    this.#worst = 0;
    return Math.round(worst);
  }
}

import type { Position } from '../schema/row.ts';

/** Up to where a run is to follow the log, once somebody knows: nothing that is committed from there on is applied by it. */
export class Goal {
  #position: Position | null = null;
  #listener: (position: Position) => void = () => {};

  /** Null: not known yet. */
  get position(): Position | null {
    return this.#position;
  }

  set(position: Position): void {
    this.#position = position;
    this.#listener(position);
  }

  /** Who follows the log now. */
  onSet(listener: (position: Position) => void): void {
    this.#listener = listener;
    if (this.#position !== null) listener(this.#position);
  }
}

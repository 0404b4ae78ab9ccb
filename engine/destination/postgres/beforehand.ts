/**
 * Work that must be done, once, before whatever comes next. Those that come meanwhile wait for it too, so that they go on in the order they
 * came; once it has failed they all fail, for none may pass by those before it.
 */
export class Beforehand {
  readonly #work: () => Promise<void>;
  #isDue = true;
  #done: Promise<void> = Promise.resolve();

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** What it found is of before. */
  again(): void {
    this.#isDue = true;
  }

  done(): Promise<void> {
    if (this.#isDue) {
      this.#isDue = false;
      this.#done = this.#done.then(this.#work);
    }
    return this.#done;
  }
}

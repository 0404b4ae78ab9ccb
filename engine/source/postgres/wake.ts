/** Whoever waits for something to come, which is looked at each time anything does. */
export class Wake {
  #look: (() => void) | null = null;

  /** Something came. */
  call(): void {
    this.#look?.();
  }

  /** Resolves once `isEnough`, when the other thing is over, or at the caller's signal. */
  until(isEnough: () => boolean, signal: AbortSignal, other?: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (isEnough()) done();
      };
      const done = () => {
        // The other thing may be over long after this: somebody else waits by then.
        if (this.#look === look) this.#look = null;
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#look = look;
      signal.addEventListener('abort', done, { once: true });
      other?.then(done, done);
      if (isEnough() || signal.aborted) done();
    });
  }
}

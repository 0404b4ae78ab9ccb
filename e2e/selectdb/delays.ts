/** What the server is to do later: by itself after a while, or as soon as somebody lets it. */
export class Delays implements Disposable {
  readonly #waiting = new Map<NodeJS.Timeout, () => void>();

  later(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      act();
    }, milliseconds);
    timer.unref();
    this.#waiting.set(timer, act);
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.later(milliseconds, resolve));
  }

  /** Does everything that waits, now. What comes of it and waits again, waits. */
  release(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [timer, act] of waiting) {
      clearTimeout(timer);
      act();
    }
  }

  [Symbol.dispose](): void {
    for (const timer of this.#waiting.keys()) clearTimeout(timer);
    this.#waiting.clear();
  }
}

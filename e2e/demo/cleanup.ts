/** What was started, ended in reverse order; one failure does not keep the rest from ending. */
export class Cleanup {
  readonly #steps: (() => Promise<unknown>)[] = [];

  later(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      await step().catch((error: unknown) => console.error(`demo: could not clean up: ${error instanceof Error ? error.message : error}`));
    }
  }
}

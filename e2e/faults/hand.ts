import { connected } from './servers.ts';

/** Writes the same statements into a database again and again, each round one transaction, until it is stopped. */
export class Hand {
  readonly #url: string;
  readonly #round: (n: number) => readonly string[];
  readonly #done: Promise<void>;
  #stopped = false;
  #rounds = 0;

  /** `round`: what the n-th transaction does. */
  constructor(url: string, round: (n: number) => readonly string[]) {
    this.#url = url;
    this.#round = round;
    this.#done = this.#write();
    // A failure is told by `stop`.
    this.#done.catch(() => {});
  }

  /** How many were committed. */
  get rounds(): number {
    return this.#rounds;
  }

  async stop(): Promise<number> {
    this.#stopped = true;
    await this.#done;
    return this.#rounds;
  }

  async #write(): Promise<void> {
    await using client = await connected(this.#url);
    while (!this.#stopped) {
      await client.query('begin');
      for (const statement of this.#round(this.#rounds)) await client.query(statement);
      await client.query('commit');
      this.#rounds += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

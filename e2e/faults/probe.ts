import { connected, type TestClient } from './servers.ts';

/** Looks at a database that may be down at times. One connection for as long as it lasts: asking is done many times a second. */
export class Probe implements AsyncDisposable {
  readonly #url: string;
  #client: TestClient | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /** The rows, or null when the server does not answer, or not to this. */
  async rows<T extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly T[] | null> {
    try {
      this.#client ??= await connected(this.#url);
      const { rows } = await this.#client.query<T>(sql, [...values]);
      return rows;
    } catch {
      await this[Symbol.asyncDispose]();
      return null;
    }
  }

  /** The number that a statement with one row and a column `n` gives; null when there is none. */
  async number(sql: string, values: readonly unknown[] = []): Promise<number | null> {
    const rows = await this.rows<{ n: string | null }>(sql, values);
    const n = rows?.[0]?.n ?? null;
    return n === null ? null : Number(n);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const client = this.#client;
    this.#client = null;
    // One whose server was stopped may never answer the goodbye.
    client?.end().catch(() => {});
  }
}

import { join } from 'node:path';
import { type ConsoleProcess, start } from '#e2e/console/process.ts';
import { loadDataset } from '#e2e/demo/dataset.ts';
import { startWriter, type Writer } from '#e2e/demo/writer.ts';
import { sql, startServers, type TestEndpoint, type TestServer, type TestServers } from '#e2e/faults/servers.ts';
import { adoptServer } from '#lib/postgres/server.ts';

/** On both servers. */
export const DATABASE = 'shop';

export interface StackInit {
  /** How large the shop at the source is, see `loadDataset`; absent: the database is empty. */
  readonly scale?: number;
  /** Transactions a second at the source; absent: nobody writes. */
  readonly rate?: number;
}

/** A source with a shop in use, an empty destination, and a console of its own, in a folder that goes away with them. */
export class Stack {
  readonly #servers: TestServers;
  readonly #data: string;
  #console: ConsoleProcess | null = null;
  #starting: Promise<ConsoleProcess> | null = null;
  #url = '';
  #writer: Writer | null = null;
  /** This process may end, or be ended, before its tests were cleaned up. */
  readonly #leave = (): void => {
    if (this.#console !== null) process.kill(this.#console.pid, 'SIGKILL');
    void this.#store()?.stop('immediate');
  };

  private constructor(servers: TestServers) {
    this.#servers = servers;
    this.#data = join(servers.dir, 'console');
    process.once('exit', this.#leave);
  }

  static async open(init: StackInit = {}): Promise<Stack> {
    const stack = new Stack(await startServers());
    try {
      await stack.#fill(init);
      await stack.startConsole();
      return stack;
    } catch (error) {
      await stack.close();
      throw error;
    }
  }

  get source(): TestServer {
    return this.#servers.source;
  }

  get destination(): TestServer {
    return this.#servers.destination;
  }

  /** Stays the same when the console is started again. */
  get url(): string {
    return this.#url;
  }

  endpoint(side: 'source' | 'destination'): TestEndpoint {
    return this[side].endpoint(DATABASE);
  }

  urlOf(side: 'source' | 'destination'): string {
    return this[side].url(DATABASE);
  }

  async #fill({ scale, rate }: StackInit): Promise<void> {
    for (const server of [this.source, this.destination]) await sql(server.url(), `create database ${DATABASE}`);
    if (scale !== undefined) await loadDataset(this.urlOf('source'), scale);
    if (rate !== undefined) this.#writer = await startWriter(this.urlOf('source'), { rate });
  }

  /** Resolves when the last transaction is committed. */
  async stopWriter(): Promise<void> {
    await this.#writer?.stop();
    this.#writer = null;
  }

  /** On the port and data folder it had before. */
  async startConsole(): Promise<void> {
    const port = this.#url === '' ? '0' : new URL(this.#url).port;
    this.#starting = start({ OPENDTS_DATA: this.#data, PORT: port });
    this.#console = await this.#starting;
    this.#url = this.#console.url;
  }

  /** What a power cut of the console's machine looks like to a browser. */
  async killConsole(): Promise<void> {
    const killed = this.#console;
    this.#console = null;
    await killed?.end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.stopWriter();
    // A test that was interrupted may have left one that is still starting.
    this.#console = (await this.#starting?.catch(() => null)) ?? null;
    await this.#console?.end();
    this.#console = null;
    // That of a console that was killed runs on.
    await this.#store()?.stop('immediate');
    await this.#servers[Symbol.asyncDispose]();
    process.off('exit', this.#leave);
  }

  #store() {
    return adoptServer({ dir: join(this.#data, 'postgres'), password: '' });
  }
}

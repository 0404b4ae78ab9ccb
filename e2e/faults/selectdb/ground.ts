import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '#e2e/selectdb/client.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { FaultProxy } from '../proxy.ts';
import type { Random } from '../random.ts';
import { type CliLine, CliRun } from '../run-cli.ts';
import { sql, type TestServer, type TestServers, value } from '../servers.ts';
import { Gate } from './gate.ts';
import { createTables, SCHEMA, type Sizes } from './tables.ts';

/** The engine's own account at SelectDB, so that what is done to it leaves the comparison alone. */
export const ACCOUNT = 'mover';
const PASSWORD = 'as it was';
const RIGHTS = 'SELECT_PRIV, LOAD_PRIV, ALTER_PRIV, CREATE_PRIV, DROP_PRIV';

/** Gates before the three ports of SelectDB. */
interface Gates {
  readonly mysql: Gate;
  readonly frontend: Gate;
  readonly backend: Gate;
}

interface GroundInit {
  readonly servers: TestServers;
  readonly random: Random;
  readonly sizes: Sizes;
  /** Of the database and the task. */
  readonly name: string;
}

/** What one round happens on: a database that is written to, an emulator of its own, and the process that works between them now. */
export class Ground implements AsyncDisposable {
  readonly random: Random;
  readonly sizes: Sizes;
  /** Past the proxy. */
  readonly url: string;
  readonly source: TestServer;
  readonly proxy: FaultProxy;
  readonly emulator: Emulator;
  readonly gates: Gates;
  /** Of root, past the gates. */
  readonly client: Client;
  readonly #args: readonly string[];
  readonly #past: CliRun[] = [];
  readonly #excused = new Set<string>();

  private constructor(
    { random, sizes, servers, name }: GroundInit,
    made: Pick<Ground, 'proxy' | 'emulator' | 'gates' | 'client'> & { readonly args: readonly string[] },
  ) {
    this.random = random;
    this.sizes = sizes;
    this.source = servers.source;
    this.url = servers.source.url(name);
    this.proxy = made.proxy;
    this.emulator = made.emulator;
    this.gates = made.gates;
    this.client = made.client;
    this.#args = made.args;
  }

  static async make(init: GroundInit): Promise<Ground> {
    const { servers, name, sizes } = init;
    await sql(servers.source.url(), `create database ${name}`);
    await createTables(servers.source.url(name), sizes);
    const emulator = await startEmulator({ schemaChangeMs: 400 });
    const client = await Client.open({ ...emulator, user: 'root', password: '' });
    await client.run(`CREATE USER '${ACCOUNT}' IDENTIFIED BY '${PASSWORD}'`);
    await client.run(`GRANT ${RIGHTS} ON *.*.* TO '${ACCOUNT}'`);
    const [mysql, frontend, backend] = [
      await Gate.open(emulator.mysqlPort),
      await Gate.open(emulator.httpPort),
      await Gate.open(emulator.backendPort),
    ];
    // The frontend leads to the backend's gate.
    for (const one of emulator.cluster.backends) one.port = backend.port;
    const proxy = await FaultProxy.open(servers.source.port);
    const document = {
      name,
      source: { ...servers.source.endpoint(name), port: proxy.port },
      destination: { type: 'selectdb', host: '127.0.0.1', port: mysql.port, httpPort: frontend.port, user: ACCOUNT, password: PASSWORD },
      types: ['schema', 'full', 'incremental'],
      objects: [{ schema: SCHEMA }],
      // So slow that faults find it at work.
      full: { streams: 2, sliceMegabytes: 1, throttle: { megabytesPerSecond: 1 } },
      selectdb: { replicationNum: 1, reservoirMilliseconds: 1_000 },
      accepted: ['PG_PRIMARY_KEY', 'SELECTDB_KEY', 'SELECTDB_TYPE', 'SELECTDB_OBJECTS'],
    };
    const file = join(servers.dir, `${name}.json`);
    await writeFile(file, JSON.stringify(document));
    const args = ['run', file, '--json', '--data', join(servers.dir, `${name}-data`)];
    return new Ground(init, { proxy, emulator, client, args, gates: { mysql, frontend, backend } });
  }

  /** The process that was launched last, at work or ended. */
  get run(): CliRun {
    const run = this.#past.at(-1);
    if (run === undefined) throw new Error('The engine was not launched');
    return run;
  }

  /** Starts the engine, or starts it again: what a supervisor does after a crash. */
  launch(): CliRun {
    const run = new CliRun(this.#args);
    this.#past.push(run);
    this.#excused.clear();
    return run;
  }

  /**
   * With errors of these codes the process of now may end, also later: a table that was refused is told of when the others are done, which
   * may be while something else goes wrong.
   */
  excuse(codes: readonly string[]): void {
    for (const code of codes) this.#excused.add(code);
  }

  excuses(code: string): boolean {
    return this.#excused.has(code);
  }

  /** Every line of every process, in their order. */
  lines(): readonly CliLine[] {
    return this.#past.flatMap(({ lines }) => lines);
  }

  /** Bytes of the log that are not applied, as the engine told last. */
  get behind(): number {
    const applied = this.#applied;
    return applied?.kind === 'applied' ? applied.bytesBehind : 0;
  }

  /** Tables whose rows are still to be copied since a command, as the engine told last. */
  get waiting(): number {
    const applied = this.#applied;
    return applied?.kind === 'applied' ? (applied.waiting ?? 0) : 0;
  }

  get #applied(): CliLine | undefined {
    for (const { lines } of this.#past.toReversed()) {
      const applied = lines.findLast(({ kind }) => kind === 'applied');
      if (applied !== undefined) return applied;
    }
    return undefined;
  }

  /** Where the source's log ends now. */
  async end(): Promise<string> {
    const lsn = await value(this.url, 'select pg_current_wal_lsn()');
    if (lsn === null) throw new Error('The source does not tell where its log ends');
    return lsn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const run = this.#past.at(-1);
    if (run?.ended === false) await run.kill();
    await this.client[Symbol.asyncDispose]();
    for (const gate of Object.values(this.gates)) await gate[Symbol.asyncDispose]();
    await this.proxy[Symbol.asyncDispose]();
    await this.emulator[Symbol.asyncDispose]();
  }
}

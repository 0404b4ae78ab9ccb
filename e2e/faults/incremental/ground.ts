import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Disk } from '../disk.ts';
import { Probe } from '../probe.ts';
import { FaultProxy } from '../proxy.ts';
import type { Random } from '../random.ts';
import { CliRun } from '../run-cli.ts';
import { sql, type TestServer, type TestServers, value } from '../servers.ts';
import { createTables, SCHEMA } from './tables.ts';

export const SIDES = ['source', 'destination'] as const;
export type SideName = (typeof SIDES)[number];

/** The engine's own account, so that what is done to it leaves writers and comparisons alone. */
export const ACCOUNT = 'mover';
export const PASSWORD = 'as it was';
const CREATE_ACCOUNT = `create role ${ACCOUNT} login superuser replication password '${PASSWORD}'`;

/** One of the two databases, and the way the engine comes to it. */
interface Side {
  readonly server: TestServer;
  readonly proxy: FaultProxy;
  /** Past the proxy. */
  readonly url: string;
  readonly probe: Probe;
}

interface GroundInit {
  readonly servers: TestServers;
  readonly random: Random;
  readonly disk: Disk | null;
}

const CLOCK = pathToFileURL(join(import.meta.dirname, 'clock.mjs')).href;

/** What the run happens on: two databases, a proxy before each, one task between them, the process that works on it now. */
export class Ground implements AsyncDisposable {
  readonly name: string;
  readonly random: Random;
  readonly disk: Disk | null;
  readonly source: Side;
  readonly destination: Side;
  readonly #args: readonly string[];
  /** The file that says by how much the engine's clock is off. */
  readonly #clock: string;
  readonly #past: CliRun[] = [];
  #off = 0;

  private constructor(
    init: GroundInit,
    made: {
      readonly name: string;
      readonly args: readonly string[];
      readonly clock: string;
      readonly source: Side;
      readonly destination: Side;
    },
  ) {
    this.name = made.name;
    this.random = init.random;
    this.disk = init.disk;
    this.source = made.source;
    this.destination = made.destination;
    this.#args = made.args;
    this.#clock = made.clock;
  }

  static async make(init: GroundInit): Promise<Ground> {
    const { servers, disk } = init;
    const name = 'follow_faults';
    const space = disk === null ? '' : ` tablespace ${disk.tablespace}`;
    await sql(servers.source.url(), CREATE_ACCOUNT, `create database ${name}`);
    await sql(servers.destination.url(), CREATE_ACCOUNT, `create database ${name}${space}`);
    await createTables(servers.source.url(name));
    const [source, destination] = [await sideOf(servers.source, name), await sideOf(servers.destination, name)];
    const endpoint = ({ server, proxy }: Side) => ({ ...server.endpoint(name), port: proxy.port, user: ACCOUNT, password: PASSWORD });
    const document = {
      name,
      source: endpoint(source),
      destination: endpoint(destination),
      types: ['schema', 'full', 'incremental'],
      objects: [{ schema: SCHEMA }],
      // Inside of these windows it has to recover by itself.
      advanced: { retryConnectionMinutes: 10, retryOtherMinutes: 5 },
      // The server is told to notice soon that nobody hears it.
      accepted: ['PG_PRIMARY_KEY', 'PG_WAL_SENDER_TIMEOUT'],
    };
    const file = join(servers.dir, `${name}.json`);
    await writeFile(file, JSON.stringify(document));
    const clock = join(servers.dir, 'clock');
    await writeFile(clock, '0');
    return new Ground(init, { name, source, destination, clock, args: ['run', file, '--json', '--data', join(servers.dir, 'data')] });
  }

  /** The process that was launched last, at work or ended. */
  get run(): CliRun {
    const run = this.#past.at(-1);
    if (run === undefined) throw new Error('The engine was not launched');
    return run;
  }

  /** All that was launched, in their order. */
  get runs(): readonly CliRun[] {
    return this.#past;
  }

  /** Starts the engine, or starts it again: what a supervisor does after a crash. */
  launch(): CliRun {
    const run = new CliRun(this.#args, { NODE_OPTIONS: `--import ${CLOCK}`, OPENDTS_FAULTS_CLOCK: this.#clock });
    this.#past.push(run);
    return run;
  }

  /** Sets the engine's clock by so much forwards, or backwards. */
  async setClock(byMs: number): Promise<void> {
    this.#off += byMs;
    // Never half of a number for whoever reads it just then.
    await writeFile(`${this.#clock}.next`, String(this.#off));
    await rename(`${this.#clock}.next`, this.#clock);
  }

  /** Bytes of the log that are not applied, as the engine told last. */
  get behind(): number {
    const applied = this.#past.at(-1)?.lines.findLast((line) => line.kind === 'applied');
    return applied?.kind === 'applied' ? applied.bytesBehind : 0;
  }

  /** Writes a marker to the source, and tells where its log ends then. */
  async mark(): Promise<string> {
    await sql(this.source.url, 'insert into live.marks default values');
    const lsn = await value(this.source.url, 'select pg_current_wal_lsn()');
    if (lsn === null) throw new Error('The source does not tell where its log ends');
    return lsn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const run = this.#past.at(-1);
    if (run?.ended === false) await run.kill();
    for (const side of SIDES) {
      await this[side].probe[Symbol.asyncDispose]();
      await this[side].proxy[Symbol.asyncDispose]();
    }
  }
}

async function sideOf(server: TestServer, database: string): Promise<Side> {
  const url = server.url(database);
  return { server, url, proxy: await FaultProxy.open(server.port), probe: new Probe(url) };
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disk } from '../disk.ts';
import { Probe } from '../probe.ts';
import type { Random } from '../random.ts';
import { CliRun } from '../run-cli.ts';
import { connected, sql, type TestClient, type TestServers } from '../servers.ts';
import { documentOf } from './document.ts';
import { type Marks, readMarks } from './knowledge.ts';
import { SCHEMA } from './tables.ts';

/** The database every round's source is a copy of. */
export const TEMPLATE = 'load_template';

export interface GroundInit {
  readonly servers: TestServers;
  readonly random: Random;
  readonly disk: Disk | null;
  /** Of the two databases and of the task. */
  readonly name: string;
}

/** What one round happens on: two databases, one task between them, the process that works on it now. */
export class Ground implements AsyncDisposable {
  readonly servers: TestServers;
  readonly random: Random;
  readonly disk: Disk | null;
  readonly sourceUrl: string;
  readonly destinationUrl: string;
  readonly source: Probe;
  readonly destination: Probe;
  /** Names of tables that a fault wrote anew or emptied: what was finished of them counts no more. */
  readonly rewritten = new Set<string>();
  readonly #name: string;
  readonly #args: readonly string[];
  #run: CliRun | null = null;
  #holding: TestClient | null = null;

  private constructor(init: GroundInit, args: readonly string[]) {
    const { servers, name } = init;
    this.servers = servers;
    this.random = init.random;
    this.disk = init.disk;
    this.#name = name;
    this.sourceUrl = servers.source.url(name);
    this.destinationUrl = servers.destination.url(name);
    this.source = new Probe(this.sourceUrl);
    this.destination = new Probe(this.destinationUrl);
    this.#args = args;
  }

  static async make(init: GroundInit): Promise<Ground> {
    const { servers, name, disk } = init;
    await sql(servers.source.url(), `create database ${name} template ${TEMPLATE} strategy file_copy`);
    await sql(servers.destination.url(), `create database ${name}${disk === null ? '' : ` tablespace ${disk.tablespace}`}`);
    const file = join(servers.dir, `${name}.json`);
    await writeFile(file, JSON.stringify(documentOf(servers, name, SCHEMA)));
    return new Ground(init, ['run', file, '--json', '--data', join(servers.dir, 'data')]);
  }

  /** The process that was launched last, at work or ended. */
  get run(): CliRun {
    if (this.#run === null) throw new Error('The engine was not launched');
    return this.#run;
  }

  /** Starts the engine, or starts it again: what an operator does, and what a supervisor does after a crash. */
  launch(): CliRun {
    const run = new CliRun(this.#args);
    this.#run = run;
    return run;
  }

  /** What is durable now. A connection that ended with its server is made anew. */
  async marks(): Promise<Marks> {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const marks = await readMarks(this.destination);
      if (marks !== null) return marks;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('The destination does not tell what is durable');
  }

  /** Keeps a transaction open at the source, which every new replication slot waits for. */
  async hold(): Promise<void> {
    this.#holding = await connected(this.sourceUrl);
    await this.#holding.query('begin; select pg_current_xact_id()');
  }

  /** Keeps the checkpoint from moving: what follows the log waits for as long. Nothing is held where there is no such mark. */
  async holdCheckpoint(): Promise<void> {
    this.#holding = await connected(this.destinationUrl);
    await this.#holding.query('begin');
    await this.#holding.query('select from opendts.task for update').catch(() => {});
  }

  async letGo(): Promise<void> {
    const holding = this.#holding;
    this.#holding = null;
    await holding?.end().catch(() => {});
  }

  /** Nothing of the round stays; the task is released first, so that its slot does not hold the source's log back. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.letGo();
    if (this.#run?.ended === false) await this.#run.kill();
    await Promise.all([this.source[Symbol.asyncDispose](), this.destination[Symbol.asyncDispose]()]);
    await new CliRun(['release', this.#name, ...this.#args.slice(-2)]).exited;
    await sql(
      this.sourceUrl,
      `select pg_terminate_backend(active_pid) from pg_replication_slots where active and database = current_database()`,
      'select pg_drop_replication_slot(slot_name) from pg_replication_slots where not active and database = current_database()',
    );
    const { source, destination } = this.servers;
    for (const server of [source, destination]) await sql(server.url(), `drop database if exists ${this.#name} with (force)`);
  }
}

import type pg from 'pg';
import type { Statement } from '../../../plan/plan.ts';
import { translate } from '../../../postgres/errors.ts';
import { need, query } from '../../../postgres/query.ts';
import { claimStatements } from '../marks.ts';

const SCOPE = { side: 'destination' } as const;

/**
 * Memory and workers for indexes, never less than the server gives by itself. Memory matters little: an index over 2,500,000 texts took
 * 0.92 of the time with 256 MB, and no less with 1 GB, of what it took with 64 MB. A quarter of the shared buffers is then about a
 * sixteenth of a server's memory for each of the lanes.
 */
const BUILD_SETTINGS = `select
  set_config('maintenance_work_mem', (greatest(pg_size_bytes(current_setting('maintenance_work_mem')),
    least(pg_size_bytes('1GB'), pg_size_bytes(current_setting('shared_buffers')) / 4)) / 1024)::text || 'kB', false),
  case when current_setting('max_parallel_maintenance_workers', true)::int < 2 then set_config('max_parallel_maintenance_workers', '2', false) end`;

/**
 * Workers share the work of one index and make it more. Where other indexes, or the copying, keep the processors busy anyway they are
 * only in the way: a clone of 6,000,000 rows with 13 indexes took the server 29.8 s of processor time with two for each index, 24.2 s
 * without (two cores, PostgreSQL 15). An administrator who gave them more than the usual two has processors to spare.
 */
const NO_WORKERS = `select set_config('max_parallel_maintenance_workers', '0', true)
  where current_setting('max_parallel_maintenance_workers', true)::int <= 2`;

/** The connections that structure is made on: as many as statements run side by side. */
export class Builders {
  readonly #open: () => Promise<pg.Client>;
  readonly #taskId: string;
  readonly #idle: Builder[] = [];
  readonly #busy = new Map<string, Builder>();
  #closed = false;

  constructor(taskId: string, open: () => Promise<pg.Client>) {
    this.#taskId = taskId;
    this.#open = open;
  }

  /**
   * Runs the statements in one transaction with their marks. They go to the server as one text: a round trip for each would cost
   * more than most of them take.
   */
  async run(statements: readonly Statement[], crowded = false): Promise<void> {
    const [only] = statements;
    const scope = only !== undefined && statements.length === 1 ? { ...SCOPE, object: only.object } : SCOPE;
    const builder = this.#idle.pop() ?? (await this.#openBuilder());
    for (const { id } of statements) this.#busy.set(id, builder);
    const { client } = builder;
    try {
      await query(client, scope, crowded ? `begin; ${NO_WORKERS}` : 'begin');
      const claimed = await claimStatements(client, this.#taskId, statements);
      const sql = statements.filter(({ id }) => claimed.has(id)).map((statement) => statement.sql);
      // On a line of its own, for a statement that a person edited may end in a comment.
      await query(client, scope, [...sql, 'commit'].join('\n;\n'));
      this.#idle.push(builder);
    } catch (error) {
      const failure = translate(error, scope);
      await client.query('rollback').then(
        () => this.#idle.push(builder),
        () => client.end().catch(() => {}),
      );
      throw failure;
    } finally {
      for (const { id } of statements) this.#busy.delete(id);
    }
  }

  /** How far indexes that are being made are, in percent. Servers before 12 do not tell; heads of partitioned tables neither. */
  async building(control: pg.ClientBase, version: number): Promise<ReadonlyMap<string, number>> {
    const busy = new Map([...this.#busy].map(([id, { pid }]) => [pid, id]));
    if (busy.size === 0 || version < 120000) return new Map();
    const rows = await query(
      control,
      SCOPE,
      `select pid, greatest(blocks_done::float8 / nullif(blocks_total, 0), tuples_done::float8 / nullif(tuples_total, 0)) as done
       from pg_stat_progress_create_index where pid = any ($1::int[])`,
      [[...busy.keys()]],
    );
    return new Map(
      rows.flatMap(({ pid, done }) => {
        const id = busy.get(need(pid));
        return id === undefined || done === null || done === undefined
          ? []
          : [[id, Math.min(100, Math.floor(Number(done) * 100))] as const];
      }),
    );
  }

  /** For good: whoever runs something still, or is told of a mend just then, must not open connections that nobody closes. */
  async close(): Promise<void> {
    this.#closed = true;
    const clients = new Set([...this.#idle, ...this.#busy.values()].map(({ client }) => client));
    await Promise.all([...clients].map((client) => client.end().catch(() => {})));
  }

  async #openBuilder(): Promise<Builder> {
    const client = await this.#open();
    try {
      if (this.#closed) throw new Error('Connection ended');
      // Functions may name in their bodies what is made after them: the source has them as they are.
      await query(client, SCOPE, 'set check_function_bodies = off');
      const [row] = await query(client, SCOPE, 'select pg_backend_pid() as pid');
      // Building goes without, only slower: relatives of PostgreSQL may forbid it.
      await query(client, SCOPE, BUILD_SETTINGS).catch(() => {});
      return { client, pid: need(row?.pid) };
    } catch (error) {
      await client.end().catch(() => {});
      throw translate(error, SCOPE);
    }
  }
}

interface Builder {
  readonly client: pg.Client;
  readonly pid: string;
}

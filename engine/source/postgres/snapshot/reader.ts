import type pg from 'pg';
import type { TablePlan } from '../../../plan/plan.ts';
import { connect } from '../../../postgres/connect.ts';
import { CopyOut } from '../../../postgres/copy/out.ts';
import { type ErrorScope, translate } from '../../../postgres/errors.ts';
import { need, query } from '../../../postgres/query.ts';
import { literal, qualified } from '../../../postgres/quote.ts';
import type { RowChunk, RowStream } from '../../../schema/row.ts';
import type { Slice } from '../../../schema/slice.ts';
import { displayName } from '../../../schema/table.ts';
import type { PostgresEndpoint } from '../../../task/config.ts';
import { copySql } from './copy-sql.ts';
import { rewritten, rowsDiffer } from './refusals.ts';

const SCOPE = { side: 'source' } as const;

/** One connection that has the view. It reads one slice at a time, and nothing it is refused takes the view from it. */
export class Reader {
  readonly client: pg.Client;
  readonly #endpoint: PostgresEndpoint;

  private constructor(client: pg.Client, endpoint: PostgresEndpoint) {
    this.client = client;
    this.#endpoint = endpoint;
  }

  /** Imports the view that another connection exported and still holds. */
  static async open(endpoint: PostgresEndpoint, snapshot: string, purpose: 'read' | 'snapshot' | 'large objects'): Promise<Reader> {
    const client = await connect(endpoint, { ...SCOPE, purpose, bulk: purpose === 'read' ? 'rows' : undefined });
    try {
      await query(client, SCOPE, 'begin isolation level repeatable read read only');
      await query(client, SCOPE, `set transaction snapshot ${literal(snapshot)}`);
      return new Reader(client, endpoint);
    } catch (error) {
      await end(client);
      throw error;
    }
  }

  /**
   * Begins to read a slice; `done` is called once, when the connection is free again (true) or of no more use (false).
   * @throws EngineError when the table is not there, not to be read, or not as the view has it; `done` was called
   */
  async read(
    table: TablePlan,
    slice: Slice,
    { signal, done }: { readonly signal: AbortSignal; readonly done: (usable: boolean) => void },
  ): Promise<RowStream> {
    const scope = { ...SCOPE, endpoint: this.#endpoint, object: displayName(table.source) };
    if (signal.aborted) {
      done(true);
      throw signal.reason;
    }
    // Somebody may hold the table for long, by an ALTER TABLE that is not committed.
    const stop = () => void this.#cancel();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await this.#holdAsSeen(table, scope);
    } catch (error) {
      done(await this.#letGo());
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
    const format = table.copy?.format === 'binary' ? 'binary' : 'text';
    return { format, chunks: this.#copy(copySql(table, slice), { scope, signal, binary: format === 'binary', done }) };
  }

  async *#copy(
    sql: string,
    job: {
      readonly scope: ErrorScope;
      readonly signal: AbortSignal;
      readonly binary: boolean;
      readonly done: (usable: boolean) => void;
    },
  ): AsyncGenerator<RowChunk, void, undefined> {
    const copy = CopyOut.start(this.client, sql);
    let messages = 0;
    let whole = false;
    const stop = () => copy.interrupt(new Error('The load was stopped'));
    job.signal.addEventListener('abort', stop, { once: true });
    if (job.signal.aborted) stop();
    try {
      for await (const chunk of copy.chunks()) {
        messages += chunk.messages;
        yield chunk;
      }
      whole = true;
      const said = await copy.done;
      // Binary ends with a message that is no row.
      const sent = job.binary ? messages - 1 : messages;
      if (sent !== said) throw rowsDiffer(job.scope.object ?? '', { sent, said });
    } catch (error) {
      throw translate(error, job.scope);
    } finally {
      job.signal.removeEventListener('abort', stop);
      if (!whole) {
        // Whoever read broke off. The connection is of use again when the COPY has ended: the server is told to end it, and what is on
        // its way until then is read, or the answer would never be reached.
        copy.drop();
        await this.#cancel();
        await copy.done.catch(() => {});
      }
      job.done(await this.#letGo());
    }
  }

  /**
   * A table that was emptied by TRUNCATE, or written anew by ALTER TABLE, after the view was taken has no rows under it (PostgreSQL
   * documentation, "Caveats" of concurrency control): a copy would be empty without a word. From the lock on it stays as it is. A
   * refused statement must not end the transaction that holds the view: the savepoint takes the blow.
   */
  async #holdAsSeen(table: TablePlan, scope: ErrorScope): Promise<void> {
    const name = qualified(table.source);
    await query(this.client, scope, `savepoint table_read; lock table only ${name} in access share mode`);
    const sql = `select relfilenode = pg_relation_filenode(oid) as same from pg_class where oid = ${literal(name)}::regclass`;
    const [row] = await query(this.client, scope, sql);
    if (row?.same !== 't') throw rewritten(displayName(table.source));
  }

  /** Rolled back, the connection is as before: with the view, without an error, and without its lock on the table. */
  async #letGo(): Promise<boolean> {
    try {
      await query(this.client, SCOPE, 'rollback to savepoint table_read; release savepoint table_read');
      return true;
    } catch {
      await end(this.client);
      return false;
    }
  }

  /** Should this fail, the statement ends by itself, only later. */
  async #cancel(): Promise<void> {
    const pid = (this.client as pg.Client & { readonly processID?: number | null }).processID;
    if (pid === null || pid === undefined) return;
    const client = await connect(this.#endpoint, { ...SCOPE, purpose: 'cancel' }).catch(() => null);
    if (client === null) return;
    await query(client, SCOPE, 'select pg_cancel_backend($1::int)', [pid]).catch(() => {});
    await end(client);
  }
}

/** Lends the connection's view to others for as long as its transaction lasts. */
export async function exportView(client: pg.Client): Promise<string> {
  const [row] = await query(client, SCOPE, 'select pg_export_snapshot() as name');
  return need(row?.name);
}

export async function end(client: pg.Client): Promise<void> {
  await client.end().catch(() => {});
}

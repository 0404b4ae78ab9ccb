import { EventEmitter, once } from 'node:events';
import { PassThrough } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { connect } from '../../postgres/connect.ts';
import { type ErrorScope, translate } from '../../postgres/errors.ts';
import { fromLsn } from '../../postgres/lsn.ts';
import { need, query } from '../../postgres/query.ts';
import { literal, qualified, quote, quoteAll } from '../../postgres/quote.ts';
import type { Position, RowStream } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { LargeObjectReader, Snapshot } from '../source.ts';
import { openLargeObjects } from './large-objects.ts';

const SCOPE = { side: 'source' } as const;

export interface SnapshotRequest {
  readonly endpoint: PostgresEndpoint;
  /** Slot to create: the task's own, or a temporary one that only lends its snapshot; null without a log. */
  readonly slot: { readonly name: string; readonly temporary: boolean } | null;
  readonly readers: number;
}

/**
 * Fixes one view of the source and imports it into every reading connection. The exporting connection stays idle until all
 * have imported, then is no longer needed: each reader's own transaction keeps the view.
 */
export async function openSnapshot(request: SnapshotRequest): Promise<Snapshot> {
  const exporter = await connect(request.endpoint, { ...SCOPE, purpose: 'snapshot', replication: request.slot !== null });
  const readers: Reader[] = [];
  try {
    const view = request.slot === null ? await exportPlain(exporter) : await exportSlot(exporter, request.slot);
    for (let count = 0; count < request.readers; count += 1) readers.push(await openReader(request.endpoint, view.name));
    return new PostgresSnapshot(request.endpoint, view.position, readers);
  } catch (error) {
    await Promise.all(readers.map(({ client }) => end(client)));
    throw translate(error, { ...SCOPE, endpoint: request.endpoint });
  } finally {
    // A temporary slot goes with its connection.
    await end(exporter);
  }
}

interface View {
  readonly name: string;
  readonly position: Position | null;
}

async function exportPlain(exporter: pg.Client): Promise<View> {
  await query(exporter, SCOPE, 'begin isolation level repeatable read read only');
  const [row] = await query(exporter, SCOPE, 'select pg_export_snapshot() as name');
  return { name: need(row?.name), position: null };
}

async function exportSlot(exporter: pg.Client, slot: { readonly name: string; readonly temporary: boolean }): Promise<View> {
  const kind = slot.temporary ? 'TEMPORARY ' : '';
  const [row] = await query(exporter, SCOPE, `CREATE_REPLICATION_SLOT ${quote(slot.name)} ${kind}LOGICAL pgoutput EXPORT_SNAPSHOT`);
  return { name: need(row?.snapshot_name), position: fromLsn(need(row?.consistent_point)) };
}

/** A connection that has the view, and the server's number of it. */
interface Reader {
  readonly client: pg.Client;
  readonly pid: string;
}

async function openReader(endpoint: PostgresEndpoint, snapshot: string): Promise<Reader> {
  const client = await connect(endpoint, { ...SCOPE, purpose: 'read' });
  try {
    await query(client, SCOPE, 'begin isolation level repeatable read read only');
    await query(client, SCOPE, `set transaction snapshot ${literal(snapshot)}`);
    const [row] = await query(client, SCOPE, 'select pg_backend_pid() as pid');
    return { client, pid: need(row?.pid) };
  } catch (error) {
    await end(client);
    throw error;
  }
}

class PostgresSnapshot implements Snapshot {
  readonly position: Position | null;
  readonly #endpoint: PostgresEndpoint;
  readonly #all: readonly Reader[];
  readonly #free: Reader[];
  /** Readers that are reading, or on their way back. */
  #busy = 0;
  readonly #returns = new EventEmitter();

  constructor(endpoint: PostgresEndpoint, position: Position | null, readers: readonly Reader[]) {
    this.position = position;
    this.#endpoint = endpoint;
    this.#all = readers;
    this.#free = [...readers];
  }

  async read(table: TablePlan, signal: AbortSignal): Promise<RowStream> {
    const scope = { ...SCOPE, endpoint: this.#endpoint, object: displayName(table.source) };
    const reader = await this.#take(signal);
    // A refused statement must not end the transaction that holds the view: the savepoint takes the blow.
    await query(reader.client, scope, 'savepoint table_read')
      .then(() => holdAsSeen(reader.client, table, scope))
      .catch(async (error: unknown) => {
        await this.#return(reader);
        throw error;
      });
    return { format: 'copy-text', bytes: this.#copy(reader, { table, scope, signal }) };
  }

  async largeObjects(signal: AbortSignal): Promise<LargeObjectReader> {
    const { client } = await this.#take(signal);
    // Nobody waits for its return.
    this.#busy -= 1;
    return openLargeObjects(client, { ...SCOPE, endpoint: this.#endpoint, object: 'large objects' });
  }

  async #take(signal: AbortSignal): Promise<Reader> {
    while (this.#free.length === 0 && this.#busy > 0) await once(this.#returns, 'return', { signal });
    const reader = this.#free.pop();
    if (reader === undefined) throw snapshotLost();
    this.#busy += 1;
    return reader;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map(({ client }) => end(client)));
  }

  #copy(reader: Reader, job: { readonly table: TablePlan; readonly scope: ErrorScope; readonly signal: AbortSignal }): PassThrough {
    const { table, scope, signal } = job;
    const bytes = reader.client.query(copyTo(copySql(table), { highWaterMark: 1 << 18 }));
    const out = new PassThrough({ highWaterMark: 1 << 18 });
    let cancelled: Promise<void> = Promise.resolve();
    let over = false;
    const done = () => {
      if (over) return;
      over = true;
      void cancelled.then(() => this.#return(reader));
    };
    bytes.once('end', done);
    bytes.on('error', (error) => {
      // Translated here: whoever reads `out` is the destination, and would take a bare error for its own.
      out.destroy(translate(error, scope));
      done();
    });
    const stop = () => out.destroy(new Error('The load was stopped'));
    signal.addEventListener('abort', stop, { once: true });
    out.once('error', () => {});
    out.once('close', () => {
      signal.removeEventListener('abort', stop);
      if (over || signal.aborted) return;
      // Whoever read broke off. The connection is of use again when the COPY has ended: the server is told to end it, and what is
      // on its way until then is read, or the answer would never be reached.
      cancelled = cancel(this.#endpoint, reader).catch(() => {});
      bytes.resume();
    });
    bytes.pipe(out);
    return out;
  }

  /** Rolled back, the reader is as before: with the view, without an error, and without its lock on the table. */
  async #return(reader: Reader): Promise<void> {
    await query(reader.client, SCOPE, 'rollback to savepoint table_read').then(
      () => this.#free.push(reader),
      () => end(reader.client),
    );
    this.#busy -= 1;
    this.#returns.emit('return');
  }
}

/** Should this fail, the statement ends by itself, only later. */
async function cancel(endpoint: PostgresEndpoint, { pid }: Reader): Promise<void> {
  const client = await connect(endpoint, { ...SCOPE, purpose: 'cancel' });
  await query(client, SCOPE, 'select pg_cancel_backend($1::int)', [pid]).finally(() => end(client));
}

/**
 * A table that was emptied by TRUNCATE, or written anew by ALTER TABLE, after the view was taken has no rows under it (PostgreSQL
 * documentation, "Caveats" of concurrency control): a copy would be empty without a word. From the lock on it stays as it is.
 */
async function holdAsSeen(client: pg.Client, table: TablePlan, scope: ErrorScope): Promise<void> {
  const name = qualified(table.source);
  await query(client, scope, `lock table only ${name} in access share mode`);
  const sql = `select relfilenode = pg_relation_filenode(oid) as same from pg_class where oid = ${literal(name)}::regclass`;
  const [row] = await query(client, scope, sql);
  if (row?.same !== 't') throw rewritten(displayName(table.source));
}

function rewritten(name: string): EngineError {
  return new EngineError({
    code: 'snapshot.table-rewritten',
    message: {
      en: `${name} was truncated or rewritten after the view it was to be read under was taken`,
      zh: `${name} 在一致性快照建立之后被清空或重写`,
    },
    hint: { en: 'The task reads it again under a new view.', zh: '任务会在新的快照下重新读取该表。' },
    retry: 'soon',
    side: 'source',
    object: name,
  });
}

function snapshotLost(): EngineError {
  return new EngineError({
    code: 'snapshot.lost',
    message: { en: 'The fixed view of the source was lost together with its connections', zh: '源库一致性快照随连接一起丢失' },
    hint: { en: 'The task reads the unfinished tables again under a new view.', zh: '任务会在新的快照下重新读取未完成的表。' },
    retry: 'soon',
    side: 'source',
    connection: true,
  });
}

/** `ONLY`: rows of inheritance children and partitions are read with their own table. */
export function copySql(table: TablePlan): string {
  const columns = quoteAll(table.columns.map((column) => column.source));
  const name = qualified(table.source);
  // A table may have rows without having columns; COPY takes no empty list.
  if (table.where === null) return `copy ${name}${columns === '' ? '' : ` (${columns})`} to stdout`;
  return `copy (select ${columns} from only ${name} where (${table.where}\n)) to stdout`;
}

async function end(client: pg.Client): Promise<void> {
  await client.end().catch(() => {});
}

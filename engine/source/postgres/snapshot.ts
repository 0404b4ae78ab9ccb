import { PassThrough, pipeline } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { connect } from '../../postgres/connect.ts';
import { translate } from '../../postgres/errors.ts';
import { fromLsn } from '../../postgres/lsn.ts';
import { need, query } from '../../postgres/query.ts';
import { literal, qualified, quote, quoteAll } from '../../postgres/quote.ts';
import type { Position, RowStream } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { Snapshot } from '../source.ts';

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
  const readers: pg.Client[] = [];
  try {
    const view = request.slot === null ? await exportPlain(exporter) : await exportSlot(exporter, request.slot);
    for (let count = 0; count < request.readers; count += 1) readers.push(await openReader(request.endpoint, view.name));
    return new PostgresSnapshot(request.endpoint, view.position, readers);
  } catch (error) {
    await Promise.all(readers.map(end));
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

async function openReader(endpoint: PostgresEndpoint, snapshot: string): Promise<pg.Client> {
  const reader = await connect(endpoint, { ...SCOPE, purpose: 'read' });
  await query(reader, SCOPE, 'begin isolation level repeatable read read only');
  await query(reader, SCOPE, `set transaction snapshot ${literal(snapshot)}`);
  return reader;
}

class PostgresSnapshot implements Snapshot {
  readonly position: Position | null;
  readonly #endpoint: PostgresEndpoint;
  readonly #free: pg.Client[];
  readonly #all: readonly pg.Client[];

  constructor(endpoint: PostgresEndpoint, position: Position | null, readers: readonly pg.Client[]) {
    this.position = position;
    this.#endpoint = endpoint;
    this.#all = readers;
    this.#free = [...readers];
  }

  async read(table: TablePlan, signal: AbortSignal): Promise<RowStream> {
    const scope = { ...SCOPE, endpoint: this.#endpoint, object: displayName(table.source) };
    const reader = this.#free.pop();
    if (reader === undefined) throw snapshotLost();
    // A refused statement must not end the transaction that holds the view: the savepoint takes the blow.
    await query(reader, scope, 'savepoint table_read');
    const bytes = reader.query(copyTo(copySql(table), { highWaterMark: 1 << 18 }));
    const stop = () => bytes.destroy(new Error('The load was stopped'));
    signal.addEventListener('abort', stop, { once: true });
    const out = new PassThrough({ highWaterMark: 1 << 18 });
    out.once('error', () => {});
    // Before the pipeline hands the bare error on: whoever reads `out` is the destination, and would take it for its own.
    bytes.once('error', (error) => out.destroy(translate(error, scope)));
    pipeline(bytes, out, (error) => {
      signal.removeEventListener('abort', stop);
      if (error) void this.#recover(reader);
      else this.#free.push(reader);
    });
    return { format: 'copy-text', bytes: out };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map(end));
  }

  /** After a failed read the reader is used again if its transaction, and with it the view, is still there. */
  async #recover(reader: pg.Client): Promise<void> {
    await query(reader, SCOPE, 'rollback to savepoint table_read').then(
      () => this.#free.push(reader),
      () => end(reader),
    );
  }
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

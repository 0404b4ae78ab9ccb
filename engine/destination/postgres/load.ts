import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { TablePlan } from '../../plan/plan.ts';
import { translate } from '../../postgres/errors.ts';
import { execute, query } from '../../postgres/query.ts';
import { qualified, quote, quoteAll } from '../../postgres/quote.ts';
import type { RowStream } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';
import type { LoadOptions, LoadResult } from '../destination.ts';
import { claimTable, countTable } from './marks.ts';

const PROGRESS_INTERVAL_MS = 250;
const NEWLINE = 0x0a;

/** Loads one table in one transaction with its mark: either all its rows and the mark are there, or nothing. */
export async function loadTable(
  client: pg.Client,
  taskId: string,
  job: { readonly table: TablePlan; readonly rows: RowStream; readonly options: LoadOptions },
): Promise<LoadResult> {
  const { table, rows, options } = job;
  const scope = { side: 'destination', object: displayName(table.destination) } as const;
  await query(client, scope, 'begin');
  try {
    if (!(await claimTable(client, { taskId, tableId: table.id, position: options.position }))) {
      rows.bytes.destroy();
      await query(client, scope, 'rollback');
      return { rows: 0, bytes: 0 };
    }
    const done = table.origin === 'existing' ? await copyAround(client, job) : await copyInto(client, qualified(table.destination), job);
    await countTable(client, { taskId, tableId: table.id, rows: done.rows, bytes: done.bytes });
    await query(client, scope, 'commit');
    return done;
  } catch (error) {
    rows.bytes.destroy();
    await client.query('rollback').catch(() => {});
    throw translate(error, scope);
  }
}

async function copyInto(
  client: pg.Client,
  target: string,
  job: { readonly table: TablePlan; readonly rows: RowStream; readonly options: LoadOptions },
): Promise<LoadResult> {
  const columns = quoteAll(job.table.columns.map((column) => column.destination));
  const counter = new RowCounter(job.options.onProgress);
  const sink = client.query(copyFrom(`copy ${target}${columns === '' ? '' : ` (${columns})`} from stdin`, { highWaterMark: 1 << 18 }));
  await pipeline(job.rows.bytes, counter, sink, { signal: job.options.signal });
  return { rows: sink.rowCount, bytes: counter.bytes };
}

/**
 * *Ignore Errors and Proceed* (dts.md 1.4): a row whose key exists in the destination stays as it is there and the source's row
 * is not written. The rows pass through a temporary table, for COPY knows no conflicts.
 */
async function copyAround(
  client: pg.Client,
  job: { readonly table: TablePlan; readonly rows: RowStream; readonly options: LoadOptions },
): Promise<LoadResult> {
  const { table } = job;
  const scope = { side: 'destination', object: displayName(table.destination) } as const;
  const columns = quoteAll(table.columns.map((column) => column.destination));
  const staging = `pg_temp.${quote('opendts_load')}`;
  await query(
    client,
    scope,
    `create temp table ${quote('opendts_load')} on commit drop as select ${columns} from ${qualified(table.destination)} with no data`,
  );
  const done = await copyInto(client, staging, job);
  const overriding = table.identityAlways ? ' overriding system value' : '';
  const written = await execute(
    client,
    scope,
    `insert into ${qualified(table.destination)}${columns === '' ? '' : ` (${columns})`}${overriding} select ${columns} from ${staging} on conflict do nothing`,
  );
  return written < done.rows ? { ...done, skipped: done.rows - written } : done;
}

/** Counts rows and bytes as they pass: in COPY's text form every row ends with the only unescaped newline. */
class RowCounter extends Transform {
  bytes = 0;
  rows = 0;
  readonly #onProgress: (done: LoadResult) => void;
  #told = 0;

  constructor(onProgress: (done: LoadResult) => void) {
    super({ highWaterMark: 1 << 18 });
    this.#onProgress = onProgress;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: Error | null, chunk: Buffer) => void): void {
    this.bytes += chunk.length;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) this.rows += 1;
    const now = Date.now();
    if (now - this.#told >= PROGRESS_INTERVAL_MS) {
      this.#told = now;
      this.#onProgress({ rows: this.rows, bytes: this.bytes });
    }
    done(null, chunk);
  }
}

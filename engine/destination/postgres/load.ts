import type pg from 'pg';
import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { CopyIn } from '../../postgres/copy/in.ts';
import { translate } from '../../postgres/errors.ts';
import { execute, query } from '../../postgres/query.ts';
import { qualified, quote, quoteAll } from '../../postgres/quote.ts';
import type { Position, RowChunk, RowStream } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';
import type { LoadResult, LoadUnit } from '../destination.ts';
import { claimSlice, countSlice, takeBackMarks } from './load-marks.ts';
import { emptyTable, keepOthers } from './restart.ts';

export interface SliceJob {
  readonly unit: LoadUnit;
  readonly read: () => Promise<RowStream>;
  readonly position: Position | null;
  /** The table had rows of others when its load began. */
  readonly occupied: boolean;
}

/** Loads one slice in one transaction with its mark: either all its rows and the mark are there, or nothing. */
export async function loadSlice(client: pg.Client, taskId: string, job: SliceJob): Promise<LoadResult | null> {
  const { table } = job.unit;
  const scope = { side: 'destination', object: displayName(table.destination) } as const;
  await query(client, scope, 'begin');
  try {
    if (!(await claimSlice(client, taskId, job.unit, job.position))) {
      await query(client, scope, 'rollback');
      return null;
    }
    const done = job.occupied
      ? await copyAround(client, table, job.read)
      : await copyInto(client, qualified(table.destination), { table, rows: await job.read() });
    await countSlice(client, taskId, job.unit, done);
    await query(client, scope, 'commit');
    return done;
  } catch (error) {
    throw conflict(table, translate(error, scope));
  }
}

/**
 * Rows that came since the load began are met like those that were there before: the slice is asked for again. On another connection,
 * for this one is in the middle of a message.
 */
function conflict(table: TablePlan, error: EngineError): EngineError {
  const cause = error.cause as { readonly code?: unknown } | undefined;
  if (table.origin !== 'existing' || error.side !== 'destination' || (cause?.code !== '23505' && cause?.code !== '23P01')) return error;
  const { text: message, hint } = error;
  return new EngineError({
    code: 'table.occupied',
    message,
    hint,
    retry: 'soon',
    side: 'destination',
    object: displayName(table.destination),
  });
}

async function copyInto(
  client: pg.Client,
  target: string,
  { table, rows }: { readonly table: TablePlan; readonly rows: RowStream },
): Promise<LoadResult> {
  const columns = quoteAll(table.columns.map((column) => column.destination));
  const format = rows.format === 'binary' ? ' with (format binary)' : '';
  let bytes = 0;
  const counted = async function* (): AsyncGenerator<RowChunk> {
    for await (const chunk of rows.chunks) {
      bytes += chunk.bytes.length;
      yield chunk;
    }
  };
  const sql = `copy ${target}${columns === '' ? '' : ` (${columns})`} from stdin${format}`;
  return { rows: await CopyIn.run(client, sql, counted()), bytes };
}

/**
 * *Ignore Errors and Proceed* (dts.md 1.4): a row whose key exists in the destination stays as it is there and the source's row
 * is not written. The rows pass through a temporary table, for COPY knows no conflicts.
 */
async function copyAround(client: pg.Client, table: TablePlan, read: SliceJob['read']): Promise<LoadResult> {
  const scope = { side: 'destination', object: displayName(table.destination) } as const;
  const columns = quoteAll(table.columns.map((column) => column.destination));
  const staging = `pg_temp.${quote('opendts_load')}`;
  const like = `select ${columns} from ${qualified(table.destination)} with no data`;
  await query(client, scope, `create temp table ${quote('opendts_load')} on commit drop as ${like}`);
  const done = await copyInto(client, staging, { table, rows: await read() });
  const overriding = table.identityAlways ? ' overriding system value' : '';
  const into = `${qualified(table.destination)}${columns === '' ? '' : ` (${columns})`}`;
  const written = await execute(client, scope, `insert into ${into}${overriding} select ${columns} from ${staging} on conflict do nothing`);
  return written < done.rows ? { ...done, skipped: done.rows - written } : done;
}

/**
 * Takes back what a table's slices brought. One that the task made has no other rows; from one that was there before only those go
 * that the slices' own transactions wrote.
 */
export async function unloadTable(client: pg.Client, taskId: string, table: TablePlan): Promise<void> {
  const scope = { side: 'destination', object: displayName(table.destination) } as const;
  await query(client, scope, 'begin');
  try {
    const xids = await takeBackMarks(client, taskId, table.id);
    if (table.origin === 'create') await emptyTable(client, table);
    else if (xids.length > 0) {
      await keepOthers(client, table);
      await query(client, scope, `delete from ${qualified(table.destination)} where xmin::text::bigint = any ($1::bigint[])`, [xids]);
    }
    await query(client, scope, 'commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Leaves one row of each key. Only the task's own tables have any twice: in others the key was there before the rows. */
export async function uniteViews(client: pg.Client, table: TablePlan): Promise<void> {
  if (table.origin !== 'create' || table.key.length === 0) return;
  const scope = { side: 'destination', object: displayName(table.destination) } as const;
  const key = table.key.map((name) => quote(table.columns.find(({ source }) => source === name)?.destination ?? name)).join(', ');
  const name = qualified(table.destination);
  await query(
    client,
    scope,
    `delete from only ${name} as t using (select ctid as place, row_number() over (partition by ${key}) as nth from only ${name}) as d
     where d.nth > 1 and t.ctid = d.place`,
  );
}

/** Whether the key is unique in a table that was there before, and nothing else is. */
export async function isUniqueByKeyAlone(client: pg.Client, table: TablePlan): Promise<boolean> {
  const scope = { side: 'destination', object: displayName(table.destination) } as const;
  const key = table.key.map((name) => table.columns.find(({ source }) => source === name)?.destination ?? name);
  // Columns of INCLUDE came with version 11; JSON lets one statement serve all.
  const sql = `select coalesce(bool_and(i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null
      and array(select a.attname::text from unnest(i.indkey) with ordinality as k(number, nth)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
        where k.nth <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts) order by 1) = array(select unnest($2::text[]) order by 1)), false) as alone
    from pg_index i where i.indrelid = $1::regclass and (i.indisunique or i.indisexclusion)`;
  const [row] = await query(client, scope, sql, [qualified(table.destination), key]);
  return row?.alone === 't';
}

import pg from 'pg';
import { describeStructure } from '#e2e/catalog.ts';
import { compareDatabases } from '#e2e/compare.ts';
import { SCHEMAS } from './dataset.ts';

export interface Verdict {
  readonly tables: number;
  readonly rows: number;
  /** The first one, or null. */
  readonly difference: string | null;
}

/** Whether the destination is the source again: structure, sequences, and every row of every table. */
export async function judge(sourceUrl: string, destinationUrl: string): Promise<Verdict> {
  const unlike = firstUnlike(await Promise.all([sourceUrl, destinationUrl].map(describe)));
  const { tables, rows, difference } = await compareDatabases(sourceUrl, destinationUrl, SCHEMAS);
  const inRows = difference === null ? null : `${difference.table}: ${difference.detail}`;
  return { tables, rows, difference: inRows ?? unlike };
}

/** Structure, and where each sequence stands, as sorted lines. */
async function describe(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(
      `select format('sequence %I.%I stands at %s', schemaname, sequencename, last_value) as line from pg_sequences where schemaname = any ($1)
       union all select format('type %I.%I %s', n.nspname, typname, (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
       from pg_type t join pg_namespace n on n.oid = typnamespace where typtype = 'e' and n.nspname = any ($1)`,
      [SCHEMAS],
    );
    return [...(await describeStructure(url, SCHEMAS)), ...rows.map(({ line }) => line)];
  } finally {
    await client.end();
  }
}

function firstUnlike([source = [], destination = []]: readonly (readonly string[])[]): string | null {
  const lost = source.find((line) => !destination.includes(line));
  if (lost !== undefined) return `only at the source: ${lost}`;
  const extra = destination.find((line) => !source.includes(line));
  return extra === undefined ? null : `only at the destination: ${extra}`;
}

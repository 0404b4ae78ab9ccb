import type { ColumnSelection } from '#engine/task/config.ts';
import { list } from './rows.ts';

/** A choice of columns: each by its name, with the type that is given to it, or null. */
export const givenColumns = (types: Readonly<Record<string, string | null>>): ColumnSelection[] =>
  Object.entries(types).map(([name, type]) => (type === null ? { name } : { name, type }));

/** The columns of a table with their types, in their order. */
export const typesOf = (url: string, table: string): Promise<readonly string[]> =>
  list(
    url,
    `select attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute
     where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );

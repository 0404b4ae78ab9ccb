import { expect } from '@playwright/test';
import { sql, value } from '#e2e/faults/servers.ts';
import type { Stack } from './stack.ts';

/** Tables of a task from its start, and those that join it later, all of them written to. */
export const FOLLOWED = ['orders', 'parts', 'stock'] as const;
export const ADDED = ['notes', 'coupons'] as const;
/** Of `coupons`: which of its rows are carried. */
export const FILTER = 'amount >= 500';

const ALL = [...FOLLOWED, ...ADDED];

/** Makes them at the source, with some rows each, and a view on one of them. */
export async function fillTables(stack: Stack): Promise<void> {
  await sql(
    stack.urlOf('source'),
    ...ALL.flatMap((name) => [
      `create table public.${name} (id int primary key, amount int not null, note text)`,
      `insert into public.${name} select n, n % 1000, repeat('x', 40) from generate_series(1, 3000) n`,
    ]),
    'create view public.large_orders as select * from public.orders where amount > 900',
    'analyze',
  );
}

/** All rows of a table, in a few letters. */
export function digest(stack: Stack, side: 'source' | 'destination', table: string, where = 'true'): Promise<string | null> {
  const rows = `count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by id)), '')`;
  return value(stack.urlOf(side), `select ${rows} from public.${table} t where ${where}`);
}

/** What a table has now arrives, row by row. */
export async function expectSame(stack: Stack, table: string, where = 'true'): Promise<void> {
  const wanted = await digest(stack, 'source', table, where);
  await expect.poll(() => digest(stack, 'destination', table), { timeout: 60_000 }).toBe(wanted);
}

/** Writes into every table until it is stopped, one transaction after the other. */
export function startWriting(stack: Stack): { stop(): Promise<void> } {
  let going = true;
  let at = 10_000;
  const work = (async () => {
    while (going) {
      at += 1;
      const statements = ALL.flatMap((name) => [
        `insert into public.${name} values (${at}, ${at % 1000}, 'new')`,
        // Some cross the filter, in both directions.
        `update public.${name} set amount = (amount + 250) % 1000, note = 'changed' where id % 100 = ${at % 100}`,
        `delete from public.${name} where id = ${at - 9_000}`,
      ]);
      await sql(stack.urlOf('source'), 'begin', ...statements, 'commit');
    }
  })();
  // What fails is thrown where it is stopped, not where nobody looks.
  work.catch(() => {});
  return {
    stop: async () => {
      going = false;
      await work;
    },
  };
}

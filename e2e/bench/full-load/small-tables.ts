import { scaled } from '../settings.ts';
import type { Data } from './data.ts';

/** Rows of the table of this number, none of some: `i % 201` in SQL and here. */
const MOST_ROWS = 200;

/** Thousands of tables with 0 to 200 rows: what is measured is what a table costs before its first byte. */
export function smallTables(): Data {
  const count = scaled(2_000);
  const numbers = Array.from({ length: count }, (_, number) => number);
  return {
    tables: numbers.map((number) => `small_${number}`),
    rows: numbers.reduce((sum, number) => sum + (number % (MOST_ROWS + 1)), 0),
    make: [
      'create schema bench',
      loop(
        count,
        `execute format('create table bench.%I (id integer not null, name text not null, at timestamptz, value numeric)', 'small_' || i)`,
      ),
    ],
    fill: [
      [
        loop(
          count,
          `execute format('insert into bench.%I select n, ''name '' || n, timestamptz ''2024-01-01 00:00Z'' + n * interval ''1 h'', n / 8.0
             from generate_series(1, %s) n', 'small_' || i, i % ${MOST_ROWS + 1})`,
        ),
      ],
    ],
  };
}

function loop(count: number, statement: string): string {
  return `do $do$ begin for i in 0..${count - 1} loop ${statement}; end loop; end $do$`;
}

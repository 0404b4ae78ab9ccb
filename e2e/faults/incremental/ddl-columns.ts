import { ALL, type Ddl, fitting, holds, isKeyed, isUnseen, onExtra, touches, UNSEEN } from './ddl-moment.ts';
import type { Extra } from './shape.ts';

/** So many of a table are enough. */
const MOST_EXTRAS = 20;

const alters = ({ table }: Extra, what: string) => [`alter table live.${table} ${what}`];

/** The types a column's values become in the same way everywhere; none that might not hold them. */
function exactTypes({ name, type }: Extra): readonly string[] {
  if (name.startsWith('t')) return ['text', 'character varying(30)', 'character varying(60)'].filter((each) => each !== type);
  if (type.startsWith('numeric')) return ['numeric(14,2)', 'numeric(18,4)'];
  return ['integer', 'bigint', 'numeric(12,2)'].filter((each) => each !== type);
}

const adds =
  (tables: readonly string[], column: (serial: number) => string): Ddl['transactions'] =>
  ({ random, serial }) => [[`alter table live.${random.of(tables)} add column ${column(serial)}`]];

/** What is done to columns. The first letter of a name says what it is: i, r numbers, t text, z a time, n is computed. */
export const COLUMNS: readonly Ddl[] = [
  { name: 'ADD COLUMN', transactions: adds(ALL, (n) => `t${n} text`) },
  { name: 'ADD COLUMN with a constant default', transactions: adds(ALL, (n) => `i${n} integer not null default ${n}`) },
  { name: 'ADD COLUMN with a stable default', transactions: adds(ALL, (n) => `z${n} timestamptz default now()`) },
  { name: 'ADD COLUMN with a volatile default', transactions: adds(UNSEEN, (n) => `r${n} double precision default random()`) },
  {
    name: 'ADD COLUMN that is computed',
    transactions: adds(['seats', 'docs', 'accounts', 'bulk'], (n) => `n${n} bigint generated always as (id * 2) stored`),
  },
  {
    name: 'ADD COLUMN of two columns, one with a CHECK',
    transactions: adds(ALL, (n) => `i${n} integer constraint c${n} check (i${n} > -1), add column t${n} varchar(20) default 'd'`),
  },
  {
    name: 'DROP COLUMN',
    transactions: ({ random, shape: { extras } }) => {
      const tables = [...new Set(extras.map(({ table }) => table))];
      if (tables.length === 0) return null;
      const columns = (table: string) => extras.filter((extra) => extra.table === table);
      const table = tables.find((each) => columns(each).length > MOST_EXTRAS) ?? random.of(tables);
      const gone = random.shuffled(columns(table)).slice(0, Math.max(1 + random.below(2), columns(table).length - MOST_EXTRAS));
      return [[`alter table live.${table} ${gone.map(({ name }) => `drop column ${name}`).join(', ')}`]];
    },
  },
  {
    name: 'DROP COLUMN CASCADE',
    transactions: ({ random, serial }) => {
      const table = random.of(UNSEEN);
      const computed = `n${serial} integer generated always as (i${serial} + 1) stored`;
      return [
        [`alter table live.${table} add column i${serial} integer default 1, add column ${computed}`],
        [`alter table live.${table} drop column i${serial} cascade`],
      ];
    },
  },
  {
    name: 'RENAME COLUMN',
    transactions: onExtra(
      () => true,
      (extra, moment) => {
        const name = `${extra.name.slice(0, 1)}${moment.serial}`;
        return [[...alters(extra, `rename column ${extra.name} to ${name}`), touches({ ...extra, name }, moment)]];
      },
    ),
  },
  {
    name: 'ALTER TYPE, exact',
    transactions: onExtra(holds('i', 't'), (extra, moment) => [
      alters(extra, `alter column ${extra.name} type ${moment.random.of(exactTypes(extra))}`),
      [touches(extra, moment)],
    ]),
  },
  {
    name: 'ALTER TYPE with USING',
    transactions: onExtra(
      (extra) => holds('t')(extra) && isUnseen(extra),
      (extra, moment) => [
        alters(extra, `alter column ${extra.name} type text using left(coalesce(${extra.name}, 'none') || random(), 20)`),
        [touches(extra, moment)],
      ],
    ),
  },
  {
    name: 'SET DEFAULT',
    transactions: onExtra(holds('i', 't', 'r', 'z'), (extra, moment) => [
      alters(extra, `alter column ${extra.name} set default ${fitting(extra, moment.serial)}`),
    ]),
  },
  {
    name: 'DROP DEFAULT, DROP NOT NULL',
    transactions: onExtra(holds('i', 't', 'r', 'z'), (extra) => [
      alters(extra, `alter column ${extra.name} drop not null, alter column ${extra.name} drop default`),
    ]),
  },
  {
    name: 'SET NOT NULL',
    transactions: onExtra(
      (extra) => holds('i', 't', 'z')(extra) && isKeyed(extra),
      (extra, { serial }) => {
        const value = fitting(extra, serial);
        return [
          [
            ...alters(extra, `alter column ${extra.name} set default ${value}`),
            `update live.${extra.table} set ${extra.name} = ${value} where ${extra.name} is null`,
            ...alters(extra, `alter column ${extra.name} set not null`),
          ],
        ];
      },
    ),
  },
];

import type { DdlKind, Transaction, Turn } from '../ddl-writer.ts';
import { SCHEMA } from './tables.ts';

/** A table that the run has made, as the source has it now. */
export interface Made {
  readonly name: string;
  readonly keyed: boolean;
  /** Those that come and go; `id` and `v` stay. */
  readonly columns: readonly string[];
}

export interface Moment extends Turn {
  readonly made: readonly Made[];
}

/** With rows before and after it. */
type Ddl = DdlKind<Moment>;

const MOST_TABLES = 6;
const FEWEST_TABLES = 2;

const place = (name: string) => `${SCHEMA}.${name}`;

/** `more`: a column beside those that stay, and what its rows have. */
function rows(name: string, serial: number, more?: readonly [column: string, value: string]): string {
  const [columns, values] = more === undefined ? ['', ''] : [`, ${more[0]}`, `, ${more[1]}`];
  return `insert into ${place(name)} (id, v${columns}) select ${serial} * 1000 + n, 'row ' || n${values} from generate_series(1, 30) n on conflict do nothing`;
}

/** Of a table without a key rows only come: which of them is which nobody could tell. */
function touches({ name, keyed }: Pick<Made, 'name' | 'keyed'>, { serial, random }: Moment, step: number): string {
  const part = random.below(5);
  return keyed
    ? `update ${place(name)} set v = 'touched ${serial} ${step}' where id % 5 = ${part}`
    : `insert into ${place(name)} (id, v) values (${serial} * 1000 + ${500 + step}, 'touched ${serial} ${step}')`;
}

function onTable(
  suits: (made: Made) => boolean,
  make: (made: Made, moment: Moment) => readonly Transaction[],
  fewest = 1,
): Ddl['transactions'] {
  return (moment) => {
    const suiting = moment.made.filter(suits);
    return moment.made.length < fewest || suiting.length === 0 ? null : make(moment.random.of(suiting), moment);
  };
}

function onColumn(make: (column: string, made: Made, moment: Moment) => readonly Transaction[]): Ddl['transactions'] {
  return onTable(
    ({ columns }) => columns.length > 0,
    (made, moment) => make(moment.random.of(made.columns), made, moment),
  );
}

const any = () => true;

const creates = (name: string, keyed: boolean, more = '') =>
  `create table ${place(name)} (id bigint${keyed ? ' primary key' : ''}, v text${more})`;

/** Takes its name and that of another: each is for a moment called what neither is called before or after. */
const SWAP: Ddl = {
  name: 'two tables take each other’s names',
  transactions: (moment) => {
    const [one, other] = moment.random.shuffled(moment.made);
    if (one === undefined || other === undefined) return null;
    return [
      [
        touches(one, moment, 1),
        `alter table ${place(one.name)} rename to aside`,
        `alter table ${place(other.name)} rename to ${one.name}`,
        touches({ ...other, name: one.name }, moment, 2),
        `alter table ${place('aside')} rename to ${other.name}`,
        touches({ ...one, name: other.name }, moment, 3),
      ],
    ];
  },
};

/** All that SelectDB has something for, and what looks most like something else when it comes again after a kill. */
export const DDL: readonly Ddl[] = [
  {
    name: 'CREATE TABLE with rows',
    transactions: ({ serial, made }) =>
      made.length >= MOST_TABLES
        ? null
        : [
            [creates(`made_${serial}`, true, ", c0 int default 7, c1 varchar(20) default 'it''s'"), rows(`made_${serial}`, serial)],
            [`update ${place(`made_${serial}`)} set v = 'later', c0 = 8 where id % 3 = 0`],
          ],
  },
  {
    name: 'CREATE TABLE without a key, with twins',
    transactions: ({ serial, made }) =>
      made.length >= MOST_TABLES
        ? null
        : [
            [
              creates(`made_${serial}`, false, ', c0 int'),
              `alter table ${place(`made_${serial}`)} replica identity full`,
              rows(`made_${serial}`, serial),
              rows(`made_${serial}`, serial),
            ],
            [rows(`made_${serial}`, serial)],
          ],
  },
  {
    name: 'ADD COLUMN with a value for the rows that are there',
    transactions: onTable(any, (made, moment) => [
      [
        touches(made, moment, 1),
        `alter table ${place(made.name)} add column c${moment.serial} int default ${moment.serial}`,
        touches(made, moment, 2),
        rows(made.name, moment.serial, [`c${moment.serial}`, 'n']),
      ],
    ]),
  },
  {
    name: 'ADD COLUMN',
    transactions: onTable(any, (made, moment) => [
      [`alter table ${place(made.name)} add column c${moment.serial} varchar(20)`],
      [rows(made.name, moment.serial, [`c${moment.serial}`, "'new ' || n"]), touches(made, moment, 1)],
    ]),
  },
  {
    name: 'DROP COLUMN',
    transactions: onColumn((column, made, moment) => [
      [touches(made, moment, 1), `alter table ${place(made.name)} drop column ${column}`, touches(made, moment, 2)],
    ]),
  },
  {
    name: 'RENAME COLUMN',
    transactions: onColumn((column, made, moment) => [
      [
        touches(made, moment, 1),
        `alter table ${place(made.name)} rename column ${column} to c${moment.serial}`,
        touches(made, moment, 2),
        rows(made.name, moment.serial, [`c${moment.serial}`, 'null']),
      ],
    ]),
  },
  {
    name: 'DROP COLUMN and ADD COLUMN of the same name',
    transactions: onColumn((column, made, moment) => [
      [
        touches(made, moment, 1),
        `alter table ${place(made.name)} drop column ${column}`,
        `alter table ${place(made.name)} add column ${column} varchar(30)`,
        rows(made.name, moment.serial, [column, "'again ' || n"]),
      ],
    ]),
  },
  {
    name: 'RENAME COLUMN and ADD COLUMN of the name it had',
    transactions: onColumn((column, made, moment) => [
      [
        `alter table ${place(made.name)} rename column ${column} to c${moment.serial}`,
        `alter table ${place(made.name)} add column ${column} bigint`,
        rows(made.name, moment.serial, [column, 'n * 1000000000000']),
        touches(made, moment, 1),
      ],
    ]),
  },
  {
    name: 'ALTER COLUMN TYPE that widens',
    transactions: onColumn((column, made, moment) => [
      [
        touches(made, moment, 1),
        `alter table ${place(made.name)} alter column ${column} type text`,
        rows(made.name, moment.serial, [column, "'wide ' || n"]),
      ],
    ]),
  },
  {
    name: 'ALTER COLUMN TYPE with other values',
    transactions: onColumn((column, made, moment) => [
      [
        touches(made, moment, 1),
        `alter table ${place(made.name)} alter column ${column} type varchar(60) using left(${column} || '!', 60)`,
        rows(made.name, moment.serial, [column, "'other ' || n"]),
      ],
    ]),
  },
  {
    name: 'RENAME TABLE',
    transactions: onTable(any, (made, moment) => [
      [
        touches(made, moment, 1),
        `alter table ${place(made.name)} rename to made_${moment.serial}`,
        touches({ ...made, name: `made_${moment.serial}` }, moment, 2),
      ],
      [rows(`made_${moment.serial}`, moment.serial)],
    ]),
  },
  SWAP,
  {
    name: 'DROP TABLE',
    transactions: onTable(any, (made, moment) => [[touches(made, moment, 1), `drop table ${place(made.name)}`]], FEWEST_TABLES + 1),
  },
  {
    name: 'DROP TABLE and CREATE TABLE of the same name',
    transactions: onTable(any, (made, moment) => [
      [
        touches(made, moment, 1),
        `drop table ${place(made.name)}`,
        creates(made.name, true, ', c0 bigint'),
        rows(made.name, moment.serial, ['c0', 'n']),
      ],
      [`update ${place(made.name)} set c0 = c0 + 1 where id % 2 = 0`],
    ]),
  },
  {
    name: 'TRUNCATE',
    transactions: onTable(any, (made, moment) => [
      [touches(made, moment, 1), `truncate ${place(made.name)}`, rows(made.name, moment.serial)],
    ]),
  },
  {
    name: 'changes that are rolled back',
    transactions: onTable(any, (made, moment) => [
      [
        rows(made.name, moment.serial),
        `alter table ${place(made.name)} add column c${moment.serial} int default 1`,
        `alter table ${place(made.name)} rename to never_${moment.serial}`,
        creates(`made_${moment.serial}`, true),
        'rollback',
      ],
    ]),
  },
];

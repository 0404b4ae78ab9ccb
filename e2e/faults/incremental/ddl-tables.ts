import { MADE, PARTITIONS } from './ddl-made.ts';
import { ALL, type Ddl, few, holds, onExtra, onOne, touches, UNSEEN } from './ddl-moment.ts';
import { SEATS } from './tables.ts';

const adds = (table: string, column: string) => `alter table live.${table} add column ${column}`;

const CONSTRAINTS: readonly Ddl[] = [
  {
    name: 'ADD CHECK',
    transactions: onExtra(holds('i', 't'), ({ table, name }, { serial }) => [
      [`alter table live.${table} add constraint c${serial} check (${name}::text <> 'never')`],
    ]),
  },
  {
    name: 'ADD UNIQUE',
    transactions: ({ random, serial }) => {
      const [table, columns] = random.of([
        ['pairs', 'note, two, one'],
        ['seats', 'moved, id'],
      ] as const);
      return [[`alter table live.${table} add constraint c${serial} unique (${columns})`]];
    },
  },
  {
    name: 'ADD FOREIGN KEY',
    transactions: onOne(
      ({ made }) => made,
      (table, { serial }) => [[`alter table live.${table} add constraint c${serial} foreign key (teller) references live.tellers`]],
    ),
  },
  {
    name: 'DROP CONSTRAINT',
    transactions: onOne(
      ({ checks }) => checks,
      ({ table, name }) => [[`alter table live.${table} drop constraint ${name}`]],
    ),
  },
  {
    name: 'CREATE INDEX',
    transactions: onExtra(holds('i', 't', 'z', 'r'), ({ table, name }, { serial }) => [
      [`create index by${serial} on live.${table} (${name})`],
    ]),
  },
  {
    name: 'CREATE INDEX of an expression, with WHERE',
    transactions: onExtra(holds('t'), ({ table, name }, { serial }) => [
      [`create index by${serial} on live.${table} (lower(${name})) where ${name} is not null`],
    ]),
  },
  {
    name: 'DROP INDEX',
    transactions: onOne(
      ({ indexes }) => indexes,
      ({ name }) => [[`drop index live.${name}`]],
    ),
  },
  {
    name: 'another primary key',
    transactions: () => [['alter table live.pairs drop constraint pairs_pkey, add constraint pairs_pkey primary key (two, one)']],
  },
  {
    name: 'the primary key as it was',
    transactions: () => [
      ['alter table live.pairs drop constraint pairs_pkey', 'alter table live.pairs add constraint pairs_pkey primary key (one, two)'],
    ],
  },
];

const MIXED: readonly Ddl[] = [
  {
    name: 'ALTER TYPE ADD VALUE',
    transactions: ({ serial }) => [
      [`alter type live.mood add value 'mood ${serial}'`],
      [`insert into live.moods values (${serial}, 'mood ${serial}')`],
    ],
  },
  {
    name: 'TRUNCATE of a table of the load, with rows',
    transactions: ({ serial }) => [
      ['truncate live.seats', `insert into live.seats (id, seat) select n, 'again ${serial} ' || n from generate_series(1, ${SEATS}) n`],
    ],
  },
  { name: 'TRUNCATE of several tables', transactions: () => [['truncate live.heap, live.scratch restart identity', "insert into live.heap select n % 20, 'same', 1 from generate_series(1, 300) n"]] }, // biome-ignore format: a pair
  { name: 'DDL in a function', transactions: ({ serial }) => [[`select live.grow('i${serial}')`]] },
  {
    name: 'DDL of several tables in a DO block',
    transactions: ({ random, serial }) => {
      const [a, b] = random.shuffled(UNSEEN);
      return [
        [
          `do $$ begin
             ${adds(a ?? 'docs', `t${serial} text default 'done'`)};
             update live.${a} set t${serial} = 'written' where ${few(a ?? 'docs', random)};
             ${adds(b ?? 'pairs', `i${serial} integer`)};
             update live.${b} set i${serial} = ${serial % 100} where ${few(b ?? 'pairs', random)};
             alter table live.${a} rename column t${serial} to t9${serial};
           end $$`,
        ],
      ];
    },
  },
  {
    name: 'DDL and DML of one transaction',
    transactions: (moment) => {
      const { random, serial } = moment;
      const [table, other] = [random.of(ALL), random.of(UNSEEN)];
      const extra = { table, name: `i${serial}`, type: 'integer' };
      return [
        [
          touches({ table: 'docs', name: 'version', type: 'int' }, moment),
          adds(table, `i${serial} integer default 1`),
          touches(extra, moment),
          adds(other, `t9${serial} text`),
          `alter table live.${table} alter column i${serial} type bigint`,
          touches(extra, moment),
          touches({ table: other, name: `t9${serial}`, type: 'text' }, moment),
        ],
      ];
    },
  },
  {
    name: 'DDL that is rolled back',
    transactions: (moment) => {
      const { random, serial } = moment;
      const table = random.of(UNSEEN);
      return [
        [
          adds(table, `r${serial} double precision default random()`),
          touches({ table, name: `r${serial}`, type: 'double precision' }, moment),
          'drop table live.moods',
          'truncate live.heap',
          'rollback',
        ],
      ];
    },
  },
  {
    name: 'DDL that is rolled back to a savepoint',
    transactions: (moment) => {
      const { random, serial } = moment;
      const table = random.of(ALL);
      return [
        [
          adds(table, `i${serial} integer default 3`),
          'savepoint undone',
          `alter table live.${table} rename column i${serial} to gone`,
          'drop table live.moods',
          'rollback to undone',
          touches({ table, name: `i${serial}`, type: 'integer' }, moment),
        ],
      ];
    },
  },
];

/** What is done to tables, and all that is more than one command. */
export const TABLE_DDL: readonly Ddl[] = [...CONSTRAINTS, ...MADE, ...PARTITIONS, ...MIXED];

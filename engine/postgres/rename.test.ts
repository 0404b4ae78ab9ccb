import { parseSync } from 'libpg-query';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TablePlan } from '../plan/plan.ts';
import { tableId } from '../schema/table.ts';
import { qualified, quote } from './quote.ts';
import { createRenamer, loadGrammar, type Renamer } from './rename.ts';

/** Every name has what names may have: quotes, blanks, capitals, a reserved word in it. */
const from = { schema: 'from "here"', name: 'The "Table"' };
const to = { schema: 'to "there"', name: 'An "other"' };
const plan = {
  id: tableId(from),
  source: from,
  destination: to,
  columns: [
    { source: 'the "Key"', destination: 'a "Key"' },
    { source: 'select', destination: 'user' },
  ],
} as unknown as TablePlan;

let renamer: Renamer;
beforeAll(async () => {
  await loadGrammar();
  renamer = createRenamer([plan], new Map([[from.schema, to.schema]]));
});

/** The same statement, however it is laid out. */
function tree(sql: string): unknown {
  return JSON.parse(
    JSON.stringify(parseSync(sql), (key, value) => (key.endsWith('location') || key === 'stmt_len' || key === 'loc' ? undefined : value)),
  );
}

function expectSame(sql: string, wanted: string): void {
  expect(tree(sql)).toEqual(tree(wanted));
}

describe('names with quotes survive renaming', () => {
  test('in types', () => {
    expectSame(`select null::${renamer.type('"from ""here"""."Kind ""of"""[]')}`, `select null::"to ""there"""."Kind ""of"""[]`);
    expectSame(`select null::${renamer.type('numeric(10,2)')}`, 'select null::numeric(10,2)');
  });

  test('in expressions, where constants keep theirs', () => {
    const sql = `(("the ""Key""" || ' "as" \\ it''s ') || "from ""here"""."f ""g"""("select"))`;
    expectSame(
      `select ${renamer.expression(plan.id, sql)}`,
      `select (("a ""Key""" || ' "as" \\ it''s ') || "to ""there"""."f ""g"""("user"))`,
    );
    const next = `nextval('"from ""here"""."s ""q"""'::regclass)`;
    expectSame(`select ${renamer.expression(plan.id, next)}`, `select nextval('"to ""there"""."s ""q"""'::regclass)`);
  });

  test('in constraints and indexes', () => {
    const table = (name: typeof from) => `alter table ${qualified(name)} add constraint "the ""rule"""`;
    for (const [source, wanted] of [
      ['primary key ("the ""Key""", "select")', 'primary key ("a ""Key""", "user")'],
      ['check ("select" > 0)', 'check ("user" > 0)'],
      [
        'unique nulls not distinct ("select") include ("the ""Key""") deferrable',
        'unique nulls not distinct ("user") include ("a ""Key""") deferrable',
      ],
      [
        'exclude using gist ("select" with &&) where ("select" > 1) deferrable initially deferred',
        'exclude using gist ("user" with &&) where ("user" > 1) deferrable initially deferred',
      ],
      [
        `foreign key ("select") references ${qualified(from)}("the ""Key""") on delete cascade deferrable initially deferred`,
        `foreign key ("user") references ${qualified(to)}("a ""Key""") on delete cascade deferrable initially deferred`,
      ],
    ])
      expectSame(renamer.statement(plan.id, `${table(from)} ${source}`), `${table(to)} ${wanted}`);
    const index = (name: typeof from, key: string, user: string) =>
      `create unique index "the ""index""" on ${qualified(name)} using btree (lower(${quote(key)}) desc, ${quote(user)} text_pattern_ops) include (${quote(key)}) nulls not distinct with (fillfactor='70', deduplicate_items='off') where (${quote(user)} <> '"')`;
    expectSame(renamer.statement(plan.id, index(from, 'the "Key"', 'select').replace("'off'", 'off')), index(to, 'a "Key"', 'user'));
    expectSame(
      `create table t (x int) partition by ${renamer.partitionKey(plan.id, 'RANGE ("the ""Key""")')}`,
      `create table t (x int) partition by range ("a ""Key""")`,
    );
  });
});

test('what cannot be written back is refused, not run', () => {
  expect(() => renamer.statement(plan.id, `alter table ${qualified(from)} add constraint c check (("select" is json object))`)).toThrow(
    'Names inside this definition cannot be mapped',
  );
});

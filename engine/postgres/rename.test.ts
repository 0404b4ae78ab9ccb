import { beforeAll, describe, expect, test } from 'vitest';
import type { NameMap } from '../plan/names.ts';
import { loadGrammar } from './grammar.ts';
import { IDENTITY, namesFor, SAMPLE } from './rename/sample.ts';
import { columnsOf, createRenamer, type Renamer } from './rename.ts';

let renamer: Renamer;
beforeAll(async () => {
  await loadGrammar();
  renamer = createRenamer(namesFor(SAMPLE));
});

test('without a change nothing is read', () => {
  const { statement, type, mentions } = createRenamer({ ...IDENTITY, changes: false });
  expect(statement('this is no SQL')).toBe('this is no SQL');
  expect(type('sales. orders')).toBe('sales. orders');
  expect(mentions('sales.orders')).toEqual([]);
});

test('what cannot be read is refused with the statement', () => {
  expect(() => renamer.statement('CREATE TABLE sales.orders')).toThrow(
    expect.objectContaining({ code: 'plan.definition-not-renamed', side: 'source', retry: 'never' }),
  );
});

test('several statements are mapped one by one', () => {
  expect(renamer.statement('SET search_path = sales; -- é\nDROP TABLE sales.orders;\n')).toBe(
    'SET search_path = "shop"; -- é\nDROP TABLE "shop"."purchases";\n',
  );
});

test('a name that is longer than names may be is refused, not cut', () => {
  const names = namesFor({ nameCase: 'source', objects: [{ schema: 'sales', as: 'x'.repeat(64) }] });
  expect(() => createRenamer(names).statement('CREATE SCHEMA sales')).toThrow('they would mean something else');
});

describe('types', () => {
  test.each([
    ['integer', 'integer'],
    ['numeric(10,2)', 'numeric(10,2)'],
    ['timestamp(3) with time zone', 'timestamp(3) with time zone'],
    ['"char"', '"char"'],
    ['character varying(5)[]', 'character varying(5)[]'],
    ['sales.status', '"shop".status'],
    ['sales.status[]', '"shop".status[]'],
    ['sales.orders', '"shop"."purchases"'],
    ['sales.orders[]', '"shop"."purchases"[]'],
    ['sales."a.b""c"(3,4)', '"shop"."a.b""c"(3,4)'],
    ['"Ü ""x"""."T.1"[]', '"y.z"."ß"[]'],
    ['other.orders', 'other.orders'],
    ['pg_catalog.int4', 'pg_catalog.int4'],
  ])('%s', (from, to) => {
    expect(renamer.type(from)).toBe(to);
  });
});

describe('names in text the grammar does not see into', () => {
  test.each([
    ['begin update x set id = 1 from sales.orders; end', ['id', 'sales', 'orders']],
    [`execute 'update ' || quote_ident('note')`, ['note']],
    [`return plpy.execute("delete from SALES.Items where qty")`, ['qty', 'sales']],
    ['"Sales"."Orders", identity, orders_1, notes', []],
    ['"Ü ""x"""."T.1" and "ä""b"', ['Ü "x"', 'T.1', 'ä"b']],
    ['NEW.customer_id := old.TYPE;', ['customer_id', 'type']],
    ['it\'s "unfinished $$ sales', ['sales']],
    ['', []],
  ])('%s', (body, names) => {
    expect([...renamer.mentions(body)].sort()).toEqual([...names].sort());
  });
});

test('columns an expression reads', () => {
  expect([...columnsOf(`a > 1 and t."B" = lower(c || 'd') -- e`)].sort()).toEqual(['B', 'a', 'c']);
  expect(() => columnsOf('a >')).toThrow();
});

test('an index is called by its own name where names know it', () => {
  const names: NameMap = { ...IDENTITY, relation: (name) => ({ ...name, name: name.name === 'i' ? 'j' : name.name }) };
  const { statement } = createRenamer(names);
  expect(statement('CREATE INDEX i ON sales.orders (id)')).toBe('CREATE INDEX "j" ON sales.orders (id)');
  expect(statement('ALTER TABLE sales.orders CLUSTER ON i')).toBe('ALTER TABLE sales.orders CLUSTER ON "j"');
  expect(statement('ALTER INDEX sales.i ATTACH PARTITION sales.k')).toBe('ALTER INDEX sales."j" ATTACH PARTITION sales.k');
});

test('a long statement takes moments', () => {
  const columns = Array.from({ length: 400 }, (_, index) => `o.id AS c${index}, o.type AS t${index}`).join(', ');
  const started = performance.now();
  const sql = `CREATE VIEW sales.v AS SELECT ${columns} FROM sales.orders o`;
  expect(renamer.statement(sql)).toContain('o."kind" AS t399 FROM "shop"."purchases" o');
  expect(performance.now() - started).toBeLessThan(3000);
});

import { describe, expect, test } from 'vitest';
import { parseFilter } from './parse.ts';

const ORDERS = {
  name: { schema: 'sales', name: 'orders' },
  columns: ['id', 'note', 'customer_id', 'created_at', 'tags', 'addr', 'Mixed', '名称'],
};

async function refused(where: string, own = ORDERS) {
  const verdict = await parseFilter(where, own);
  if (verdict.ok) throw new Error(`accepted: ${where}`);
  return { code: verdict.error.code, at: verdict.at, message: verdict.error.message.en, hint: verdict.error.hint.en };
}

describe('a condition over the own columns is accepted', () => {
  test.each([
    'id > 100',
    'ID > 100',
    "note in ('a', 'b') and created_at >= '2020-01-01 00:00:00'",
    "orders.id between 1 and 9 or note like 'x%'",
    '"Mixed" is not null',
    "名称 <> '空' and id > 1",
    "case when id > 1 then true else lower(note) = 'a' end",
    "tags @> array['x'] and tags[1] is distinct from 'y'",
    "(addr).city = 'x' and coalesce(note, '') <> ''",
    'created_at::date < current_date and extract(year from created_at) = 2024',
    "created_at at time zone 'utc' > now() - interval '1 day'",
    '(id, customer_id) = (1, 2) and note collate "C" > \'a\'',
    'true',
    'id > 1 -- why\n and id < 9',
    'id > 1 /* why */',
  ])('%s', async (where) => {
    expect(await parseFilter(where, ORDERS)).toMatchObject({ ok: true });
  });
});

test('the columns and calls of a filter are told', async () => {
  const parsed = await parseFilter("lower(orders.note) = 'a' and id > public.f(1, 2)", ORDERS);
  expect(parsed).toMatchObject({ ok: true, columns: ['note', 'id'] });
  if (!parsed.ok) return;
  expect(parsed.calls).toContainEqual({ schema: 'public', name: 'f', arguments: 2, at: 34 });
  expect(parsed.calls).toContainEqual({ schema: null, name: 'lower', arguments: 1, at: 0 });
});

describe('what is not one condition is refused, with the place', () => {
  test.each([
    ['', 'filter.empty', null],
    ['   ', 'filter.empty', null],
    ['id > ', 'filter.syntax', 5],
    ['id > 1 foo bar', 'filter.syntax', 7],
    ['1=1) OR (1=1', 'filter.syntax', 3],
    ["note = 'abc", 'filter.syntax', 7],
    ['id > 1 /* open', 'filter.syntax', 7],
    ['id > 1\0 or true', 'filter.syntax', 6],
    ['id > 1;', 'filter.semicolon', 6],
    ['true; drop table x', 'filter.semicolon', 4],
    ['id > 1 -- why', 'filter.comment', 7],
    ['true group by id', 'filter.clause', null],
    ['true order by id limit 1', 'filter.clause', null],
    ['true for update', 'filter.clause', null],
    ['true union select 1', 'filter.clause', null],
    ['true window w as ()', 'filter.clause', null],
    ['1', 'filter.not-boolean', 0],
    ["'x'", 'filter.not-boolean', 0],
    ['id in (select 1)', 'filter.subquery', 3],
    ['exists (select from other)', 'filter.subquery', 0],
    ['id = any (array(select 1))', 'filter.subquery', 10],
    ['id > $1', 'filter.parameter', 5],
    ['count(*) > 1', 'filter.aggregate', 0],
    ['id > max(id)', 'filter.aggregate', 5],
    ['string_agg(note, note order by id) > note', 'filter.aggregate', 0],
    ['row_number() over () = 1', 'filter.window', 0],
    ['grouping(id) = 1', 'filter.aggregate', 0],
    ['other.id > 1', 'filter.table', 0],
    ['sales.orders.id > 1', 'filter.table', 0],
    ['orders.* is not null', 'filter.column', 0],
    ['orders is not null', 'filter.column', 0],
    ["ctid > '(0,1)'", 'filter.column', 0],
    ['id > 1 and xmin = 1', 'filter.column', 11],
    ['idd > 1', 'filter.column', 0],
  ])('%j is %s', async (where, code, at) => {
    expect(await refused(where)).toMatchObject({ code, at });
  });
});

test('places are counted in JavaScript characters whatever stands before them', async () => {
  expect((await refused("名称 = '😀' and nope = 1")).at).toBe("名称 = '😀' and ".length);
  expect((await refused("名称 = '😀' foo bar")).at).toBe("名称 = '😀' ".length);
  expect((await refused("名称 = '😀';")).at).toBe("名称 = '😀'".length);
});

test('an unknown column is named together with the ones that may be meant', async () => {
  const { message, hint } = await refused('custmer_id = 1');
  expect(message).toBe('sales.orders has no column custmer_id');
  expect(hint).toBe('Did you mean customer_id?');
  expect((await refused('mixed = 1')).hint).toBe('Did you mean "Mixed"?');
  expect((await refused('zzzzzz = 1')).hint).toMatch(/^Its columns are id, note, customer_id, /);
});

test('a filter as deep as a prank is refused, not a crash', async () => {
  expect((await refused(`${'('.repeat(50_000)}true${')'.repeat(50_000)}`)).code).toBe('filter.syntax');
  expect(await parseFilter('id > 1', ORDERS)).toMatchObject({ ok: true });
});

test('without the table columns are taken as they are', async () => {
  expect(await parseFilter('anything > 1')).toMatchObject({ ok: true, columns: ['anything'] });
});

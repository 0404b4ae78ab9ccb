import { describe, expect, test } from 'vitest';
import { plannedTable } from '../plan/test-table.ts';
import type { ShapeColumn, TableShape } from '../schema/shape.ts';
import { tableId } from '../schema/table.ts';
import { BARE_COLUMN_STRUCTURE, BARE_TABLE_STRUCTURE } from './bare.ts';
import { difference } from './diff.ts';
import { infer, type Sight, type TableNow } from './infer.ts';
import type { TableStep, TableStructure } from './structure.ts';

const name = { schema: 's', name: 't' };
/** `1a 2b:text` */
const columns = (words: string): readonly ShapeColumn[] =>
  words.split(' ').map((word) => {
    const [, number = '', title = '', type = 'integer', row = 'r'] = /^(\d+)(\w+?)(?::([\w()?]+))?(?:@(\w+))?$/.exec(word) ?? [];
    return { number: Number(number), name: title, type, row };
  });
const shape = (words: string, change: Partial<TableShape> = {}): TableShape => ({
  relation: '7',
  columns: columns(words),
  last: Math.max(...columns(words).map(({ number }) => number)),
  file: 'f',
  ...change,
});
const structureOf = (all: readonly ShapeColumn[]): TableStructure => ({
  ...BARE_TABLE_STRUCTURE,
  ...name,
  identityColumns: ['a'],
  keys: [['a']],
  columns: all.map((column) => ({ ...BARE_COLUMN_STRUCTURE, ...column, notNull: true, default: '5', missing: '5' })),
});
const now = (words: string, change: Partial<TableShape> = {}): TableNow => {
  const is = shape(words, change);
  return { shape: is, structure: structureOf(is.columns), family: false };
};
const plan = plannedTable({
  id: tableId(name),
  source: name,
  columns: ['a', 'b'].map((column) => ({ source: column, destination: column, type: 'integer', comparable: true })),
  key: ['a'],
});
const look = (known: string, told: string, is: TableNow | null, change: Partial<Sight> = {}) => {
  const seen = columns(told);
  return infer({ plan, known: shape(known), certain: true, told: seen, identity: [seen[0]?.name ?? ''], now: is, ...change });
};

function stepOf(inferred: ReturnType<typeof infer>): TableStep {
  if (inferred === 'same' || 'refused' in inferred) throw new Error(JSON.stringify(inferred));
  return inferred;
}

/** What is done, in a few words; `again` first where the table is copied again. */
function said(inferred: ReturnType<typeof infer>): string {
  if (inferred === 'same') return 'same';
  if ('refused' in inferred) return 'refused';
  const { before, after, told } = inferred;
  if (before === null || after === null) return 'no table';
  const { alterations, unsaid } = difference(before, after, (sql) => sql);
  const each = alterations.map((one) =>
    one.kind === 'rename-column'
      ? `${one.from}>${one.to}`
      : one.kind === 'type'
        ? `${one.after.name}:${one.after.type}`
        : one.kind === 'add-column'
          ? `+${one.column.name}`
          : 'name' in one
            ? `-${one.name}`
            : one.kind,
  );
  return [...(told?.again === true ? ['again'] : []), ...each, ...unsaid].join(' ');
}

describe('what is certain needs no copy', () => {
  test.each([
    ['nothing changed', '1a 2b', '1a 2b', now('1a 2b'), 'same'],
    ['a column came', '1a 2b', '1a 2b 3c', now('1a 2b 3c'), '+c'],
    ['the second of two came, when the log is but at the first', '1a 2b', '1a 2b 3c', now('1a 2b 3c 4d'), '+c'],
    ['before both', '1a 2b', '1a 2b', now('1a 2b 3c 4d'), 'same'],
    ['a column went', '1a 2b 3c', '1a 3c', now('1a 3c', { last: 3 }), '-b'],
    ['before it went', '1a 2b 3c', '1a 2b 3c', now('1a 3c', { last: 3 }), 'same'],
    ['renamed', '1a 2b', '1a 2x', now('1a 2x'), 'b>x'],
    ['renamed, and by now again', '1a 2b', '1a 2x', now('1a 2y'), 'b>x'],
    ['renamed, and one more', '1a 2b', '1a 2x 3b', now('1a 2x 3b'), 'b>x +b'],
    ['the last renamed, or dropped with another in its place', '1a 3b', '1a 3x', now('1a 3x', { last: 3 }), 'b>x'],
    ['another type that its values have as they are', '1a 2b:varchar', '1a 2b:text', now('1a 2b:text'), 'b:text'],
    ['a modifier that was not told', '1a 2b:numeric(8)', '1a 2b:numeric(?)', now('1a 2b:numeric(8)'), 'same'],
    ['rows moved to another file', '1a 2b', '1a 2b', now('1a 2b', { file: 'g' }), 'same'],
    ['renamed in another file', '1a 2b', '1a 2x', now('1a 2x@n', { file: 'g' }), 'b>x'],
  ])('%s', (_, known, told, is, expected) => {
    expect(said(look(known, told, is))).toBe(expected);
  });
});

describe('what is not is copied again, as it is now', () => {
  test.each([
    ['dropped and made again by the same name', '1a 2b', '1a 2b', now('1a 3b'), 'again -b +b'],
    ['one went and one came', '1a 2b', '1a 3c', now('1a 3c'), 'again -b +c'],
    ['one came and went', '1a 2b', '1a 2b 3c', now('1a 2b', { last: 3 }), 'again'],
    ['two went, one after the other', '1a 2b 3c', '1a 2x', now('1a', { last: 3 }), 'again -b -c'],
    ['a default of each row its own', '1a 2b', '1a 2b 3c', now('1a 2b 3c', { file: 'g' }), 'again +c'],
    ['another type by a USING', '1a 2b', '1a 2b:text', now('1a 2b:text', { file: 'g' }), 'again b:text'],
    ['the same type by a USING', '1a 2b', '1a 2b', now('1a 2b:integer@n', { file: 'g' }), 'again'],
    ['a type that is gone', '1a 2b', '1a 2b:?', now('1a 2c:text'), 'again b>c c:text'],
  ])('%s', (_, known, told, is, expected) => {
    const seen = columns(told).map((column) => (column.type === '?' ? { ...column, type: '???' } : column));
    expect(said(look(known, told, is, { told: seen }))).toBe(expected);
  });

  test('what may have come before the rows were read', () => {
    expect(said(look('1a 2b', '1a 2b 3c', now('1a 2b 3c'), { certain: false }))).toBe('again +c');
    expect(said(look('1a 2b', '1a 2b', now('1a 2b 3c'), { certain: false }))).toBe('same');
  });
});

describe('what cannot be said stops the task', () => {
  const family = { ...now('1a 2b 3c'), family: true };
  test.each([
    ['a family', '1a 2b', '1a 2b 3c', family],
    ['names that were swapped', '1a 2b', '1b 2a', now('1b 2a')],
    ['a computed column that is plain now', '1a 3b', '1a 2g 3b', now('1a 2g 3b')],
    ['another table of the name', '1a 2b', '1a 2c', now('1a 2c', { relation: '8' })],
    ['a table that is gone', '1a 2b', '1a 2c', null],
  ])('%s', (_, known, told, is) => {
    expect(said(look(known, told, is))).toBe('refused');
  });

  test('but not what came of it before', () => {
    expect(said(look('1a 2b', '1a 2b', { ...now('1a 2b'), family: true }))).toBe('same');
    expect(said(look('1a 2b', '1a 2b', null))).toBe('same');
  });
});

test('a column that comes has the value that rows have by now, no default, and may be NULL', () => {
  const { after, told } = stepOf(look('1a 2b', '1a 2b 3c', now('1a 2b 3c 4d')));
  expect(after?.columns[2]).toMatchObject({ name: 'c', missing: '5', default: null, notNull: false });
  expect(told?.shape).toMatchObject({ last: 3, columns: columns('1a 2b 3c') });
});

test('the key follows its column, and is another one where that is gone', () => {
  const key = (inferred: ReturnType<typeof infer>) => stepOf(inferred).after?.keys;
  expect(key(look('1a 2b', '1x 2b', now('1x 2b')))).toEqual([['x']]);
  expect(key(look('1a 2b 3c', '2b 3c', now('2b 3c', { last: 3 })))).toEqual([['b']]);
  expect(key(look('1a 2b', '2b', now('2b')))).toEqual([]);
});

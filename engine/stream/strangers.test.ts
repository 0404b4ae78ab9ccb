import { describe, expect, test } from 'vitest';
import { plannedTable } from '../plan/test-table.ts';
import type { ChangeEvent, RelationShape } from '../schema/row.ts';
import { tableId } from '../schema/table.ts';
import { Familiar, type Vocabulary } from './strangers.ts';

const name = { schema: 's', name: 'orders' };
const plan = plannedTable({
  id: tableId(name),
  source: name,
  columns: ['id', 'note'].map((column) => ({ source: column, destination: column, type: 'text', comparable: true })),
  key: ['id'],
});
const shape = (table: typeof name, columns: readonly string[], change: Partial<RelationShape> = {}): RelationShape => ({
  id: tableId(table),
  table,
  columns,
  types: columns.map(() => 'text'),
  identity: ['id'],
  ...change,
});
const insert = (relation: RelationShape): ChangeEvent => ({ kind: 'insert', relation, next: ['1', 'x', 'y'] });
const remove = (relation: RelationShape): ChangeEvent => ({ kind: 'delete', relation, previous: { form: 'key', tuple: ['1', null] } });
const told: string[] = [];
const words: Vocabulary = {
  typesOf: async ({ types }) => types,
  ownTypes: async () => [],
  captured: false,
  columnsNow: async ({ columns }) => new Map(columns.map((name) => [name, 'plain'])),
  columnType: (type) => type,
  passedOver: new Set(),
  tell: (event) => told.push(event.kind === 'log' ? event.message.en : event.kind),
};
const familiar = new Familiar(new Map([[plan.id, plan]]), words);

test('a table that only gained columns goes on, and each is told once', async () => {
  const grown = () => insert(shape(name, ['note', 'later', 'id'], { types: ['text', 'int', 'text'] }));
  await familiar.check([grown()]);
  await familiar.check([grown()]);
  expect(told).toEqual([expect.stringContaining('s.orders has gained the column later')]);
});

test('changes of a table under another name are not left out without a word', async () => {
  const renamed = shape({ schema: 's', name: 'orders_old' }, ['id', 'note']);
  await expect(familiar.check([insert(renamed)])).rejects.toThrow('s.orders_old, which is not a table of this task');
  await expect(familiar.check([{ kind: 'truncate', relations: [renamed], restartIdentity: false }])).rejects.toThrow('renamed');
});

test('nor are values of a column that is gone, or cut to the type it had', async () => {
  await expect(familiar.check([insert(shape(name, ['id', 'remark']))])).rejects.toThrow('has no column note any more');
  const other = shape(name, ['id', 'note'], { types: ['text', 'varchar(50)'] });
  await expect(familiar.check([insert(other)])).rejects.toThrow('has another type in column note now');
});

test('rows are not looked for by columns that the log no longer carries', async () => {
  const other = shape(name, ['id', 'note'], { identity: ['note'] });
  await familiar.check([insert(other)]);
  await expect(familiar.check([remove(other)])).rejects.toThrow('no longer carries id in its replica identity');
});

describe('a type that is called otherwise than it was planned', () => {
  const numbers: Readonly<Record<string, string>> = { text: '25 -1', gone: '20001 -1', 's.mood2': '20000 -1', 's.size': '20002 -1' };
  const check = (planned: string, is: string, change: Partial<Vocabulary> = {}) => {
    const columns = plan.columns.map((column) => (column.source === 'note' ? { ...column, type: planned } : column));
    const types = ['25 -1', numbers[is] ?? ''];
    const own = new Familiar(new Map([[plan.id, { ...plan, columns }]]), {
      ...words,
      captured: true,
      typesOf: async () => ['text', is === 'gone' ? '???' : is],
      ownTypes: async () => [
        { number: '20000', name: 's.mood2', isEnum: true },
        { number: '20002', name: 's.size', isEnum: false },
        { number: '20003', name: 's.again', isEnum: true },
        { number: '20004', name: 's.price', isEnum: false },
      ],
      ...change,
    });
    return own.check([insert(shape(name, ['id', 'note'], { types }))]);
  };

  test.each([
    ['is gone', 's.mood', 'gone'],
    ['was renamed', 's.mood', 's.mood2'],
    ['was renamed, and another enum has its name', 's.again', 's.mood2'],
  ])('%s: that is no change of the column', async (_, planned, is) => {
    await check(planned, is);
    await expect(check(planned, is, { captured: false })).rejects.toThrow('has another type in column note now');
  });

  test.each([
    ['PostgreSQL’s own instead of another', 's.mood', 'text'],
    ['another instead of PostgreSQL’s own', 'integer', 's.mood2'],
    ['one instead of another that is still there', 's.price', 's.size'],
    ['the same with another modifier', 's.size(3)', 's.size'],
  ])('%s is one', async (_, planned, is) => {
    await expect(check(planned, is)).rejects.toThrow('has another type in column note now');
  });
});

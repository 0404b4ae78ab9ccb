import { expect, test } from 'vitest';
import { type Command, matching, neighbour } from './commands.ts';

const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  group: 'pages',
  label: id,
  icon: null,
  run: () => {},
  ...more,
});
const ids = (list: readonly Command[]) => list.map(({ id }) => id);

test('every word must be found, in label or keywords, in whatever case', () => {
  const list = [command('Data Migration', { keywords: '数据迁移' }), command('Settings'), command('orders', { group: 'tasks' })];
  expect(ids(matching(list, ' migr DATA'))).toEqual(['Data Migration', 'orders']);
  expect(ids(matching(list, '迁移'))).toEqual(['Data Migration', 'orders']);
  expect(ids(matching(list, ''))).toEqual(ids(list));
});

test('the arrows go round, past what cannot be chosen', () => {
  const list = [command('a'), command('b', { disabled: true }), command('c')];
  expect(neighbour(list, 'a', 1)).toBe('c');
  expect(neighbour(list, 'c', 1)).toBe('a');
  expect(neighbour(list, 'a', -1)).toBe('c');
  expect(neighbour(list, null, 1)).toBe('a');
  expect(neighbour(list, 'gone', -1)).toBe('c');
  expect(neighbour([command('x', { disabled: true })], null, 1)).toBeNull();
});

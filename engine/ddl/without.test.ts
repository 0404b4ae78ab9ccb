import { expect, test } from 'vitest';
import type { RefusedDdl } from '../plan/refused-ddl.ts';
import { type TableId, tableId } from '../schema/table.ts';
import { withoutTables } from './without.ts';

const id = (name: string): TableId => tableId({ schema: 'public', name });
const ids = (names: readonly string[]) => names.map(id);
/** `a>b` is a rename, `a>` a drop, `>a` a table that is made, `a>a` any other change. */
const commandOf = (...steps: readonly string[]) => ({
  tables: steps.map((step) => {
    const [before, after] = step.split('>').map((name) => (name === '' ? null : { schema: 'public', name }));
    return { before, after };
  }),
});

function without(gone: readonly string[], plans: readonly string[], now: readonly string[], ...queue: ReturnType<typeof commandOf>[]) {
  const refused = {
    queue,
    tables: ids(now),
    plans: plans.map((name) => ({ id: id(name) })),
    aside: { now: ids(now), was: ids(plans), done: 2 },
  };
  const left = withoutTables(refused as unknown as RefusedDdl, new Set(ids(gone)));
  const name = (table: string) => (JSON.parse(table) as readonly string[])[1];
  return {
    queue: left.queue.map(({ tables }) => tables.map(({ before, after }) => `${before?.name ?? ''}>${after?.name ?? ''}`)),
    plans: left.plans.map((plan) => name(plan.id)),
    now: left.aside?.now.map(name),
    was: left.aside?.was.map(name),
    done: left.aside?.done,
  };
}

test('a table that has left is cut under every name that it had', () => {
  expect(without(['c'], ['a', 'b'], ['c', 'b'], commandOf('a>a', 'b>b'), commandOf('a>x'), commandOf('x>c', 'b>b'))).toEqual({
    queue: [['b>b'], [], ['b>b']],
    plans: ['b'],
    now: ['b'],
    was: ['b'],
    done: 2,
  });
});

test('its name may have been another’s, which stays', () => {
  const cut = without(['a'], ['a', 'b'], ['x', 'a'], commandOf('a>a'), commandOf('a>x'), commandOf('b>a'), commandOf('a>a', 'x>x'));
  expect(cut).toEqual({ queue: [['a>a'], ['a>x'], [], ['x>x']], plans: ['a'], now: ['x'], was: ['a'], done: 2 });
});

test('two change names with each other in one command', () => {
  const cut = without(['b'], ['a', 'b'], ['b', 'a'], commandOf('a>a', 'b>b'), commandOf('a>b', 'b>a'));
  expect(cut).toEqual({ queue: [['b>b'], ['b>a']], plans: ['b'], now: ['a'], was: ['b'], done: 2 });
});

test('one that stood where it was made goes as well', () => {
  const cut = without(['b'], ['a', 'b'], ['b'], commandOf('a>', 'b>'), commandOf('>b'), commandOf('b>b'));
  expect(cut).toEqual({ queue: [['a>'], [], []], plans: ['a'], now: [], was: ['a'], done: 2 });
});

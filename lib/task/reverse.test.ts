import { describe, expect, test } from 'vitest';
import type { TablePlan } from '#engine/plan/plan.ts';
import { tableId } from '#engine/schema/table.ts';
import { meet } from './opposite.ts';
import { reversedObjects } from './reverse.ts';

interface Named {
  readonly from: readonly [schema: string, name: string];
  readonly to?: readonly [schema: string, name: string];
  readonly columns?: Readonly<Record<string, string>>;
  readonly where?: string;
  readonly merged?: true;
}

function table({ from, to = from, columns = { id: 'id' }, where, merged }: Named): TablePlan {
  const source = { schema: from[0], name: from[1] };
  return {
    id: tableId(source),
    source,
    destination: { schema: to[0], name: to[1] },
    columns: Object.entries(columns).map(([name, as]) => ({ source: name, destination: as, type: 'integer', comparable: true })),
    key: ['id'],
    where: where ?? null,
    whereColumns: [],
    leftOut: [],
    origin: 'create',
    hasRows: true,
    identityAlways: false,
    estimatedRows: 0,
    bytes: 0,
    ...(merged === undefined ? {} : { merged }),
  };
}

describe('the selection of a reverse task', () => {
  test('keeps a whole schema whole, under its name there', () => {
    const config = { nameCase: 'source', objects: [{ schema: 'a', as: 'b' }] } as const;
    expect(reversedObjects({ ...config, objects: [...config.objects] }, [table({ from: ['a', 't'], to: ['b', 't'] })])).toEqual({
      objects: [{ schema: 'b', as: 'a' }],
      unfiltered: [],
    });
  });

  test('names tables and columns back, and keeps a filter whose columns keep their names', () => {
    const tables = [
      table({ from: ['a', 'T'], to: ['a', 't'], columns: { Id: 'id', v: 'v' } }),
      table({ from: ['a', 'f'], where: 'id > 5' }),
      table({ from: ['a', 'g'], columns: { id: 'no' }, where: 'id > 5' }),
    ];
    expect(reversedObjects({ nameCase: 'lower', objects: [{ schema: 'a' }] }, tables)).toEqual({
      objects: [
        {
          schema: 'a',
          tables: [
            { name: 't', as: 'T', columns: [{ name: 'id', as: 'Id' }, { name: 'v' }] },
            { name: 'f', where: 'id > 5' },
            { name: 'g', columns: [{ name: 'no', as: 'id' }] },
          ],
        },
      ],
      unfiltered: ['a.g'],
    });
  });

  test('takes columns back into the types they had, but not keys that could not be told apart there', () => {
    const typed = (name: string, sourceType: string, given: string) => ({
      source: name,
      destination: name,
      type: given,
      given,
      sourceType,
      comparable: true,
    });
    const columns = [typed('id', 'integer', 'bigint'), typed('v', 'text', 'jsonb'), typed('m', 'app.mood', 'text')];
    const keyed = { ...table({ from: ['a', 't'] }), columns };
    const byText = { ...table({ from: ['a', 'u'] }), columns: [typed('id', 'integer', 'text')] };
    const keyless = { ...table({ from: ['a', 'v'] }), key: [], columns: [typed('id', 'bigint', 'numeric')] };
    const { objects } = reversedObjects({ nameCase: 'source', objects: [] }, [keyed, byText, keyless]);
    expect(objects[0]?.tables).toEqual([
      { name: 't', columns: [{ name: 'id', type: 'integer' }, { name: 'v', type: 'text' }, { name: 'm' }] },
      { name: 'u', columns: [{ name: 'id' }] },
      { name: 'v', columns: [{ name: 'id' }] },
    ]);
  });

  test('is refused where several became one', () => {
    const schemas = [table({ from: ['a', 't'], to: ['c', 't'] }), table({ from: ['b', 'u'], to: ['c', 'u'] })];
    expect(() => reversedObjects({ nameCase: 'source', objects: [] }, schemas)).toThrow(
      expect.objectContaining({ code: 'reverse.merged' }),
    );
    const tables = [table({ from: ['a', 't'], to: ['a', 'x'], merged: true })];
    expect(() => reversedObjects({ nameCase: 'source', objects: [] }, tables)).toThrow(expect.objectContaining({ code: 'reverse.merged' }));
  });
});

test('two selections meet where one writes what the other may read', () => {
  const one = [{ schema: 'a', as: 'b', tables: [{ name: 't', as: 'T2' }] }];
  expect(meet(one, [{ schema: 'B' }])).toBe(true);
  expect(meet(one, [{ schema: 'b', tables: [{ name: 't2' }] }])).toBe(true);
  expect(meet(one, [{ schema: 'b', tables: [{ name: 't' }] }])).toBe(false);
  expect(meet(one, [{ schema: 'a' }])).toBe(false);
});

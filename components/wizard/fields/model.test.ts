import { expect, test } from 'vitest';
import type { TableDesign } from '#engine/engine.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import { formOf, modelOf, saidBy, statusOf, toggled, withModel } from './model.ts';

const T = { schema: 'app', name: 't' };
const MODEL = { engine: 'duplicate', buckets: 'auto' } as const;

function design(more: Partial<TableDesign> = {}): TableDesign {
  const model = { engine: 'unique' as const, keys: ['id'], distribution: ['id'], buckets: 'auto' as const };
  return { source: T, destination: T, columns: [], sourceKey: ['id'], model, ddl: '', exists: false, ...more };
}

test('what is said of a table stands with its schema, whole or listed, and can be taken back', () => {
  const whole: SchemaSelection[] = [{ schema: 'app' }, { schema: 'other' }];
  const said = withModel(whole, T, MODEL);
  expect(said).toEqual([{ schema: 'app', selectdb: { t: MODEL } }, { schema: 'other' }]);
  expect(modelOf(said, T)).toEqual(MODEL);
  expect(modelOf(said, { schema: 'other', name: 't' })).toBeUndefined();
  expect(withModel(said, T, null)).toEqual(whole);
  const listed: SchemaSelection[] = [
    {
      schema: 'app',
      tables: [
        { name: 't', as: 'x', selectdb: { buckets: 3 } },
        { name: 'u', selectdb: MODEL },
      ],
    },
  ];
  expect(modelOf(listed, T)).toEqual({ buckets: 3 });
  const changed = withModel(listed, T, MODEL);
  expect(modelOf(changed, T)).toEqual(MODEL);
  expect(changed[0]?.tables).toEqual([
    { name: 't', as: 'x' },
    { name: 'u', selectdb: MODEL },
  ]);
});

test('a table without a key wants a decision, one that cannot be made another', () => {
  expect(statusOf(design(), undefined)).toBe('done');
  expect(statusOf(design({ sourceKey: [] }), undefined)).toBe('open');
  expect(statusOf(design({ sourceKey: [] }), MODEL)).toBe('done');
  const cause = { en: 'no', zh: '不' };
  const refused = { ...design().model, refused: { cause, fix: cause } };
  expect(statusOf(design({ model: refused }), MODEL)).toBe('open');
  expect(statusOf(design({ model: refused, exists: true }), MODEL)).toBe('done');
});

test('a form that was not touched says what the design does, and a distribution key leaves with its key', () => {
  const form = formOf(design(), undefined);
  expect(form).toEqual({ engine: 'unique', keys: ['id'], distribution: [], buckets: 'auto' });
  expect(saidBy(form)).toEqual({ engine: 'unique', keys: ['id'], buckets: 'auto' });
  const spread = { ...form, keys: ['a', 'b'], distribution: ['b'] };
  expect(saidBy(spread)).toMatchObject({ keys: ['a', 'b'], distribution: ['b'] });
  expect(saidBy({ ...spread, keys: toggled(spread.keys, 'b') })).toEqual({ engine: 'unique', keys: ['a'], buckets: 'auto' });
  expect(toggled(['b'], 'a')).toEqual(['b', 'a']);
});

import { expect, test } from 'vitest';
import { draftConfig } from '#engine/task/config.ts';
import { PARAMETERS, type ParameterValue } from '#engine/task/parameters.ts';
import { changesIn, isValid, parametersOf, typedOf } from './values.ts';

const valid = (path: string, value: ParameterValue) => {
  const parameter = PARAMETERS.find((each) => each.path === path);
  return parameter !== undefined && isValid(parameter, value);
};

test('only parameters of the steps of the task are shown', () => {
  const paths = parametersOf({ types: ['schema', 'full'] }, 'postgresql').map(({ path }) => path);
  expect(paths).toContain('full.streams');
  expect(paths).toContain('advanced.retryOtherMinutes');
  expect(paths.filter((path) => path.startsWith('incremental'))).toEqual([]);
  const followed = draftConfig.parse({ name: 't' });
  const ofSelectDb = (paths: readonly { readonly path: string }[]) => paths.filter(({ path }) => path.startsWith('selectdb'));
  expect(ofSelectDb(parametersOf(followed, 'selectdb'))).toMatchObject([{ path: 'selectdb.reservoirMilliseconds' }]);
  expect(ofSelectDb(parametersOf(followed, 'postgresql'))).toEqual([]);
  expect(typedOf(followed, 'selectdb')).toMatchObject({ 'selectdb.reservoirMilliseconds': 5_000 });
});

test('a value is judged as the document does', () => {
  expect([valid('full.streams', 64), valid('full.streams', 65), valid('full.streams', 1.5), valid('full.streams', null)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect([
    valid('full.throttle.megabytesPerSecond', 0.5),
    valid('full.sliceMegabytes', null),
    valid('full.sliceMegabytes', Number.NaN),
  ]).toEqual([true, false, false]);
});

test('only what differs is sent', () => {
  const typed = typedOf(draftConfig.parse({ name: 't', full: { streams: 3 } }), 'postgresql');
  expect(changesIn(typed, typed)).toEqual({});
  expect(changesIn(typed, { ...typed, 'full.streams': null })).toEqual({ 'full.streams': null });
});

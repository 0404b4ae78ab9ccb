import { expect, test } from 'vitest';
import { draftConfig } from '#engine/task/config.ts';
import { ADVANCED_FIELDS, isOn, problemsOf, SWITCH_FIELDS, switchesFor, withSwitch } from './fields.ts';

const problems = (retryConnectionMinutes: number | undefined, retryOtherMinutes: number | undefined) =>
  Object.fromEntries(problemsOf({ retryConnectionMinutes, retryOtherMinutes }));

test('the form is read from the document: names, ranges, defaults', () => {
  expect(ADVANCED_FIELDS.map(({ name, low, high, standard }) => [name, low, high, standard])).toEqual([
    ['retryConnectionMinutes', 10, 1440, 720],
    ['retryOtherMinutes', 1, 1440, 10],
  ]);
  expect(ADVANCED_FIELDS.every(({ label, help, unit }) => label.zh !== '' && help !== undefined && unit !== undefined)).toBe(true);
});

test('each field says what is wrong with it', () => {
  expect(problems(720, 10)).toEqual({});
  expect(problems(9, 1441)).toEqual({ retryConnectionMinutes: 'range', retryOtherMinutes: 'range' });
  expect(problems(undefined, 1.5)).toEqual({ retryConnectionMinutes: 'missing', retryOtherMinutes: 'whole' });
  expect(problems(30, 30)).toMatchObject({ retryOtherMinutes: { rule: expect.any(String) } });
});

test('what is carried along is read from the document too, and depends on the steps', () => {
  expect(SWITCH_FIELDS.map(({ part, name }) => `${part}.${name}`)).toEqual([
    'structure.ownership',
    'structure.grants',
    'full.largeObjects',
  ]);
  expect(SWITCH_FIELDS.every(({ label, help }) => label.zh !== '' && help !== undefined)).toBe(true);
  expect(switchesFor(['schema', 'incremental']).map(({ name }) => name)).toEqual(['ownership', 'grants']);
  expect(switchesFor(['full']).map(({ name }) => name)).toEqual(['largeObjects']);
  const draft = draftConfig.parse({ name: 't' });
  const [ownership] = SWITCH_FIELDS;
  if (ownership === undefined) throw new Error('no fields');
  expect(isOn(draft, ownership)).toBe(false);
  const on = withSwitch(draft, ownership, true);
  expect(isOn(on, ownership)).toBe(true);
  expect(on.structure).toEqual({ ownership: true, grants: false, eventTriggers: [] });
});

import { expect, test } from 'vitest';
import { ADVANCED_FIELDS, problemsOf } from './fields.ts';

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

import { expect, test } from 'vitest';
import { draftConfig } from '#engine/task/config.ts';
import { CLASSES } from './instance-class.ts';

test('seven classes, with what they mean for full load and for the changes after it', () => {
  expect(CLASSES.map(({ name, streams, rows }) => [name, streams, rows])).toEqual([
    ['micro', 1, 200],
    ['small', 1, 2_000],
    ['medium', 2, 5_000],
    ['large', 4, 6_000],
    ['xlarge', 6, 7_000],
    ['2xlarge', 8, 11_000],
    ['unlimited', null, null],
  ]);
});

test('a new task is unlimited', () => {
  expect(draftConfig.parse({ name: 't' }).start.instanceClass).toBe('unlimited');
});

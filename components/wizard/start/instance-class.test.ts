import { expect, test } from 'vitest';
import { draftConfig } from '#engine/task/config.ts';
import { CLASSES } from './instance-class.ts';

test('seven classes, with the published rates and what they mean for full load', () => {
  expect(CLASSES.map(({ name, rowsPerSecond, streams }) => [name, rowsPerSecond, streams])).toEqual([
    ['micro', 200, 1],
    ['small', 2_000, 1],
    ['medium', 5_000, 2],
    ['large', 11_000, 4],
    ['xlarge', 17_000, 6],
    ['2xlarge', 34_000, 8],
    ['unlimited', null, 4],
  ]);
});

test('a new task is unlimited', () => {
  expect(draftConfig.parse({ name: 't' }).start.instanceClass).toBe('unlimited');
});

import { expect, test } from 'vitest';
import { draftConfig } from '#engine/task/config.ts';
import { CLASSES } from './instance-class.ts';

test('seven classes, with what they mean for full load', () => {
  expect(CLASSES.map(({ name, streams }) => [name, streams])).toEqual([
    ['micro', 1],
    ['small', 1],
    ['medium', 2],
    ['large', 4],
    ['xlarge', 6],
    ['2xlarge', 8],
    ['unlimited', null],
  ]);
});

test('a new task is unlimited', () => {
  expect(draftConfig.parse({ name: 't' }).start.instanceClass).toBe('unlimited');
});

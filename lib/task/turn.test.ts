import { expect, test } from 'vitest';
import { inTurn, inTurns } from './turn.ts';

const pause = (ms: number) => new Promise((settle) => setTimeout(settle, ms));

test('of one task one thing is done at a time, in the order it was asked for; tasks do not wait for each other', async () => {
  const told: string[] = [];
  const work = (name: string, ms: number) => async () => {
    told.push(`${name} begins`);
    await pause(ms);
    told.push(`${name} ends`);
  };
  await Promise.all([inTurn('a', work('first', 40)), inTurn('a', work('second', 1)), inTurn('b', work('other', 10))]);
  expect(told).toEqual(['first begins', 'other begins', 'other ends', 'first ends', 'second begins', 'second ends']);
});

test('one that fails does not hold up the next', async () => {
  const failed = inTurn('c', () => Promise.reject(new Error('no')));
  const next = inTurn('c', async () => 'done');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});

test('who wants several has them all at once, and two who want the same ones do not wait for each other for ever', async () => {
  const told: string[] = [];
  const work = (name: string) => async () => {
    told.push(`${name} begins`);
    await pause(10);
    told.push(`${name} ends`);
  };
  await Promise.all([inTurns(['d', 'e', 'd'], work('first')), inTurns(['e', 'd'], work('second')), inTurn('e', work('one'))]);
  expect(told).toHaveLength(6);
  for (let at = 0; at < 6; at += 2) expect(told[at + 1]).toBe(told[at]?.replace('begins', 'ends'));
  expect(await inTurns([], async () => 'none')).toBe('none');
});

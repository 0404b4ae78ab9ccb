import { expect, test } from 'vitest';
import { asPosition, type ChangeEvent } from '../schema/row.ts';
import { before } from './before.ts';

const at = (position: number) => asPosition(position.toString(16).padStart(16, '0'));
const begin = (commit: number): ChangeEvent => ({ kind: 'begin', commit: at(commit), at: 0 });
const end = (position: number): ChangeEvent => ({ kind: 'commit', end: at(position), at: 0 });

test('transactions that are committed before the place are let through whole', () => {
  const events = [begin(10), end(12), begin(12), end(15)];
  expect(before(events, at(15))).toEqual({ events, over: null });
  expect(before(events, at(14))).toEqual({ events, over: null });
});

test('one that is committed at the place or later ends it', () => {
  const events = [begin(10), end(12), begin(12), end(15)];
  expect(before(events, at(12))).toEqual({ events: events.slice(0, 2), over: at(12) });
  expect(before(events, at(10))).toEqual({ events: [], over: at(10) });
});

test('without a place nothing is held back', () => {
  const events = [begin(10), end(12)];
  expect(before(events, null)).toEqual({ events, over: null });
});

import { describe, expect, test } from 'vitest';
import { fromLsn } from '../postgres/lsn.ts';
import { beyond, remembered } from './timeline.ts';

const at = fromLsn;
const ENDS = new Map([
  [1, at('0/3000000')],
  [2, at('0/5000000')],
]);

describe('what the destination has is part of the log', () => {
  test('up to where its timeline was left', () => {
    expect(beyond({ number: 1 }, ENDS, at('0/2FFFFFF'))).toBeNull();
    expect(beyond({ number: 1 }, ENDS, at('0/3000000'))).toBeNull();
    expect(beyond({ number: 1 }, ENDS, at('0/3000028'))).toEqual({ kind: 'lacking', bytes: 40 });
    expect(beyond({ number: 2 }, ENDS, at('0/3000001'))).toBeNull();
  });

  test('not at all on a timeline that the source did not come from', () => {
    expect(beyond({ number: 4 }, ENDS, at('0/1'))).toEqual({ kind: 'elsewhere' });
    expect(beyond({ number: 2 }, new Map(), at('0/1'))).toEqual({ kind: 'elsewhere' });
  });

  test('only up to where that timeline was known to be followed', () => {
    expect(beyond({ number: 1, until: at('0/2000000') }, ENDS, at('0/4000000'))).toBeNull();
    expect(beyond({ number: 1, until: at('0/3000010') }, ENDS, at('0/4000000'))).toEqual({ kind: 'lacking', bytes: 16 });
  });
});

describe('what is remembered', () => {
  test('is the timeline that is followed from here on', () => {
    expect(remembered(2, null, null)).toEqual({ number: 2 });
    expect(remembered(2, { number: 1, until: at('0/1') }, at('0/2'))).toEqual({ number: 2 });
  });

  test('where none is told, is how far the last one was followed', () => {
    expect(remembered(null, null, at('0/2'))).toBeNull();
    expect(remembered(null, { number: 1 }, at('0/2'))).toEqual({ number: 1, until: at('0/2') });
    expect(remembered(null, { number: 1, until: at('0/2') }, at('0/3'))).toEqual({ number: 1, until: at('0/2') });
  });

  test('is nothing once the destination has nothing any more', () => {
    expect(remembered(null, { number: 1 }, null)).toBeNull();
  });
});

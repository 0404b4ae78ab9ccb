import { expect, test } from 'vitest';
import { asPosition, type Position } from './row.ts';
import { isLoaded, loadedSize, type SliceMark, sliceAt, sliceCount, type TableLoad, viewsOf } from './slice.ts';

const position = (n: number): Position => asPosition(n.toString(16).toUpperCase().padStart(16, '0'));
const load = (done: readonly (readonly [number, number | null])[], meet: number | null = null): TableLoad => ({
  cut: { by: 'page', bounds: [10, 20] },
  storage: '1/2',
  meet: meet === null ? null : position(meet),
  done: new Map(
    done.map(([slice, at]): [number, SliceMark] => [slice, { position: at === null ? null : position(at), rows: 5, bytes: 50 }]),
  ),
});

test('slices cover the table from its first page to wherever it ends, without gap or overlap', () => {
  const cut = { by: 'page', bounds: [10, 20] } as const;
  expect(Array.from({ length: sliceCount(cut) }, (_, index) => sliceAt(cut, index))).toEqual([
    { by: 'page', from: null, to: 10 },
    { by: 'page', from: 10, to: 20 },
    { by: 'page', from: 20, to: null },
  ]);
  expect(sliceCount({ by: 'whole' })).toBe(1);
  expect(sliceAt({ by: 'whole' }, 0)).toEqual({ by: 'whole' });
  expect(sliceAt({ by: 'key', column: 'id', type: 'uuid', bounds: ['8'] }, 1)).toEqual({
    by: 'key',
    column: 'id',
    type: 'uuid',
    from: '8',
    to: null,
  });
});

test('a table is loaded when all its slices are', () => {
  expect(isLoaded(undefined)).toBe(false);
  expect(
    isLoaded(
      load([
        [0, 1],
        [2, 1],
      ]),
    ),
  ).toBe(false);
  expect(
    isLoaded(
      load([
        [0, 1],
        [1, 1],
        [2, 1],
      ]),
    ),
  ).toBe(true);
  expect(
    loadedSize(
      load([
        [0, 1],
        [2, 1],
      ]),
    ),
  ).toEqual({ rows: 10, bytes: 100 });
});

test('the log is applied from the first view on, and has met the last where that was noted further', () => {
  expect(
    viewsOf(
      load([
        [0, 5],
        [1, 5],
      ]),
    ),
  ).toEqual({ first: position(5), last: position(5), read: position(5) });
  expect(
    viewsOf(
      load([
        [0, 9],
        [1, 5],
        [2, 7],
      ]),
    ),
  ).toEqual({ first: position(5), last: position(9), read: position(9) });
  expect(viewsOf(load([[0, 5]], 12))).toEqual({ first: position(5), last: position(12), read: position(5) });
  expect(viewsOf(load([[0, null]]))).toEqual({ first: null, last: null, read: null });
});

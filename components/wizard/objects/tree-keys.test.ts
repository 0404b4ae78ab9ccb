import type { KeyboardEvent } from 'react';
import { expect, test } from 'vitest';
import { type TreeLine, type Typed, treeKey } from './tree-keys.ts';

const LINES: readonly TreeLine[] = [
  { id: 'a', level: 1, open: true, label: 'alpha' },
  { id: 'a1', level: 2, label: 'orders' },
  { id: 'a2', level: 2, open: false, label: 'Order_items' },
  { id: 'b', level: 1, open: false, label: 'beta' },
  { id: 'c', level: 1, open: false, label: 'gamma' },
];

/** What a row of keys does, from a line on. */
function press(at: number, ...keys: readonly (string | { readonly key: string; readonly shiftKey?: boolean; readonly after?: number })[]) {
  const done: string[] = [];
  const typed: Typed = { letters: '', until: 0 };
  let here = at;
  let time = 1000;
  for (const each of keys) {
    const key = typeof each === 'string' ? { key: each } : each;
    time += typeof each === 'string' ? 10 : (each.after ?? 10);
    const target = {} as EventTarget;
    const event = {
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      shiftKey: false,
      ...key,
      target,
      currentTarget: target,
      timeStamp: time,
    };
    treeKey({ ...event, preventDefault: () => {} } as unknown as KeyboardEvent, {
      count: LINES.length,
      at: here,
      line: (index) => LINES[index],
      typed,
      moves: {
        goTo: (index) => {
          here = index;
          done.push(`to ${LINES[index]?.id}`);
        },
        open: (indexes, to) => done.push(`${to ? 'open' : 'close'} ${indexes.map((index) => LINES[index]?.id).join(' ')}`),
        space: (index) => done.push(`space ${LINES[index]?.id}`),
        enter: (index) => done.push(`enter ${LINES[index]?.id}`),
        menu: (index) => done.push(`menu ${LINES[index]?.id}`),
      },
    });
  }
  return done;
}

test('arrows move, open and close; left goes up to what a line is in', () => {
  expect(press(0, 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowLeft')).toEqual(['to a1', 'to a2', 'to a', 'close a']);
  expect(press(3, 'ArrowRight', 'End', 'ArrowDown', 'Home', 'ArrowUp')).toEqual(['open b', 'to c', 'to c', 'to a', 'to a']);
  expect(press(1, 'ArrowRight')).toEqual([]);
});

test('the star opens what stands beside, and nothing of another parent', () => {
  expect(press(0, '*')).toEqual(['open b c']);
  expect(press(1, '*')).toEqual(['open a2']);
});

test('letters go to the next name that begins with them', () => {
  expect(press(0, 'o', 'o', 'o')).toEqual(['to a1', 'to a2', 'to a1']);
  expect(press(0, 'o', 'r', 'd', 'e', 'r', '_').at(-1)).toBe('to a2');
  expect(press(0, 'g', { key: 'b', after: 1000 })).toEqual(['to c', 'to b']);
  expect(press(0, 'x')).toEqual([]);
});

test('the menu has its two keys, and a space or Enter is the line’s own', () => {
  expect(press(1, { key: 'F10', shiftKey: true }, 'ContextMenu', { key: 'F10' }, ' ', 'Enter')).toEqual([
    'menu a1',
    'menu a1',
    'space a1',
    'enter a1',
  ]);
  expect(press(1, 'Delete')).toEqual([]);
});

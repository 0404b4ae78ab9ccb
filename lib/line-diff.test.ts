import { expect, test } from 'vitest';
import { diffLines } from './line-diff.ts';

const MARK = { same: ' ', removed: '-', added: '+' } as const;
const shown = (before: string, after: string) => diffLines(before, after).map(({ kind, text }) => `${MARK[kind]}${text}`);

test('equal texts have nothing removed or added, whatever their line ends', () => {
  expect(shown('a\nb\n', 'a\r\nb')).toEqual([' a', ' b']);
  expect(shown('', ' \n')).toEqual([]);
});

test('lines that stay are kept, the others removed and added in their place', () => {
  expect(shown('a\nb\nc\nd', 'a\nx\nc\nd\ne')).toEqual([' a', '-b', '+x', ' c', ' d', '+e']);
  expect(shown('', 'a')).toEqual(['+a']);
  expect(shown('a', '')).toEqual(['-a']);
});

test('a moved line is removed at one place and added at the other', () => {
  expect(shown('one\ntwo\nthree', 'two\nthree\none')).toEqual(['-one', ' two', ' three', '+one']);
});

test('lines carry their numbers on both sides', () => {
  expect(diffLines('a\nb', 'b').map(({ before, after }) => [before, after])).toEqual([
    [1, null],
    [2, 1],
  ]);
});

test('of any two texts each can be read from the difference', () => {
  let seed = 7;
  const dice = (sides: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % sides;
  };
  const lines = () => Array.from({ length: dice(12) + 1 }, () => 'abcd'[dice(4)]);
  for (let run = 0; run < 300; run += 1) {
    const [before, after] = [lines(), lines()];
    const diff = diffLines(before.join('\n'), after.join('\n'));
    expect(diff.flatMap(({ kind, text }) => (kind === 'added' ? [] : [text]))).toEqual(before);
    expect(diff.flatMap(({ kind, text }) => (kind === 'removed' ? [] : [text]))).toEqual(after);
  }
});

test('texts too long to compare line by line are told whole', () => {
  const long = (word: string) => Array.from({ length: 3_000 }, (_, line) => `${word} ${line}`).join('\n');
  const diff = diffLines(`head\n${long('a')}\ntail`, `head\n${long('b')}\ntail`);
  expect(diff.filter(({ kind }) => kind === 'same').map(({ text }) => text)).toEqual(['head', 'tail']);
  expect(diff).toHaveLength(6_002);
});

import { expect, test } from 'vitest';
import { text } from '#engine/text.ts';
import { WHOLE_LOG } from '#lib/task/log-filter.ts';
import type { LogLine } from '#lib/task/view.ts';
import { merged } from './merge.ts';

function line(seq: number, level: LogLine['level'] = 'info'): LogLine {
  return { seq, at: seq, level, code: 'test', message: text(`line ${seq}`, `第 ${seq} 行`), hint: null, table: null };
}

const seqs = (lines: readonly LogLine[]) => lines.map(({ seq }) => seq);

test('live lines stand before the stored ones, newest first', () => {
  expect(seqs(merged([[line(3), line(2)], [line(1)]], [line(4), line(5)], WHOLE_LOG))).toEqual([5, 4, 3, 2, 1]);
});

test('a line that is stored and live stands once', () => {
  expect(seqs(merged([[line(3), line(2)]], [line(2), line(3), line(4)], WHOLE_LOG))).toEqual([4, 3, 2]);
});

test('live lines arrive when they match', () => {
  expect(seqs(merged([[line(3, 'warn')]], [line(4), line(5, 'warn')], { ...WHOLE_LOG, level: 'warn' }))).toEqual([5, 3]);
  expect(seqs(merged([], [line(4), line(5)], { ...WHOLE_LOG, q: '第 5' }))).toEqual([5]);
});

test('stored lines go when the range has left them behind', () => {
  expect(seqs(merged([[line(3), line(2)], [line(1)]], [line(4)], { ...WHOLE_LOG, from: 3 }))).toEqual([4, 3]);
});

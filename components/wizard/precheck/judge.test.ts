import { expect, test } from 'vitest';
import type { Finding } from '#engine/precheck/check.ts';
import { inOrder, matches, tally, verdictOf } from './judge.ts';

const finding = (code: string, severity: Finding['severity'], accepted = false): Finding => ({
  code,
  title: { en: code, zh: code },
  severity,
  accepted,
  problems: [],
});
const FINDINGS = [finding('A', 'pass'), finding('B', 'warn', true), finding('C', 'fail'), finding('D', 'warn'), finding('E', 'pass')];

test('failed items come first; ignoring a warning does not move it', () => {
  expect(inOrder(FINDINGS).map(({ code }) => code)).toEqual(['C', 'B', 'D', 'A', 'E']);
});

test('an ignored warning counts as good and is still listed as a warning', () => {
  expect(tally(FINDINGS)).toEqual({ all: 5, good: 3, failed: 1, warned: 1 });
  expect(FINDINGS.map(verdictOf)).toEqual(['passed', 'ignored', 'failed', 'warning', 'passed']);
  expect(FINDINGS.filter((each) => matches(each, 'warnings')).map(({ code }) => code)).toEqual(['B', 'D']);
});
